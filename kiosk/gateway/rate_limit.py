"""A token bucket per kiosk, so that nobody searches through account or identity numbers."""

import threading

from kiosk.gateway.steady_time import SteadyTime

_MOST_SOURCES = 20_000


class RateLimit:
    def __init__(self, time: SteadyTime, per_minute: int) -> None:
        self._time = time
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._level: dict[str, tuple[float, int]] = {}

    def allows(self, source: str) -> bool:
        """Takes one token if there is one."""
        now_ms = self._time.now_ms()
        with self._lock:
            if len(self._level) >= _MOST_SOURCES:
                self._level.clear()
            level, since_ms = self._level.get(source, (float(self._per_minute), now_ms))
            refilled = min(level + (now_ms - since_ms) * self._per_minute / 60_000, float(self._per_minute))
            allowed = refilled >= 1
            self._level[source] = (refilled - 1 if allowed else refilled, now_ms)
            return allowed
