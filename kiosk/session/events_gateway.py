"""What comes of the questions put to the gateway: bills, payments, and whether it can be reached."""

from kiosk.payment.methods import CashRest
from kiosk.session.events_family import Answer, Report
from kiosk.session.household import Findings, Outcome, Problem
from kiosk.session.published import Board


class GatewayChanged(Report, frozen=True):
    up: bool


class ServicesTaken(Report, frozen=True):
    """Of which services the gateway takes requests; others begin for nobody."""

    names: frozenset[str]


class ServiceChanged(Report, frozen=True):
    """Payments may not begin for `reason`; empty when they may again. A session under way goes on."""

    reason: Problem


class BillsReceived(Answer, frozen=True):
    """The answer to look-up `request`; an older request's answer is out of date."""

    request: int
    findings: Findings


class LookUpFailed(Answer, frozen=True):
    request: int
    problem: Problem


class BoardKnown(Answer, frozen=True):
    """The answer to question `request`."""

    request: int
    board: Board


class RechargeCardKnown(Answer, frozen=True):
    """The card of question `request` is worth `face_fen`, which is enough, and can be redeemed."""

    request: int
    face_fen: int


class RechargeCardRefused(Answer, frozen=True):
    """Nothing can be paid with the card, or nobody could be asked; it was not touched.

    `face_fen` is what it is worth where that alone is too little, else 0. `again_at` is local time as text,
    where no card is asked about before then.
    """

    request: int
    problem: Problem
    face_fen: int = 0
    again_at: str = ""


class PaymentOpened(Answer, frozen=True):
    """The intent is durable in the journal under `payment_id`; the first byte may leave now."""

    request: int
    payment_id: str


class PaymentRefused(Answer, frozen=True):
    """The intent could not be made durable, so nothing was sent and nothing can be charged."""

    request: int
    problem: Problem


class PaymentWorking(Answer, frozen=True):
    payment_id: str
    detail: str


class CashExpected(Answer, frozen=True):
    """The gateway waits for banknotes for this payment; `rest` is what becomes of those beyond the sum."""

    payment_id: str
    rest: CashRest


class CashClosed(Answer, frozen=True):
    """The slot is shut for this payment, and `inside_fen` is what was put in for it."""

    payment_id: str
    inside_fen: int


class PaymentEnded(Answer, frozen=True):
    """The attempt's outcome as far as it is known: settled, not charged, or still being checked."""

    outcome: Outcome
