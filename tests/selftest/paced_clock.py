"""A clock that hurries only as fast as the machine keeps up, so a loaded one takes longer and finds the same.

A clock that is the world's time multiplied turns every pause of the scheduler into seconds that a device
seems to have lost; this one waits for whoever is late.
"""

import threading
import time
from typing import Final, Self

_TICK_S: Final = 0.002
_MOST_TICK_S: Final = 0.003
"""However long the ticking thread itself was kept waiting, no more real time than this has passed."""

_LATE_S: Final = 0.01
"""Of this clock: somebody whose wait ended longer ago has not been let run yet."""


class PacedClock:
    """A `DeviceClock` up to `factor` times as fast as the world; ticks from `with` until its end."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._now_s = 1_000.0
        self._wall_offset_s = time.time() - self._now_s
        self._deadlines_s: dict[object, float] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="paced clock", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def monotonic_s(self) -> float:
        return self._now_s

    def wall_s(self) -> float:
        return self._now_s + self._wall_offset_s

    def sleep(self, seconds: float) -> None:
        self.wait(threading.Event(), seconds)

    def wait(self, woken: threading.Event, seconds: float) -> None:
        deadline_s = self._now_s + seconds
        waiter = object()
        with self._lock:
            self._deadlines_s[waiter] = deadline_s
        try:
            while (left_s := deadline_s - self._now_s) > 0 and not self._stopped.is_set():
                if woken.wait(max(left_s / self._factor, _TICK_S / 4)):
                    return
        finally:
            with self._lock:
                del self._deadlines_s[waiter]

    def _tick(self) -> None:
        ticked_s = time.monotonic()
        while not self._stopped.wait(_TICK_S):
            real_s = time.monotonic()
            passed_s = min(real_s - ticked_s, _MOST_TICK_S) * self._factor
            ticked_s = real_s
            with self._lock:
                next_s = min(self._deadlines_s.values(), default=self._now_s + passed_s)
                if next_s > self._now_s - _LATE_S:
                    self._now_s += passed_s
