"""A payment by its receipt's serial number: found in this machine's journal, then told by the gateway.

What comes back names nobody: no account, no voucher's number, which is money to whoever reads it.
"""

from typing import Protocol

from msgspec.structs import replace

from kiosk.backend.errors import GatewayError
from kiosk.runtime import answers, cash_questions, prepaid_answers
from kiosk.runtime.journal_entries import Intent, NoteEntry
from kiosk.session.bought import state_of_bought
from kiosk.session.events import PaymentFound, PaymentNotFound
from kiosk.session.household import Basket, Leg, Outcome
from kiosk.session.loads import GIVEN_BACK, Load
from kiosk.wire.loads import LoadsAnswer
from kiosk.wire.payments import LegAnswer, PaymentAnswer

_NOBODY = Basket("", "", ())


class PaidJournal(Protocol):
    def paid_under(self, serial: str) -> Intent | None: ...

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]: ...


class PaidGateway(Protocol):
    def payment(self, payment_id: str) -> PaymentAnswer: ...


class LoadGateway(Protocol):
    def of_payment(self, payment_id: str) -> LoadsAnswer: ...


class PaidLookUps:
    """Slow: `find` searches the journal and asks the gateway, on a worker's thread."""

    def __init__(self, gateway: PaidGateway, loads: LoadGateway, journal: PaidJournal) -> None:
        self._gateway = gateway
        self._loads = loads
        self._journal = journal

    def find(self, serial: str) -> PaymentFound | PaymentNotFound:
        """What the gateway says otherwise than this machine's journal is shown as pending."""
        intent = self._journal.paid_under(serial)
        if intent is None:
            return PaymentNotFound("serial_unknown")
        try:
            answer = self._gateway.payment(intent.payment_id)
            loads = self._bought(answer)
        except GatewayError:
            return PaymentNotFound("gateway_down")
        if answer.receipt_no != serial:
            return PaymentNotFound("serial_unknown")
        return PaymentFound(self._outcome(answer, intent, loads))

    def _bought(self, answer: PaymentAnswer) -> tuple[Load, ...]:
        """In the order of the legs that have one."""
        if not any(leg.load for leg in answer.legs):
            return ()
        told = self._loads.of_payment(answer.payment_id).loads
        return tuple(replace(prepaid_answers.load(each), token="", voucher_no="") for each in told)

    def _outcome(self, answer: PaymentAnswer, intent: Intent, loads: tuple[Load, ...]) -> Outcome:
        brought_fen = self._inserted_fen(intent) if intent.method == "cash" else intent.face_fen
        outcome = answers.outcome(answer, _NOBODY, intent.method, intent.amount_fen, brought_fen)
        if not outcome.receipt_no:
            return replace(outcome, legs=(), receipt_no=answer.receipt_no or "")
        bought = iter(loads)
        legs = tuple(_leg(leg, next(bought, None) if leg.load else None) for leg in answer.legs)
        back = any(load.state in GIVEN_BACK for load in loads)
        return replace(outcome, kind="part_settled" if back else outcome.kind, legs=legs)

    def _inserted_fen(self, intent: Intent) -> int:
        return sum(note.value_fen for note in cash_questions.stacked(self._journal.notes(intent.payment_id)))


def _leg(leg: LegAnswer, load: Load | None) -> Leg:
    return Leg(
        utility=leg.utility,
        account_masked="",
        period_from="",
        period_to="",
        amount_fen=leg.amount_fen,
        state=state_of_bought(load) if load else answers.leg_state(leg.state),
        kind=answers.leg_kind(leg),
        load=load,
    )
