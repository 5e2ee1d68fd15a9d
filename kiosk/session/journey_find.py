"""From a code or a number to the bills: asking the gateway, choosing among accounts."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from kiosk.session.effects import Effect, LookUpBills, LookUpHistories
from kiosk.session.effects_paid import LookUpNumbers, LookUpPaid
from kiosk.session.effects_prepaid import AskMeters
from kiosk.session.events import (
    AccountTapped,
    BackTapped,
    BillsReceived,
    CodeScanned,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    ExitTapped,
    FinishTapped,
    LookUpFailed,
    MetersReceived,
    NumberConfirmed,
    Ticked,
)
from kiosk.session.household import Bill, Findings
from kiosk.session.journey_accounts import ask_accounts, of_account
from kiosk.session.journey_bills import in_order
from kiosk.session.journey_boards import ask_for_home
from kiosk.session.journey_drafts import begin_known
from kiosk.session.journey_numbers import show_numbers
from kiosk.session.journey_paid import show_paid
from kiosk.session.journey_past import show_history
from kiosk.session.journey_prepaid import after_meters, no_bills
from kiosk.session.journey_requests import of_person
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, back_from_bills, change, go, leave, question_of, stay, tell
from kiosk.session.numbers import is_pay_code, number_fits
from kiosk.session.rules import HOUSEHOLD, ServiceKind
from kiosk.session.secret import Secret
from kiosk.session.steps import (
    ChooseAccount,
    ChooseFinding,
    ChooseNumberKind,
    ConfirmBills,
    LookUp,
    NothingOwed,
    Step,
    TypeNumber,
)
from kiosk.session.steps_requests import ChooseRequestWay


class Errand(Struct, frozen=True):
    """What somebody wants who shows a bill, a card or a number.

    `asks` makes the question, which is answered as LookUpBills is, or by MetersReceived; `leads` goes on with
    what was found: where `one_account`, of the one account that was chosen. `identified`, where it is there,
    goes on with who somebody is: nobody's bills are asked for. Back from the slot leads to `before`, where it
    is there, else to the question how to find them.
    """

    leads: Callable[[Session, str, Findings, Step], Moved]
    asks: Callable[..., Effect] = LookUpBills
    one_account: bool = False
    identified: Callable[[Session], Moved] | None = None
    before: Callable[[Session], Step] | None = None


def _show_bills(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    if not findings.bills:
        return go(session, NothingOwed(wish, findings, back))
    return go(session, ConfirmBills(wish, findings, back))


PAYING = Errand(_show_bills)
ERRANDS: dict[ServiceKind, Errand] = {
    "outages": Errand(ask_for_home),
    "history": Errand(show_history, LookUpHistories, one_account=True),
    "payments": Errand(show_paid, LookUpPaid),
    "account_numbers": Errand(show_numbers, LookUpNumbers, before=menu_of),
    "prepaid": Errand(no_bills, asks=AskMeters),
    "balance": Errand(no_bills, asks=AskMeters),
    "meter_card": Errand(no_bills, asks=AskMeters, before=menu_of),
    "requests": Errand(_show_bills, identified=of_person, before=lambda _: ChooseRequestWay()),
    "request": Errand(of_account, ask_accounts, one_account=True, identified=begin_known, before=menu_of),
}
"""What the finding stretch is for, by the kind of service; whoever asked for none pays."""


def errand_of(session: Session) -> Errand:
    service = session.rules.service(session.errand)
    if service is None:
        return PAYING
    errand = ERRANDS.get(service.kind, PAYING)
    if service.kind == "request" and not session.rules.form(service.name).person:
        return replace(errand, identified=None, before=None)  # a card finds an account there, and nobody
    return errand


def look_up_code(session: Session, wish: str, event: CodeScanned, back: Step) -> Moved:
    """A phone's payment code never leaves the kiosk as a bill: it would be spent for nothing."""
    if is_pay_code(event.text.value, session.rules):
        return tell(session, "pay_code_too_early", back)
    request = session.requests + 1
    effect = errand_of(session).asks(
        request,
        by="code",
        value=event.text,
        utility="" if wish == HOUSEHOLD else wish,
        whole_household=wish == HOUSEHOLD,
    )
    code = event.text if errand_of(session) is PAYING and wish != HOUSEHOLD else None
    return go(replace(session, requests=request), LookUp(wish, request, back, code), effect)


def type_number(session: Session, step: TypeNumber, event: Event) -> Moved:
    rule = session.rules.utility(step.utility).number
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(step.digits) < rule.digits:
            return change(session, replace(step, digits=f"{step.digits}{digit}", problem=None))
        case DigitDeleted():
            return change(session, replace(step, digits=step.digits[:-1], problem=None))
        case DigitsCleared():
            return change(session, replace(step, digits="", problem=None))
        case NumberConfirmed() if len(step.digits) == rule.digits:
            if not number_fits(rule, step.digits):
                wrong = replace(step, problem="number_wrong")
                return change(replace(session, misses=session.misses + 1), wrong)
            return _look_up_number(session, step)
        case BackTapped():
            before = ChooseFinding(step.wish) if step.wish == step.utility else ChooseNumberKind(step.wish)
            return go(session, before)
        case _:
            return stay(session)


def _look_up_number(session: Session, step: TypeNumber) -> Moved:
    request = session.requests + 1
    effect = errand_of(session).asks(
        request,
        by="account",
        value=Secret(step.digits),
        utility=step.utility,
        whole_household=step.wish == HOUSEHOLD,
    )
    return go(replace(session, requests=request), LookUp(step.wish, request, back=step), effect)


def look_up(session: Session, step: LookUp, event: Event) -> Moved:
    match event:
        case BillsReceived(request, findings) if request == step.request:
            back = step.back if isinstance(step.back, TypeNumber) else question_of(step.wish)
            return after_findings(session, step.wish, replace(findings, code=step.code), back)
        case MetersReceived(request, meters) if request == step.request:
            back = step.back if isinstance(step.back, TypeNumber) else question_of(step.wish)
            return after_meters(session, step.wish, meters, back)
        case LookUpFailed(request, problem) if request == step.request:
            return tell(session, problem, step.back)
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return tell(session, "gateway_slow", step.back)
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def after_findings(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """One account or all together: on. Several accounts where one is wanted: which one?

    Where there is no account of the utility wished for, what was found is shown as it is: a bill of
    another kind under the window must not be told as "nothing owed".
    """
    findings = replace(findings, bills=in_order(findings.bills, session.rules))
    session = replace(session, misses=0)
    errand, meant = errand_of(session), _utilities_meant(session, wish)
    accounts = tuple(account for account in findings.accounts if not meant or account.utility in meant)
    if not accounts and errand.one_account:
        return tell(session, "account_unknown", back)
    if not accounts:
        return errand.leads(session, wish, findings, back)
    wanted = _with_bills(findings, lambda bill: not meant or bill.utility in meant)
    wanted = replace(wanted, accounts=accounts)
    if len(accounts) > 1 and (errand.one_account or session.rules.offers(wish)):
        return go(session, ChooseAccount(wish, wanted, back))
    return errand.leads(session, wish, wanted, back)


def _utilities_meant(session: Session, wish: str) -> tuple[str, ...]:
    """None: whatever is found."""
    if session.rules.offers(wish):
        return (wish,)
    service = session.rules.service(session.errand)
    return service.utilities if service else ()


def _with_bills(findings: Findings, wanted: Callable[[Bill], bool]) -> Findings:
    """The rest is kept for when those are paid."""
    others = tuple(bill for bill in findings.bills if not wanted(bill))
    bills = tuple(bill for bill in findings.bills if wanted(bill))
    return replace(findings, bills=bills, others=findings.others + others)


def choose_account(session: Session, step: ChooseAccount, event: Event) -> Moved:
    match event:
        case AccountTapped(account_id):
            accounts = tuple(a for a in step.findings.accounts if a.account_id == account_id)
            if not accounts:
                return stay(session)
            chosen = _with_bills(step.findings, lambda bill: bill.account_id == account_id)
            chosen = replace(chosen, accounts=accounts)
            return errand_of(session).leads(session, step.wish, chosen, step)
        case BackTapped():
            return back_from_bills(session, step.back)
        case _:
            return stay(session)


def nothing_owed(session: Session, step: NothingOwed, event: Event) -> Moved:
    match event:
        case FinishTapped() | ExitTapped():
            return leave(session)
        case BackTapped():
            return back_from_bills(session, step.back)
        case _:
            return stay(session)
