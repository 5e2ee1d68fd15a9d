"""Nobody reads the logs of kiosks that are played; but a job that fails in one is an error of ours."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.fleet.tally import Tally

_ROOM, _WORKERS = "kiosk", "kiosk.runtime.workers"


class _Counting(logging.Handler):
    """The workers name the type and place of an error, never its text."""

    def __init__(self, tally: Tally) -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        self._tally.count("seen", record.getMessage())


@contextmanager
def failures_counted(tally: Tally) -> Iterator[None]:
    room, workers = logging.getLogger(_ROOM), logging.getLogger(_WORKERS)
    propagates, counting, silent = room.propagate, _Counting(tally), logging.NullHandler()
    room.addHandler(silent)
    workers.addHandler(counting)
    room.propagate = False
    try:
        yield
    finally:
        room.propagate = propagates
        workers.removeHandler(counting)
        room.removeHandler(silent)
