"""A gateway that says what a test has written down for it, and remembers what it was asked."""

from collections.abc import Callable, Iterable

from kiosk.backend.errors import GatewayRefused
from kiosk.payment.methods import CashRest
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.payments import CardResult, LegAnswer, Outcome, PaymentAnswer, PaymentRequest
from tests.session import facts

Line = PaymentAnswer | Exception
"""An answer, or a failure to raise instead."""

REFUSED_UNKNOWN = GatewayRefused("payment_unknown", 404)


class ScriptedGateway:
    """Says `lines` in turn, the last one for ever; `calls` are the verbs, `requests` what was submitted."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.calls: list[str] = []
        self.requests: list[PaymentRequest] = []
        self.card: CardResult | None = None
        self.notes: list[StackedNote] = []
        self.closings: list[CashClosing] = []
        self.found: list[FoundNote] = []
        self.found_fails: list[Exception] = []
        self.before_each_call: Callable[[], None] = lambda: None

    def says(self, *lines: Line) -> None:
        self.lines = list(lines)

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        self.requests.append(request)
        return self._next("submit")

    def payment(self, payment_id: str) -> PaymentAnswer:
        return self._next("ask")

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return self._next("cancel")

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        self.card = result
        return self._next("report")

    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer:
        self.notes.append(note)
        return self._next("note")

    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer:
        self.closings.append(closing)
        return self._next("cash_closed")

    def note_found(self, note: FoundNote) -> FoundNoteAnswer:
        self.calls.append("found")
        self.found.append(note)
        if self.found_fails:
            raise self.found_fails.pop(0)
        return FoundNoteAnswer("k", note.note_id, note.value_fen, "F0001")

    def _next(self, verb: str) -> PaymentAnswer:
        self.before_each_call()
        self.calls.append(verb)
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        if isinstance(line, Exception):
            raise line
        return line


def answer(
    outcome: Outcome,
    detail: str | None = None,
    *,
    payment_id: str = "p1",
    amount_fen: int = facts.ALL_FEN,
    legs: Iterable[LegAnswer] | None = None,
    paid_at: str | None = "2026-11-20T10:41:00+08:00",
    inserted_fen: int = 0,
    cash_rest: CashRest | None = None,
    face_fen: int = 0,
) -> PaymentAnswer:
    """What the gateway answers about the payment of all three bills."""
    charged = outcome in {"settled", "part_settled"}
    return PaymentAnswer(
        payment_id=payment_id,
        outcome=outcome,
        detail=detail,  # type: ignore[arg-type]  # tests also send what no gateway of ours would
        amount_fen=amount_fen,
        receipt_no="202611200001" if charged else None,
        verification_code="7K4M" if charged else None,
        verification_url="https://pay.example/r/7K4M" if charged else None,
        paid_at=paid_at if charged else None,
        method="phone_code",
        provider="wechat",
        card_last4=None,
        legs=tuple(posted_legs() if legs is None else legs),
        inserted_fen=inserted_fen,
        cash_rest=cash_rest,
        face_fen=face_fen,
    )


def posted_legs() -> list[LegAnswer]:
    return [LegAnswer(b.bill_id, b.utility, b.due_fen, "posted") for b in facts.ALL_BILLS]
