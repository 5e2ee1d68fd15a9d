"""Clocks of the journeys: one runs with the world and can be sent ahead, one can be held still."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVENING_WALL_S = 1_795_254_060.0
"""2026-11-21, twenty to six in the evening in China: whatever the day the tests are run on."""


class ElasticClock:
    """Kiosk and gateway share it. `leap` sends it ahead; it never goes back. `held` stops it for a while:
    then it moves by `leap` alone."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()
        self._skipped_s = 0.0
        self._stands_at_s: float | None = None

    def monotonic_s(self) -> float:
        world_s = time.monotonic() if self._stands_at_s is None else self._stands_at_s
        return world_s + self._skipped_s

    @contextmanager
    def held(self) -> Iterator[None]:
        self._stands_at_s = time.monotonic()
        try:
            yield
        finally:
            self._stands_at_s = None

    def wall_s(self) -> float:
        return EVENING_WALL_S + self.monotonic_s() - self._began_s

    def leap(self, seconds: float) -> None:
        self._skipped_s += seconds


class HeldClock:
    """A device clock `factor` times as fast as the world. `hold` stops it, then only `step` moves it, until
    it may `run` on."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._began_s = time.monotonic()
        self._held_s: float | None = None
        self._shift_s = 0.0

    def monotonic_s(self) -> float:
        return self._running_s() if self._held_s is None else self._held_s

    def wall_s(self) -> float:
        return EVENING_WALL_S + self.monotonic_s() - self._began_s

    def hold(self) -> None:
        self._held_s = self.monotonic_s()

    def step(self, seconds: float) -> None:
        self._held_s = self.monotonic_s() + seconds

    def run(self) -> None:
        """From where it stands."""
        self._shift_s += self.monotonic_s() - self._running_s()
        self._held_s = None

    def sleep(self, seconds: float) -> None:
        self.wait(threading.Event(), seconds)

    def wait(self, woken: threading.Event, seconds: float) -> None:
        until_s = self.monotonic_s() + seconds
        while self.monotonic_s() < until_s and not woken.wait(0.001):
            pass

    def _running_s(self) -> float:
        return self._began_s + (time.monotonic() - self._began_s) * self._factor + self._shift_s
