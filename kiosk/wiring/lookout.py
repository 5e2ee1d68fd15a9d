"""Looks at the machine for its heartbeat: devices, paper, cash box, journal, whether it serves."""

import re
import sqlite3
from collections.abc import Callable
from typing import Protocol

from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal
from kiosk.selftest.model import PartState
from kiosk.selftest.software import fingerprint, software_version
from kiosk.session.model import Session
from kiosk.settings.load import Settings
from kiosk.supplies.store import SupplyStore
from kiosk.technician.supplies import Supplies
from kiosk.wire.heartbeats import (
    MOST_DEVICES,
    OUT_OF_SERVICE,
    CashBoxTold,
    DeviceTold,
    JournalTold,
    MachineTold,
    PaperTold,
    RemoteTold,
    Standing,
)

NOT_FITTED = "not_fitted"
_NO_STEM = re.compile(r"[^a-z0-9]+")
_NOTHING_OWED = JournalTold(open_entries=0)


class FromAfar(Protocol):
    """What operators have done to the machine from afar."""

    @property
    def ordered_closed(self) -> bool: ...
    def settings_told(self) -> RemoteTold: ...


class Lookout:
    """`parts` and `session` say how things are at this moment; both may be asked from any thread."""

    def __init__(
        self,
        settings: Settings,
        parts: Callable[[], tuple[PartState, ...]],
        session: Callable[[], Session],
        journal: Journal,
        clock: Clock,
        remote: FromAfar,
    ) -> None:
        self._parts = parts
        self._remote = remote
        self._session = session
        self._journal = journal
        self._clock = clock
        self._version = software_version()
        self._settings = fingerprint(settings)
        self._owed: JournalTold | None = None
        self._supplies: SupplyStore | None = None

    def lend_figures(self, store: SupplyStore | None) -> None:
        """Of paper and cash box, by the technician's mode."""
        self._supplies = store

    def look(self) -> MachineTold:
        session = self._session()
        at_rest = session.at_rest()
        parts = {each.part: each for each in self._parts() if each.state != NOT_FITTED}
        supplies = self._counted()
        return MachineTold(
            version=self._version,
            settings=self._settings,
            standing=_standing(session),
            at_rest=at_rest,
            devices=tuple(_device(each) for each in parts.values())[:MOST_DEVICES],
            journal=self._journal_told(at_rest),
            closed_reason=self._closed_reason(session),
            remote=self._remote.settings_told(),
            paper=_paper(session, supplies) if "printer" in parts else None,
            cash_box=_box(supplies) if supplies and "note_acceptor" in parts else None,
        )

    def _closed_reason(self, session: Session) -> str | None:
        if session.closed and self._remote.ordered_closed and not self._journal.trouble:
            return OUT_OF_SERVICE
        return stem(session.closed) if session.closed else None

    def _counted(self) -> Supplies | None:
        try:
            return self._supplies.supplies() if self._supplies else None
        except sqlite3.Error:  # closed, or in trouble: nobody knows
            return None

    def _journal_told(self, at_rest: bool) -> JournalTold:
        """Counting takes the journal for a moment: never while somebody pays."""
        if at_rest or self._owed is None:
            self._owed = self._count_owed()
        trouble = self._journal.trouble
        return JournalTold(self._owed.open_entries, self._owed.oldest_s, stem(trouble) if trouble else None)

    def _count_owed(self) -> JournalTold:
        try:
            waiting, oldest_wall_s = self._journal.owed()
        except sqlite3.Error:
            return self._owed or _NOTHING_OWED
        age_s = None if oldest_wall_s is None else max(0, int(self._clock.wall_s() - oldest_wall_s))
        return JournalTold(waiting, age_s)


def stem(word: str) -> str:
    """A word as it may stand in a heartbeat; what has no letter in it is "unknown"."""
    plain = _NO_STEM.sub("_", word.lower()).lstrip("_0123456789").rstrip("_")[:32]
    return plain or "unknown"


def _standing(session: Session) -> Standing:
    if session.technician != "away":
        return "technician"
    return "closed" if session.closed else "open"


def _device(part: PartState) -> DeviceTold:
    reason = stem(part.statuses[0]) if part.statuses else None
    return DeviceTold(part.part, stem(part.state), part.level, reason)


def _paper(session: Session, supplies: Supplies | None) -> PaperTold:
    roll = supplies.paper if supplies else None
    return PaperTold(session.paper, roll.slips if roll else 0, roll.printed_mm if roll else 0)


def _box(supplies: Supplies) -> CashBoxTold:
    notes = supplies.box.notes
    return CashBoxTold(sum(notes.values()), sum(value_fen * count for value_fen, count in notes.items()))
