"""A payment by its receipt's serial number: found in this machine's journal, then told by the gateway.

What comes back names nobody: no account, no voucher's number, which is money to whoever reads it.
"""

from typing import Protocol

from msgspec.structs import replace

from kiosk.backend.errors import GatewayError
from kiosk.runtime import answers, cash_questions
from kiosk.runtime.journal_entries import Intent, NoteEntry
from kiosk.session.events import PaymentFound, PaymentNotFound
from kiosk.session.household import Basket, Leg, Outcome
from kiosk.wire.payments import LegAnswer, PaymentAnswer

_NOBODY = Basket("", "", ())


class PaidJournal(Protocol):
    def paid_under(self, serial: str) -> Intent | None: ...

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]: ...


class PaidGateway(Protocol):
    def payment(self, payment_id: str) -> PaymentAnswer: ...


class PaidLookUps:
    """Slow: `find` searches the journal and asks the gateway, on a worker's thread."""

    def __init__(self, gateway: PaidGateway, journal: PaidJournal) -> None:
        self._gateway = gateway
        self._journal = journal

    def find(self, serial: str) -> PaymentFound | PaymentNotFound:
        """What the gateway says otherwise than this machine's journal is shown as pending."""
        intent = self._journal.paid_under(serial)
        if intent is None:
            return PaymentNotFound("serial_unknown")
        try:
            answer = self._gateway.payment(intent.payment_id)
        except GatewayError:
            return PaymentNotFound("gateway_down")
        if answer.receipt_no != serial:
            return PaymentNotFound("serial_unknown")
        return PaymentFound(self._outcome(answer, intent))

    def _outcome(self, answer: PaymentAnswer, intent: Intent) -> Outcome:
        brought_fen = self._inserted_fen(intent) if intent.method == "cash" else intent.face_fen
        outcome = answers.outcome(answer, _NOBODY, intent.method, intent.amount_fen, brought_fen)
        legs = tuple(map(_leg, answer.legs)) if outcome.receipt_no else ()
        return replace(outcome, legs=legs, receipt_no=answer.receipt_no or "")

    def _inserted_fen(self, intent: Intent) -> int:
        return sum(note.value_fen for note in cash_questions.stacked(self._journal.notes(intent.payment_id)))


def _leg(leg: LegAnswer) -> Leg:
    return Leg(
        utility=leg.utility,
        account_masked="",
        period_from="",
        period_to="",
        amount_fen=leg.amount_fen,
        state=answers.leg_state(leg.state),
        kind=answers.leg_kind(leg),
    )
