"""Looks after the journal while it is open: room on the disk, and at quiet moments what may be forgotten."""

import logging
from collections.abc import Callable

from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal, JournalFailed
from kiosk.runtime.workers import Worker

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 15.0
FORGET_EVERY_S = 24 * 3600.0
_DAY_S = 24 * 3600.0


class JournalCare:
    """`is_quiet` says whether nobody stands at the kiosk: forgetting keeps the journal busy for a moment.

    Entries carry the wall's time, so nothing is forgotten while that is behind the newest of them.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        is_quiet: Callable[[], bool],
        keep_days: int,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._is_quiet = is_quiet
        self._keep_s = keep_days * _DAY_S
        self._forgot_s: float | None = None
        self.worker = Worker("journal", clock, idle=self.look_after, idle_s=LOOK_EVERY_S)

    def look_after(self) -> None:
        before = self._journal.trouble
        self._journal.look_for_room()
        if self._journal.trouble != before:
            _log.warning("the journal: %s", self._journal.trouble or "there is room again")
        if self._is_due() and self._is_quiet():
            self._forgot_s = self._clock.monotonic_s()
            self._forget()

    def _is_due(self) -> bool:
        forgot_s = self._forgot_s
        return forgot_s is None or self._clock.monotonic_s() - forgot_s >= FORGET_EVERY_S

    def _forget(self) -> None:
        now_wall_s = self._clock.wall_s()
        if now_wall_s < self._journal.newest_wall_s():
            _log.warning("nothing is forgotten: the clock is behind the journal's newest entry")
            return
        try:
            gone = self._journal.forget_before(now_wall_s - self._keep_s)
        except JournalFailed as error:
            _log.error("%s", error)
        else:
            if gone:
                _log.info("the journal forgot %d entries closed long ago", gone)
