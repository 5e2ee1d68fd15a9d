"""A gateway that takes cash and keeps every note once, behind a line that may swallow its answers."""

from kiosk.backend.errors import GatewayRefused, GatewaySlow
from kiosk.payment.methods import CashRest
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.payments import CardResult, LegAnswer, PaymentAnswer, PaymentRequest
from tests.runtime.scripted_gateway import answer
from tests.session import facts


class CashGateway:
    """Keeps every note once; what is closed is settled at once. `rest` says what becomes of too much."""

    def __init__(self, rest: CashRest) -> None:
        self.rest = rest
        self.amount_fen: dict[str, int] = {}
        self.notes: dict[str, dict[str, int]] = {}
        self.ended: set[str] = set()
        self.found: dict[str, int] = {}
        self.whose: dict[str, str | None] = {}
        self.silent_calls = 0
        self.told_notes_fen: tuple[int, ...] | None = None

    @property
    def accounted_fen(self) -> int:
        paid = sum(fen for notes in self.notes.values() for fen in notes.values())
        return paid + sum(self.found.values())

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        self.told_notes_fen = request.cash_notes_fen
        self.amount_fen.setdefault(request.payment_id, request.amount_fen)
        self.notes.setdefault(request.payment_id, {})
        return self.payment(request.payment_id)

    def payment(self, payment_id: str) -> PaymentAnswer:
        self._answers()
        if payment_id not in self.notes:
            raise GatewayRefused("payment_unknown", 404)
        return self._answer(payment_id)

    def cancel(self, payment_id: str) -> PaymentAnswer:
        self.notes.setdefault(payment_id, {})
        if not self.notes[payment_id]:
            self.ended.add(payment_id)
        return self.payment(payment_id)

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        raise AssertionError("nobody pays by card here")

    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer:
        assert payment_id not in self.ended, "a note for a payment that has ended"
        self.notes[payment_id][note.note_id] = note.value_fen
        return self.payment(payment_id)

    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer:
        assert closing.inserted_fen == sum(note.value_fen for note in closing.notes)
        if payment_id not in self.notes:
            raise GatewayRefused("payment_unknown", 404)
        told = {note.note_id: note.value_fen for note in closing.notes}
        assert set(self.notes[payment_id]) <= set(told), "the closing leaves out a note"
        assert payment_id not in self.ended or self.notes[payment_id] == told, "the end has changed"
        self.notes[payment_id] = told
        self.ended.add(payment_id)
        return self.payment(payment_id)

    def note_found(self, note: FoundNote) -> FoundNoteAnswer:
        self._answers()
        self.found[note.note_id] = note.value_fen
        self.whose[note.note_id] = note.payment_id
        return FoundNoteAnswer("k", note.note_id, note.value_fen, "F1")

    def _answers(self) -> None:
        """What was asked has arrived; the answer may not."""
        if self.silent_calls > 0:
            self.silent_calls -= 1
            raise GatewaySlow

    def _answer(self, payment_id: str) -> PaymentAnswer:
        inside = sum(self.notes[payment_id].values())
        amount_fen = self.amount_fen.get(payment_id, 0)
        if payment_id not in self.ended:
            return answer(
                "cash_expected",
                payment_id=payment_id,
                amount_fen=amount_fen,
                legs=(),
                inserted_fen=inside,
                cash_rest=self.rest,
            )
        on_account = LegAnswer(facts.GAS.bill_id, "gas", inside, "posted", "account") if inside else None
        return answer(
            "part_settled" if inside else "not_charged",
            "cash_short" if inside else "cancelled",
            payment_id=payment_id,
            amount_fen=amount_fen,
            legs=(on_account,) if on_account else (),
            inserted_fen=inside,
        )
