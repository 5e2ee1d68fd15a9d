"""Clocks of the journeys: one runs with the world and can be sent ahead, one can be held still."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVENING_WALL_S = 1_795_254_060.0
"""2026-11-21, twenty to six in the evening in China: whatever the day the tests are run on."""


class ElasticClock:
    """Kiosk and gateway share it. `skip` sends it ahead; it never goes back. `held` stops it for a while:
    then it moves by `skip` alone."""

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

    def skip(self, seconds: float) -> None:
        self._skipped_s += seconds


class HeldClock:
    """A device clock `factor` times as fast as the world, until `hold` stops it; then only `step` moves it."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._began_s = time.monotonic()
        self._held_s: float | None = None

    def monotonic_s(self) -> float:
        if self._held_s is not None:
            return self._held_s
        return self._began_s + (time.monotonic() - self._began_s) * self._factor

    def wall_s(self) -> float:
        return EVENING_WALL_S + self.monotonic_s() - self._began_s

    def hold(self) -> None:
        self._held_s = self.monotonic_s()

    def step(self, seconds: float) -> None:
        self._held_s = self.monotonic_s() + seconds

    def sleep(self, seconds: float) -> None:
        self.wait(threading.Event(), seconds)

    def wait(self, woken: threading.Event, seconds: float) -> None:
        until_s = self.monotonic_s() + seconds
        while self.monotonic_s() < until_s and not woken.wait(0.001):
            pass
