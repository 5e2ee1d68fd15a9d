"""A payment by its receipt's serial number: found in this machine's journal, then told by the gateway.

What comes back names nobody: no account, no voucher's number, which is money to whoever reads it.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from kiosk.backend.errors import GatewayError
from kiosk.runtime import answers
from kiosk.runtime.journal_entries import Intent
from kiosk.runtime.workers import Worker
from kiosk.session.effects import FindPayment
from kiosk.session.events import Event, PaymentFound, PaymentNotFound
from kiosk.session.household import Basket, Leg, Outcome
from kiosk.wire.payments import LegAnswer, PaymentAnswer

_NOBODY = Basket("", "", ())


class PaidJournal(Protocol):
    def paid_under(self, serial: str) -> Intent | None: ...


class PaidGateway(Protocol):
    def payment(self, payment_id: str) -> PaymentAnswer: ...


class PaidLookUps:
    """`find` returns at once; the work is `worker`'s, which look-ups of bills share."""

    def __init__(
        self, gateway: PaidGateway, journal: PaidJournal, worker: Worker, post: Callable[[Event], None]
    ) -> None:
        self._gateway = gateway
        self._journal = journal
        self._worker = worker
        self._post = post

    def find(self, effect: FindPayment) -> None:
        failed = PaymentNotFound("gateway_down")
        self._worker.submit(lambda: self._post(self._found(effect.serial)), failed=lambda: self._post(failed))

    def _found(self, serial: str) -> PaymentFound | PaymentNotFound:
        intent = self._journal.paid_under(serial)
        if intent is None:
            return PaymentNotFound("serial_unknown")
        try:
            answer = self._gateway.payment(intent.payment_id)
        except GatewayError:
            return PaymentNotFound("gateway_down")
        outcome = _outcome(answer, intent)
        if outcome.receipt_no != serial:
            return PaymentNotFound("serial_unknown")
        return PaymentFound(outcome)


def _outcome(answer: PaymentAnswer, intent: Intent) -> Outcome:
    brought_fen = answer.inserted_fen if intent.method == "cash" else intent.face_fen
    outcome = answers.outcome(answer, _NOBODY, intent.method, intent.amount_fen, brought_fen)
    legs = tuple(map(_leg, answer.legs)) if outcome.receipt_no else ()
    return replace(outcome, legs=legs)


def _leg(leg: LegAnswer) -> Leg:
    return Leg(
        utility=leg.utility,
        account_masked="",
        period_from="",
        period_to="",
        amount_fen=leg.amount_fen,
        state=answers.leg_state(leg.state),
        kind=leg.kind,
    )
