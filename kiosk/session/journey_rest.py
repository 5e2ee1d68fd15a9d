"""After a success: the household's other bills that were found are offered once, and then it is over."""

from msgspec.structs import replace

from kiosk.session.events import Event, ExitTapped, FinishTapped, RestTapped
from kiosk.session.household import Bill
from kiosk.session.journey_bills import hindrance
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, leave, stay
from kiosk.session.rules import Rules
from kiosk.session.steps import ConfirmBills, Done
from kiosk.session.steps_rest import OfferRest


def rest_of(step: Done, rules: Rules) -> tuple[Bill, ...]:
    """What was found with the bills that are paid, and can be paid now."""
    if not isinstance(step.back, ConfirmBills):
        return ()
    paid = {bill.bill_id for bill in step.basket.bills}
    bills = step.back.findings.bills
    return tuple(bill for bill in bills if bill.bill_id not in paid and not hindrance(bill, rules))


def may_offer(session: Session, step: Done) -> bool:
    """Once, to whoever is there, and only where all they wanted is certainly paid."""
    certain = step.outcome.kind == "settled" and not step.outcome.sum_fen("voucher")
    first = isinstance(step.back, ConfirmBills) and not isinstance(step.back.back, OfferRest)
    open_ = session.may_ask_gateway() and session.technician == "away"
    return certain and first and open_ and not step.unattended and bool(rest_of(step, session.rules))


def offer(session: Session, step: Done, *, paper: bool) -> Moved:
    return go(session, OfferRest(step, paper))


def offer_rest(session: Session, step: OfferRest, event: Event) -> Moved:
    """No is to go home, with what is owed on paper (`moving.leave`)."""
    match event:
        case RestTapped() if isinstance(step.done.back, ConfirmBills) and session.may_ask_gateway():
            before = step.done.back
            findings = replace(before.findings, bills=rest_of(step.done, session.rules))
            return go(session, ConfirmBills(before.wish, findings, back=step))
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)
