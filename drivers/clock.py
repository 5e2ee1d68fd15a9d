"""The drivers' clock: a steady one for durations, a wall one for people, and the only way to wait."""

import heapq
import threading
import time
from collections.abc import Callable
from typing import Protocol


class DeviceClock(Protocol):
    def monotonic_s(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        ...

    def wall_s(self) -> float:
        """Seconds since 1970-01-01 UTC; may jump when somebody sets the clock."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let `seconds` of this clock pass."""
        ...

    def wait(self, woken: threading.Event, seconds: float) -> None:
        """Let `seconds` of this clock pass, or fewer if `woken` is set."""
        ...


class ScaledDeviceClock:
    """A clock that runs `factor` times as fast as the world, for demonstrations over simulated devices."""

    def __init__(self, factor: float) -> None:
        if factor <= 0:
            raise ValueError(f"a clock cannot run at factor {factor}; it must be above 0")
        self._factor = factor
        self._monotonic_start_s = time.monotonic()
        self._wall_start_s = time.time()

    def monotonic_s(self) -> float:
        return self._monotonic_start_s + self._passed_s()

    def wall_s(self) -> float:
        return self._wall_start_s + self._passed_s()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds) / self._factor)

    def wait(self, woken: threading.Event, seconds: float) -> None:
        woken.wait(max(0.0, seconds) / self._factor)

    def _passed_s(self) -> float:
        return (time.monotonic() - self._monotonic_start_s) * self._factor


class SystemDeviceClock:
    def monotonic_s(self) -> float:
        return time.monotonic()

    def wall_s(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))

    def wait(self, woken: threading.Event, seconds: float) -> None:
        woken.wait(max(0.0, seconds))


class FakeDeviceClock:
    """A clock that stands still until somebody waits on it; then the time has passed at once.

    `call_at` runs an action when the clock reaches an instant, in the thread that moved it: a hand that
    works a simulated device in the middle of a driver's wait.
    """

    def __init__(self, wall_s: float = 1_795_254_060.0, monotonic_s: float = 1_000.0) -> None:
        self._wall_offset_s = wall_s - monotonic_s
        self._now_s = monotonic_s
        self._planned: list[tuple[float, int, Callable[[], None]]] = []
        self._plan_number = 0
        self._lock = threading.Lock()

    def monotonic_s(self) -> float:
        with self._lock:
            return self._now_s

    def wall_s(self) -> float:
        return self.monotonic_s() + self._wall_offset_s

    def sleep(self, seconds: float) -> None:
        self.wait(threading.Event(), seconds)

    def wait(self, woken: threading.Event, seconds: float) -> None:
        target_s = self.monotonic_s() + max(0.0, seconds)
        while not woken.is_set():
            action = self._next_action_until(target_s)
            if action is None:
                return
            action()

    def call_at(self, monotonic_s: float, action: Callable[[], None]) -> None:
        with self._lock:
            self._plan_number += 1
            heapq.heappush(self._planned, (monotonic_s, self._plan_number, action))

    def _next_action_until(self, target_s: float) -> Callable[[], None] | None:
        with self._lock:
            if self._planned and self._planned[0][0] <= target_s:
                when_s, _, action = heapq.heappop(self._planned)
                self._now_s = max(self._now_s, when_s)
                return action
            self._now_s = max(self._now_s, target_s)
            return None
