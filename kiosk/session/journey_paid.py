"""What was paid for the accounts that were found: here, and elsewhere."""

from collections.abc import Callable
from typing import Any

from kiosk.session.effects import PrintReceipt
from kiosk.session.events import (
    BackTapped,
    Event,
    ExitTapped,
    FinishTapped,
    PaymentLookedAt,
    PrintTapped,
)
from kiosk.session.household import Basket, Findings, Outcome
from kiosk.session.model import Session
from kiosk.session.moving import Moved, back_from_bills, go, leave, stay, tell
from kiosk.session.paper import why_no_paper
from kiosk.session.rules import HOUSEHOLD
from kiosk.session.steps import ChooseFinding, Done, Printing, ShowReceiptCode, Step
from kiosk.session.steps_paid import ListPayments, ReadPayment


def show_paid(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """What is not there is told apart: nobody could be asked, or nothing was paid."""
    paid = findings.paid
    if paid is not None and paid.payments:
        return go(session, ListPayments(paid, back))
    return tell(session, "biller_unavailable" if paid is not None and paid.untold else "nothing_paid", back)


def list_payments(session: Session, step: ListPayments, event: Event) -> Moved:
    match event:
        case PaymentLookedAt(place) if 0 <= place < len(step.paid.payments):
            return go(session, ReadPayment(step.paid.payments[place], step))
        case BackTapped():
            return back_from_bills(session, step.back)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def read_payment(session: Session, step: ReadPayment, event: Event) -> Moved:
    match event:
        case PrintTapped() if step.payment.receipt is not None:
            return _copied(session, step, step.payment.receipt)
        case BackTapped():
            return go(session, step.back)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _copied(session: Session, step: ReadPayment, receipt: Outcome) -> Moved:
    """For whoever has shown whose it is; a number can be read off any letter box. Without paper the receipt
    is a code on the screen, and no copy."""
    shown = step.back.paid.shown
    if shown == "account":
        return tell(session, "proof_needed", ChooseFinding(HOUSEHOLD))
    nobody = Basket("", "", ())
    done = Done(receipt, nobody, step, again=True)
    no_paper = why_no_paper(session)
    if no_paper:
        return go(session, ShowReceiptCode(done, no_paper))
    return go(session, Printing(done), PrintReceipt(receipt, nobody, copy=True, shown=shown))


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    ListPayments: list_payments,
    ReadPayment: read_payment,
}
