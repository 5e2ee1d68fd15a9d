"""The gateway's record of notes, in memory: each note once, money of one payment or found.

Means what the gateway keeps in SQL of them; what cannot become a payment's money any more gets a case.
"""

from collections.abc import Sequence

from kiosk.gateway.payments.answers import CashFacts
from kiosk.gateway.problems import Refused
from kiosk.payment.ledger import LedgerTransaction, found_note
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire.cash import StackedNote


class Row:
    __slots__ = ("case", "counted", "kiosk_id", "payment_id", "value_fen")

    def __init__(self, kiosk_id: str, payment_id: str | None, value_fen: int) -> None:
        self.kiosk_id = kiosk_id
        self.payment_id = payment_id
        self.value_fen = value_fen
        self.counted = False
        self.case = ""


class CashRecord:
    def __init__(self) -> None:
        self.found_ledger: list[LedgerTransaction] = []
        self._rows: dict[str, Row] = {}

    def record(self, payment: Payment, notes: Sequence[StackedNote]) -> int:
        """As money of the payment while it takes notes, else as found; what it has of notes then."""
        for note in notes:
            self._check(payment, note)
        for note in notes:
            if payment.state is PaymentState.CHARGING:
                self._rows.setdefault(note.note_id, Row(payment.kiosk_id, payment.payment_id, note.value_fen))
            else:
                self.find(payment.kiosk_id, note.note_id, note.value_fen, payment.payment_id)
        return self.inside_fen(payment.payment_id)

    def close(self, payment: Payment, notes: Sequence[StackedNote]) -> int:
        """`record` of all notes there are. Raises Refused when one on record is left out."""
        inside_fen = self.record(payment, notes)
        mine = self._money_of(payment.payment_id)
        if mine.keys() - {note.note_id for note in notes}:
            raise Refused("notes_missing")
        for row in mine.values():
            row.counted = True
        return inside_fen

    def find(self, kiosk_id: str, note_id: str, value_fen: int, payment_id: str | None) -> str:
        """A note that is no payment's money, with a case; one that is a payment's already stays so."""
        if note_id not in self._rows:
            self._rows[note_id] = Row(kiosk_id, payment_id, value_fen)
            self._open_case(note_id)
        return self._rows[note_id].case

    def set_apart(self, payment: Payment) -> None:
        """Notes of a payment that has ended its counting without them are found notes from now on."""
        for note_id, row in self._money_of(payment.payment_id).items():
            if not (payment.charged_fen and row.counted):
                self._open_case(note_id)

    def found(self) -> list[tuple[str, int]]:
        """Case and fen of every note that is no payment's money."""
        return [(row.case, row.value_fen) for row in self._rows.values() if row.case]

    def inside_fen(self, payment_id: str) -> int:
        return sum(row.value_fen for row in self._money_of(payment_id).values())

    def facts(self, payment_id: str) -> CashFacts:
        rows = self._rows.values()
        return CashFacts({}, sum(r.value_fen for r in rows if r.payment_id == payment_id and r.case))

    def _open_case(self, note_id: str) -> None:
        row = self._rows[note_id]
        row.case = f"case-{note_id}"
        self.found_ledger.append(found_note(row.kiosk_id, row.value_fen))

    def _money_of(self, payment_id: str) -> dict[str, Row]:
        return {n: row for n, row in self._rows.items() if row.payment_id == payment_id and not row.case}

    def _check(self, payment: Payment, note: StackedNote) -> None:
        row = self._rows.get(note.note_id)
        if row is not None:
            same = (row.value_fen, row.payment_id) == (note.value_fen, payment.payment_id)
            if not same or (payment.state is PaymentState.CHARGING and row.case):
                raise Refused("note_differs")
