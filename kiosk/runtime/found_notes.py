"""Banknotes in the box that belong to no payment: told to the gateway until it has a case for each.

Each stands in the journal first, and stays open there until the gateway has acknowledged it: never dropped.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from kiosk.backend.errors import GatewayError
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal, JournalFailed, Note, found_under
from kiosk.wire.cash import FoundNote, FoundNoteAnswer

_log = logging.getLogger(__name__)

AGAIN_AFTER_S = 5.0
AGAIN_SELDOM_S = 300.0


class FoundNotes:
    """`tell` calls the gateway, and may take its time. On one thread alone, but for `add`."""

    def __init__(self, tell: Callable[[FoundNote], FoundNoteAnswer], journal: Journal, clock: Clock) -> None:
        self._tell = tell
        self._journal = journal
        self._clock = clock
        self._owed: dict[str, tuple[Note, str]] = {}
        self._due_s = 0.0
        self._wait_s = AGAIN_AFTER_S

    def add(self, note: Note, payment_id: str = "") -> None:
        """It is to be told as soon as may be, unless it was: then the journal has it closed.

        `payment_id`: whose it may be.
        """
        if all(note.note_id != owed.note_id for owed in self._journal.open_found_notes()):
            return
        self._owed[note.note_id] = (note, payment_id)
        self._due_s, self._wait_s = 0.0, AGAIN_AFTER_S

    def recover(self) -> None:
        """What was not acknowledged before the power went."""
        for note in self._journal.open_found_notes():
            self.add(note)

    def look_after(self) -> None:
        """Tell of the oldest, if that is due; after a failure the more seldom the longer it lasts."""
        now_s = self._clock.monotonic_s()
        if not self._owed or now_s < self._due_s:
            return
        note, payment_id = next(iter(self._owed.values()))
        found = FoundNote(note.note_id, note.value_fen, self._found_at(), payment_id or None)
        try:
            answer = self._tell(found)
        except GatewayError as error:
            _log.warning("found note %s is not told yet: %s", note.note_id, type(error).__name__)
            self._due_s = now_s + self._wait_s
            self._wait_s = min(2 * self._wait_s, AGAIN_SELDOM_S)
            self._owed[note.note_id] = self._owed.pop(note.note_id)  # the next one first, then this again
        else:
            self._acknowledged(note, answer.case_no or "")

    def _acknowledged(self, note: Note, case_no: str) -> None:
        """One whose end cannot be written is told again after the next start; the gateway knows it."""
        del self._owed[note.note_id]
        self._wait_s = AGAIN_AFTER_S
        _log.info("found note %s: case %s", note.note_id, case_no or "none")
        try:
            self._journal.write(found_under(note), "closed", self._clock.wall_s(), case_no)
        except JournalFailed as error:
            _log.error("the journal failed: %s", error)

    def _found_at(self) -> str:
        return datetime.fromtimestamp(self._clock.wall_s(), UTC).isoformat(timespec="seconds")
