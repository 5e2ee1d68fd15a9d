"""A circuit breaker: whoever has been silent several times in a row is left alone for a while, then tried."""

import threading

from kiosk.gateway.steady_time import SteadyTime

SILENCES = 5
"""In a row; one lost answer is nothing."""
LEAST_S, MOST_S = 30, 300


class Breaker:
    """Open after `SILENCES`, for `LEAST_S` and twice as long after every probe that fails. Half open, one
    caller alone may try."""

    def __init__(self, time: SteadyTime) -> None:
        self._time = time
        self._lock = threading.Lock()
        self._silences = 0
        self._open_until_ms: int | None = None
        self._wait_s = LEAST_S
        self._probing = False

    def allows(self) -> bool:
        """Whether to ask now; whoever is allowed must say how it went by `heard` or `silent`."""
        with self._lock:
            if self._open_until_ms is None:
                return True
            if self._probing or self._time.now_ms() < self._open_until_ms:
                return False
            self._probing = True
            return True

    def heard(self) -> None:
        with self._lock:
            self._silences, self._open_until_ms = 0, None
            self._wait_s, self._probing = LEAST_S, False

    def silent(self) -> None:
        with self._lock:
            self._silences += 1
            if self._probing:
                self._wait_s = min(self._wait_s * 2, MOST_S)
            if self._probing or self._silences >= SILENCES:
                self._open_until_ms = self._time.now_ms() + self._wait_s * 1000
            self._probing = False
