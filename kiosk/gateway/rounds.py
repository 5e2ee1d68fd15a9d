"""What the gateway looks after now and again: at once and then every so often, in a thread, until stopped."""

import logging
import threading
from collections.abc import Callable

from kiosk.gateway.sql.faults import DATABASE_TROUBLE

log = logging.getLogger(__name__)


class Rounds:
    """Of one duty in one process. One that fails is told and done again the next time, whatever was wrong: a
    thread that ends would leave its duty undone for as long as the process runs, and nobody would know.

    `in_trouble` is what the log says where the database failed, which may be well the next time.
    """

    def __init__(self, name: str, duty: Callable[[], object], every_s: float, in_trouble: str) -> None:
        self.name = name
        self.stopping = threading.Event()
        self.failures = 0
        """Rounds that failed since the start."""
        self.failing = False
        """Whether the last round did."""
        self._duty = duty
        self._every_s = every_s
        self._in_trouble = in_trouble

    def run(self) -> None:
        """Until `stop`."""
        while not self.stopping.is_set():
            self.once()
            self.stopping.wait(self._every_s)

    def stop(self) -> None:
        self.stopping.set()

    def once(self) -> None:
        self.failing = True
        try:
            self._duty()
        except DATABASE_TROUBLE:
            self.failures += 1
            log.exception("%s", self._in_trouble)
        except Exception:  # a worker loop: a fault of ours in one round must not end all that follow
            self.failures += 1
            log.exception("a fault of the gateway's own: %s", self.name)
        else:
            self.failing = False
