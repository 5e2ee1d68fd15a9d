"""A named thread with a queue and a heartbeat, for work that may block. Ends when asked, loses no job."""

import logging
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from traceback import walk_tb
from typing import TypeAlias

from kiosk.runtime.clock import Clock

Job: TypeAlias = Callable[[], None]

_log = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after the other. `idle` is called when none is waiting, at least every `idle_s` of quiet.

    A job that raises is logged by the type and place of its error alone: the text might hold personal data.
    """

    def __init__(self, name: str, clock: Clock, idle: Job | None = None, idle_s: float = 1.0) -> None:
        self.name = name
        self._clock = clock
        self._idle = idle
        self._idle_s = idle_s
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self.heartbeat_s = clock.monotonic_s()

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Job, failed: Job | None = None) -> None:
        """Run `job` in turn; `failed` if it raises, so that whoever waits hears of it."""
        self._jobs.put(lambda: self._do(job, failed))

    def stop(self, timeout_s: float = 5.0) -> None:
        """Finish what is queued, then end; gives up waiting after `timeout_s`."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def run_pending(self) -> None:
        """Do on the caller's thread, at once, what the worker's own would do now; for one never started."""
        while not self._jobs.empty():
            self._turn(self._jobs.get() or _nothing)
        self._turn(_nothing)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_s)
            except Empty:
                job = _nothing
            if job is None:
                return
            self._turn(job)

    def _turn(self, job: Job) -> None:
        job()
        if self._idle is not None and self._jobs.empty():
            self._do(self._idle)
        self.heartbeat_s = self._clock.monotonic_s()

    def _do(self, job: Job, failed: Job | None = None) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001  # the worker loop: one bad job must not end the thread
            what, where = type(error).__name__, _place(error)
            _log.error("worker %s: a job failed with %s at %s", self.name, what, where)
            if failed is not None:
                self._do(failed)


def _nothing() -> None:
    pass


def _place(error: Exception) -> str:
    """File and line where it was raised."""
    *_, (frame, line) = walk_tb(error.__traceback__)
    return f"{Path(frame.f_code.co_filename).name}:{line}"
