"""The clock port: the only source of time for everything above the drivers.

Tests and the simulation use `FakeClock`; nothing else of ours may call `time` directly.
"""

import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks in one: a steady one for durations, a wall one for what people read."""

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        ...

    def wall_s(self) -> float:
        """Seconds since 1970-01-01 UTC; may jump when somebody sets the clock."""
        ...


class SystemClock:
    def monotonic_s(self) -> float:
        return time.monotonic()

    def wall_s(self) -> float:
        return time.time()


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, wall_s: float = 1_795_254_060.0, monotonic_s: float = 1_000.0) -> None:
        self._wall_s = wall_s
        self._monotonic_s = monotonic_s

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def wall_s(self) -> float:
        return self._wall_s

    def advance(self, seconds: float) -> None:
        self._monotonic_s += seconds
        self._wall_s += seconds
