"""A process that does one job after the other, and looks after what is due when there is none."""

from collections import deque
from typing import Any

from kiosk.simulate.engine import Engine, Flow, Process


class Worker(Process):
    def __init__(self, name: str, engine: Engine) -> None:
        super().__init__(name)
        self._engine = engine
        self._jobs: deque[Flow] = deque()
        self._busy = False
        self._wake_ms: int | None = None

    def idle(self) -> Flow | float | None:
        """What is to be done now that nothing was asked for, in how many seconds, or nothing at all."""
        raise NotImplementedError

    def submit(self, job: Flow) -> None:
        if self.up:
            self._jobs.append(job)
            self._turn()

    def forget_jobs(self) -> None:
        """As a new life begins."""
        self._jobs.clear()
        self._busy, self._wake_ms = False, None

    def _turn(self) -> None:
        if self._busy or not self.up:
            return
        next_one = self._jobs.popleft() if self._jobs else self.idle()
        if isinstance(next_one, float):
            self._sleep(next_one)
        elif next_one is not None:
            self._busy = True
            self.begin(next_one, self._done)

    def _done(self, _: Any) -> None:
        self._busy = False
        self._turn()

    def _sleep(self, wait_s: float) -> None:
        wait_ms = int(wait_s * 1000) + 1
        at_ms = self._engine.now_ms + wait_ms
        if self._wake_ms is None or at_ms < self._wake_ms:
            self._wake_ms = at_ms
            self._engine.after(wait_ms, self._woken, self.boots, at_ms)

    def _woken(self, boots: int, at_ms: int) -> None:
        if boots == self.boots and at_ms == self._wake_ms:
            self._wake_ms = None
            self._turn()
