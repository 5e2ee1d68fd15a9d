"""After a success: the household's other bills are offered once, and then it is over.

They were found with those that are paid, where somebody has shown a card. Where it was a bill, its own
account alone was asked about: once that is paid, the household is asked for by the same code, and nothing
waits for the answer. By a number that was typed nothing is told that was not asked for: it stands on any
letter box.
"""

from msgspec.structs import replace

from kiosk.session.effects import Effect, LookUpBills
from kiosk.session.events import Event, ExitTapped, FinishTapped, RestTapped
from kiosk.session.household import Bill
from kiosk.session.journey_bills import hindrance, in_order
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, leave, stay
from kiosk.session.rules import ANY, HOUSEHOLD, Rules
from kiosk.session.steps import ConfirmBills, Done
from kiosk.session.steps_rest import OfferRest


def ask_for_rest(session: Session) -> Moved:
    """Once the payment is known to have come out well."""
    step = session.step
    if not isinstance(step, Done) or not isinstance(step.back, ConfirmBills) or not _may_go_on(session, step):
        return session, ()
    code = step.back.findings.code
    if code is None:
        return session, ()
    request = session.requests + 1
    asked: Effect = LookUpBills(request, by="code", value=code, utility="", whole_household=True)
    return replace(session, requests=request), (asked,)


def rest_found(session: Session, step: Done, bills: tuple[Bill, ...] = ()) -> Moved:
    """Or not found, which is no trouble of anybody's. The code is needed no more."""
    if not isinstance(step.back, ConfirmBills) or step.back.findings.code is None:
        return stay(session)
    found = step.back.findings
    shown = {bill.bill_id for bill in (*found.bills, *step.basket.bills)}
    others = tuple(bill for bill in bills if bill.bill_id not in shown)
    back = replace(step.back, findings=replace(found, others=others, code=None))
    return change(session, replace(step, back=back))


def rest_of(step: Done, rules: Rules) -> tuple[Bill, ...]:
    """What the household owes beside the bills that are paid, and can be paid now."""
    if not isinstance(step.back, ConfirmBills):
        return ()
    paid = {bill.bill_id for bill in step.basket.bills}
    found = step.back.findings
    left = (bill for bill in (*found.bills, *found.others) if bill.bill_id not in paid)
    return in_order((bill for bill in left if not hindrance(bill, rules)), rules)


def may_offer(session: Session, step: Done) -> bool:
    """Once, to whoever is there, and only where all they wanted is certainly paid."""
    return _may_go_on(session, step) and bool(rest_of(step, session.rules))


def _may_go_on(session: Session, step: Done) -> bool:
    certain = step.outcome.kind == "settled" and not step.outcome.sum_fen("voucher")
    first = isinstance(step.back, ConfirmBills) and not isinstance(step.back.back, OfferRest)
    open_ = session.may_ask_gateway() and session.technician == "away"
    return certain and first and open_ and not step.unattended


def offer(session: Session, step: Done, *, paper: bool) -> Moved:
    return go(session, OfferRest(step, paper))


def offer_rest(session: Session, step: OfferRest, event: Event) -> Moved:
    """No is to go home, with what is owed on paper (`moving.leave`)."""
    match event:
        case RestTapped() if isinstance(step.done.back, ConfirmBills) and session.may_ask_gateway():
            before = step.done.back
            rest = rest_of(step.done, session.rules)
            findings = replace(before.findings, bills=rest, others=(), code=None)
            wish = ANY if before.wish == ANY else HOUSEHOLD
            return go(session, ConfirmBills(wish, findings, back=step))
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)
