"""Cash as the HTTP interface offers it: a note reported, the closing, a note that belongs to no payment.

A report is a fact about the cash box: it is recorded first, and only then the payment is told. Whatever
cannot become money of the payment any more is kept as a found note, never refused.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from kiosk.gateway.cases import cash_notes
from kiosk.gateway.cases.cash_notes import NoteDiffers, NotesMissing
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.payment.saga_events import CashClosed, NotesKnown
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote

T = TypeVar("T")


class Cash:
    def __init__(self, parts: Parts, driver: Driver) -> None:
        self._store = parts.store
        self._database = parts.database
        self._time = parts.time
        self._driver = driver

    def note(self, payment_id: str, note: StackedNote) -> StoredPayment:
        """Raises Refused: no such payment in cash, or the note is on record with other content."""
        stored = self._payment(payment_id)
        inside = self._write(lambda at, now: cash_notes.record(at, stored.payment, [note], now))
        return self._driver.see_through(stored, NotesKnown(inside))

    def close(self, payment_id: str, closing: CashClosing) -> StoredPayment:
        """Raises Refused, also when the notes do not add up or leave one out that is on record."""
        if sum(note.value_fen for note in closing.notes) != closing.inserted_fen:
            raise Refused("amount_mismatch", "inserted_fen is not the sum of the notes")
        if len({note.note_id for note in closing.notes}) != len(closing.notes):
            raise Refused("malformed", "a note is named twice")
        stored = self._payment(payment_id)
        inside = self._write(lambda at, now: cash_notes.close(at, stored.payment, closing.notes, now))
        return self._driver.see_through(stored, CashClosed(inside))

    def found(self, kiosk_id: str, note: FoundNote) -> FoundNoteAnswer:
        """Raises Refused when the note is on record with another value."""

        def write(connection: Connection, now_ms: int) -> str | None:
            cash_notes.find(connection, kiosk_id, note.note_id, note.value_fen, note.payment_id, now_ms)
            return cash_notes.case_of(connection, kiosk_id, note.note_id, note.value_fen)

        return FoundNoteAnswer(kiosk_id, note.note_id, note.value_fen, self._write(write))

    def _payment(self, payment_id: str) -> StoredPayment:
        stored = self._store.load(payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        if stored.payment.method != "cash":
            raise Refused("payment_not_by_cash")
        return stored

    def _write(self, block: Callable[[Connection, int], T]) -> T:
        now_ms = self._time.now_ms()
        try:
            return self._database.write(lambda connection: block(connection, now_ms))
        except NoteDiffers as differs:
            raise Refused("note_differs", "the note is on record with other content") from differs
        except NotesMissing as missing:
            raise Refused("notes_missing", "the closing leaves out a note on record") from missing
