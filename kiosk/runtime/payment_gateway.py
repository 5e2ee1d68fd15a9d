"""What the payments ask of the gateway; its client fulfils this by shape."""

from http import HTTPStatus
from typing import Protocol

from kiosk.backend.errors import GatewayRefused
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest

_ASK_AGAIN = frozenset({"idempotency_conflict", "rate_limited"})


def says_nothing(refused: GatewayRefused) -> bool:
    """Whether a refusal tells nothing of the payment itself, so that it must be asked about again."""
    return refused.code in _ASK_AGAIN or refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR


class PaymentGateway(Protocol):
    """Every call raises a `GatewayError`, and is tried once."""

    def submit(self, request: PaymentRequest) -> PaymentAnswer: ...
    def payment(self, payment_id: str) -> PaymentAnswer: ...
    def cancel(self, payment_id: str) -> PaymentAnswer: ...
    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer: ...
    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer: ...
    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer: ...
    def note_found(self, note: FoundNote) -> FoundNoteAnswer: ...
