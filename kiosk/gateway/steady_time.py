"""The gateway's time: milliseconds since 1970 that never go back and never jump while it runs.

Anchored once at start to the wall clock, or to the latest stored moment if somebody set the clock back, and
then carried by the monotonic clock; forward only, where another process has stored a later moment. Timers
rely on it; nothing depends on the wall clock later.
"""

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

# China has one zone and no summer time; a fixed offset needs no zone database on the machine.
CHINA = timezone(timedelta(hours=8))


class Clock(Protocol):
    def monotonic_s(self) -> float: ...

    def wall_s(self) -> float: ...


class SystemClock:
    """For a gateway that runs alone; inside a kiosk it shares the kiosk's clock."""

    def monotonic_s(self) -> float:
        return time.monotonic()

    def wall_s(self) -> float:
        return time.time()


class SteadyTime:
    def __init__(self, clock: Clock, not_before_ms: int = 0) -> None:
        self._clock = clock
        start_ms = max(round(clock.wall_s() * 1000), not_before_ms)
        self._offset_ms = start_ms - round(clock.monotonic_s() * 1000)

    def not_before(self, at_ms: int) -> None:
        """Go on from a moment that another process on the same database has stored, if ours is not there yet:
        what it leaves behind must come due for everybody, however wrong its clock was."""
        self._offset_ms += max(0, at_ms - self.now_ms())

    def now_ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000) + self._offset_ms

    def now(self) -> datetime:
        return local_time(self.now_ms())


def local_time(at_ms: int) -> datetime:
    """To whole seconds, as printed and shown."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(CHINA)
