"""The confirm screen: what is owed, line by line, and the one tap that agrees to it."""

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.session.events import BackTapped, BillOpened, BillToggled, Event, PayTapped
from kiosk.session.household import Basket, Bill
from kiosk.session.model import Session
from kiosk.session.moving import Moved, back_from_bills, change, go, stay
from kiosk.session.rules import MOST_BILLS, Rules
from kiosk.session.steps import ChooseMethod, ConfirmBills, ReadBill


def hindrance(bill: Bill, rules: Rules) -> str:
    """Why a bill cannot be paid now, as the stem of a text; empty when it can."""
    if bill.state != "payable":
        return bill.state
    if not rules.offers(bill.utility):
        return "utility_off"
    utility = rules.utility(bill.utility)
    if bill.due_fen < utility.min_fen:
        return "under_limit"
    return "over_limit" if bill.due_fen > utility.max_fen else ""


def in_order(bills: Iterable[Bill], rules: Rules) -> tuple[Bill, ...]:
    """By utility, as the first screen names them, then by month: arrears of one meter stay together."""
    order = {utility.name: place for place, utility in enumerate(rules.utilities)}
    by_place = sorted(bills, key=lambda b: (order.get(b.utility, len(order)), b.account_id, b.period_from))
    return tuple(by_place)


def basket_of(step: ConfirmBills, rules: Rules) -> Basket:
    """The bills still chosen, without those that cannot be paid now."""
    chosen = tuple(
        bill for bill in step.findings.bills if bill.bill_id not in step.off and not hindrance(bill, rules)
    )
    return Basket(step.findings.holder_masked, step.findings.address_masked, chosen)


def why_not_pay(basket: Basket) -> str:
    """Why this basket cannot be paid, as the stem of a text; empty when it can."""
    if basket.amount_fen <= 0:
        return "nothing_chosen"
    return "too_many" if len(basket.bills) > MOST_BILLS else ""


def confirm_bills(session: Session, step: ConfirmBills, event: Event) -> Moved:
    match event:
        case BillToggled(bill_id) if any(b.bill_id == bill_id for b in step.findings.bills):
            return change(session, replace(step, off=step.off ^ {bill_id}))
        case BillOpened(bill_id):
            opened = next((bill for bill in step.findings.bills if bill.bill_id == bill_id), None)
            return go(session, ReadBill(opened, step)) if opened else stay(session)
        case PayTapped():
            basket = basket_of(step, session.rules)
            if why_not_pay(basket):
                return stay(session)
            return go(session, ChooseMethod(basket, back=step))
        case BackTapped():
            return back_from_bills(session, step.back)
        case _:
            return stay(session)


def may_take_off(step: ConfirmBills, bill: Bill, rules: Rules) -> bool:
    """A single bill is paid or not; one that cannot be paid now is in no sum."""
    return len(step.findings.bills) > 1 and not hindrance(bill, rules)


def read_bill(session: Session, step: ReadBill, event: Event) -> Moved:
    """Back to the same page; a bill may also be taken off where it is read."""
    match event:
        case BillToggled(bill_id) if may_take_off(step.back, step.bill, session.rules):
            if bill_id != step.bill.bill_id:
                return stay(session)
            return go(session, replace(step.back, off=step.back.off ^ {bill_id}))
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)
