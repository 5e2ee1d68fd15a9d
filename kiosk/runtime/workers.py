"""A named thread with a queue and a heartbeat, for work that may block. Ends when asked, loses no job."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeAlias

from kiosk.runtime.clock import Clock

Job: TypeAlias = Callable[[], None]

_log = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after the other. `idle` is called every `idle_s` of quiet, and after every job.

    A job that raises is logged by the type of its error alone: the text might hold personal data.
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

    def submit(self, job: Job) -> None:
        self._jobs.put(job)

    def stop(self, timeout_s: float = 5.0) -> None:
        """Finish what is queued, then end; gives up waiting after `timeout_s`."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._idle_s)
            except Empty:
                job = _nothing
            if job is None:
                return
            self._do(job)
            if self._idle is not None:
                self._do(self._idle)
            self.heartbeat_s = self._clock.monotonic_s()

    def _do(self, job: Job) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001  # the worker loop: one bad job must not end the thread
            _log.error("worker %s: a job failed with %s", self.name, type(error).__name__)


def _nothing() -> None:
    pass
