"""Stands in for a journal that cannot be used: nothing is owed that is known of, and nothing may begin."""

import math
from datetime import date
from typing import NoReturn

from kiosk.runtime.journal import (
    Intent,
    Journal,
    JournalDamaged,
    JournalFailed,
    JournalLine,
    Kind,
    Note,
    NoteEntry,
)
from kiosk.runtime.journal_entries import Trouble


class NoJournal(Journal):
    """Refuses every entry, so that no payment can start however it is asked for."""

    def __init__(self, why: JournalDamaged) -> None:
        """Opens nothing: a damaged file is kept as it is, one in use is another's."""
        self._why = why

    @property
    def trouble(self) -> Trouble:
        return "journal_damaged"

    def intend(self, intent: Intent, wall_s: float) -> NoReturn:
        raise JournalFailed(f"no journal: {self._why}")

    def write(self, payment_id: str, kind: Kind, wall_s: float, body: str = "") -> NoReturn:
        raise JournalFailed(f"no journal: {self._why}")

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]:
        return ()

    def paid_under(self, serial: str) -> None:
        return None

    def open_found_notes(self) -> tuple[Note, ...]:
        return ()

    def open_intents(self) -> tuple[Intent, ...]:
        return ()

    def owed(self) -> tuple[int, None]:
        return 0, None

    def prove(self) -> NoReturn:
        raise self._why

    def history(self, payment_id: str) -> tuple[str, ...]:
        return ()

    def begun_between(self, from_wall_s: float, to_wall_s: float) -> tuple[JournalLine, ...]:
        return ()

    def days_begun(self, from_wall_s: float) -> tuple[date, ...]:
        return ()

    def whole_since_wall_s(self) -> float:
        return math.inf

    def newest_wall_s(self) -> float:
        return 0.0

    def look_for_room(self) -> None:
        pass

    def forget_before(self, wall_s: float) -> int:
        return 0

    def close(self) -> None:
        pass
