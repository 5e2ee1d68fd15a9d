"""After the money: say what happened, print it, and let the resident go home with paper."""

from msgspec.structs import replace

from kiosk.session.effects import copy_id
from kiosk.session.events import (
    AnotherTapped,
    BackTapped,
    BillsReceived,
    Event,
    ExitTapped,
    FinishTapped,
    LoadTold,
    LookUpFailed,
    NoReceiptTapped,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
    PrintTapped,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    RetryTapped,
    ShowReceiptCodeTapped,
    Ticked,
)
from kiosk.session.household import Outcome
from kiosk.session.journey_loading import ended, told_later
from kiosk.session.journey_rest import may_offer, offer, rest_found
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, home, leave, slowness, stay, tell
from kiosk.session.paid_before import paper_of, paper_owed, way_to_paper
from kiosk.session.paper import copy_waits, may_go_on, why_no_paper
from kiosk.session.proofs import unproven
from kiosk.session.rules import ANY
from kiosk.session.steps import (
    ChooseFinding,
    ChooseMethod,
    Done,
    Idle,
    Printing,
    ShowReceiptCode,
    Step,
    TakeReceipt,
)
from kiosk.session.steps_paid import ReadPayment
from kiosk.session.steps_rest import OfferPaper

BEFORE_PRINTING_S = 10.0
"""Time to come back in and choose, before paper is spent on somebody who seems to have gone."""

LOOK_AGAIN = frozenset({"bill_busy", "bill_changed", "bill_paid", "biller_closed", "biller_paused"})
"""Reasons after which the same basket would be refused again: the bills must be fetched anew."""


def done(session: Session, step: Done, event: Event) -> Moved:
    """A payment still being checked may turn out well while the resident looks on."""
    no_paper = why_no_paper(session)
    match event:
        case PaymentEnded(outcome) if _informed(step, outcome).outcome is outcome:
            return _ended_well(session, step, outcome)
        case LoadTold():
            return change(session, told_later(step, event))
        case PaymentOpened(request, payment_id) if request == session.requests and _nameless(step):
            return change(session, replace(step, outcome=replace(step.outcome, payment_id=payment_id)))
        case PaymentRefused(request, problem) if request == session.requests and _nameless(step):
            refused = replace(step.outcome, kind="not_charged", detail=problem)
            return change(session, replace(step, outcome=refused))
        case PrintTapped() | ShowReceiptCodeTapped() if unproven(step):
            return tell(session, "load_proof_needed", ChooseFinding(step.basket.bills[0].utility))
        case BillsReceived(request, findings) if request == session.requests:
            return rest_found(session, step, findings.bills)
        case LookUpFailed(request) if request == session.requests:
            return rest_found(session, step)
        case PrintTapped() | ShowReceiptCodeTapped() if may_offer(session, step):
            return offer(session, step, paper=True)
        case PrintTapped() if copy_waits(session, step):
            return stay(session)
        case PrintTapped() if not no_paper:
            return go(session, Printing(step), paper_of(step))
        case PrintTapped() | ShowReceiptCodeTapped():
            return go(session, ShowReceiptCode(step, no_paper or "receipt_incomplete"))
        case RetryTapped() if step.outcome.kind == "not_charged":
            lost = step.outcome.detail in LOOK_AGAIN and paper_owed(session) is not None
            return leave(session) if lost else go(session, _try_again(step))
        case AnotherTapped():
            return _go_on(session, step)
        case NoReceiptTapped() if may_offer(session, step):
            return offer(session, step, paper=False)
        case NoReceiptTapped():
            return leave(session, paper=False)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _go_on(session: Session, step: Done) -> Moved:
    """To other bills. Of another household they have a paper of their own, so this one comes first, if it is
    wanted: afterwards it could only be copied, for whoever shows whose it is."""
    owed = paper_owed(session)
    if owed is not None:
        return _print(session, owed)
    charged = step.outcome.kind in {"settled", "part_settled"}
    return go(session, OfferPaper(step)) if charged and not step.again else home(session)


def offer_paper(session: Session, step: OfferPaper, event: Event) -> Moved:
    match event:
        case PrintTapped() | ShowReceiptCodeTapped():
            return _print(session, step.done)
        case NoReceiptTapped():
            return home(session)
        case BackTapped():
            return go(session, step.done)
        case FinishTapped() | ExitTapped():
            return leave(session, paper=False)
        case _:
            return stay(session)


def _print(session: Session, done_: Done) -> Moved:
    printing_, effects = way_to_paper(session, replace(done_, onward=True))
    return go(session, printing_, *effects)


def left_alone(session: Session) -> Moved | None:
    """What becomes of a payment's end that nobody looks at: a paper if it is worth one, then goodbye.

    None while there is nothing to do, or somebody is there.
    """
    step = session.step
    done_ = step.done if isinstance(step, ShowReceiptCode) else step
    if not isinstance(done_, Done) or not done_.unattended:
        return None
    if done_ is step and _worth_a_paper(session, done_):
        waited = session.alone_s() >= BEFORE_PRINTING_S
        return go(session, Printing(done_), paper_of(done_)) if waited else None
    alone = session.alone_s() >= session.rules.timing.unattended_s
    return leave(session, paper=False) if alone else None


def _worth_a_paper(session: Session, step: Done) -> bool:
    """Somebody put banknotes in and went: their paper is all that will tell them where the money is.

    Not with a voucher on it, whose number is worth money to whoever picks the paper up.
    """
    outcome = step.outcome
    certain = outcome.kind in {"settled", "part_settled"} and outcome.inserted_fen > 0
    return certain and not step.again and not outcome.sum_fen("voucher") and not why_no_paper(session)


def _job(step: Done) -> str:
    """What the printer calls this paper."""
    payment_id = step.outcome.payment_id
    return copy_id(payment_id) if step.again else payment_id


def _ended_well(session: Session, step: Done, outcome: Outcome) -> Moved:
    """What was bought for a meter begins its way; everything else is told where its payer stands."""
    if isinstance(step.back, ReadPayment):  # paid before: no load of it is waited for
        return change(session, replace(step, outcome=outcome))
    moved, effects = ended(session, outcome, step.basket, step.back, unattended=step.unattended)
    if isinstance(moved.step, Done):
        return change(replace(session, requests=moved.requests), moved.step, *effects)
    return moved, effects


def _nameless(step: Done) -> bool:
    """Given up before the intent was known to be durable; its id may come late."""
    return step.outcome.kind == "pending" and not step.outcome.payment_id


def _informed(step: Done, outcome: Outcome) -> Done:
    """News of this payment while it was being checked; what is settled never changes again."""
    ours = outcome.payment_id == step.outcome.payment_id
    return replace(step, outcome=outcome) if ours and step.outcome.kind == "pending" else step


def _try_again(step: Done) -> Step:
    if isinstance(step.back, ReadPayment):
        return step.back
    if step.outcome.detail not in LOOK_AGAIN:
        return ChooseMethod(step.basket, step.back)
    return Idle() if step.back.wish == ANY else ChooseFinding(step.back.wish)


def printing(session: Session, step: Printing, event: Event) -> Moved:
    """Never prints again by itself: paper that stopped half way may still come out."""
    job = _job(step.done)
    match event:
        case ReceiptPrinted(printed_id, confirmed) if printed_id == job:
            return go(session, TakeReceipt(step.done, confirmed))
        case ReceiptFailed(failed_id, reason) if failed_id == job:
            return go(session, ShowReceiptCode(step.done, reason))
        case PaymentEnded(outcome):
            return change(session, replace(step, done=_informed(step.done, outcome)))
        case LoadTold():
            return _told_of_load(session, step, event)
        case Ticked() if session.in_step_s() >= session.rules.timing.print_s:
            return go(session, ShowReceiptCode(step.done, "printer_silent"))
        case _:
            return stay(session)


def take_receipt(session: Session, step: TakeReceipt, event: Event) -> Moved:
    match event:
        case ReceiptTaken(job) if job == _job(step.done):
            return _with_paper(session, step)
        case ShowReceiptCodeTapped():
            return go(session, ShowReceiptCode(step.done, "receipt_incomplete"))
        case LoadTold():
            return _told_of_load(session, step, event)
        case Ticked() if session.alone_s() >= session.rules.timing.receipt_s * slowness(session):
            # A printer without a presenter cannot tell; with the paper out, all is done (TIM-6, R14).
            return _with_paper(session, step)
        case FinishTapped():
            return _with_paper(session, step)
        case AnotherTapped() if may_go_on(step):
            return home(session)
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _with_paper(session: Session, step: TakeReceipt) -> Moved:
    """It is taken, as far as anybody can tell: whoever had it first goes on to what they pay next."""
    return home(session) if step.done.onward else leave(session)


def _told_of_load(session: Session, step: Printing | TakeReceipt, event: LoadTold) -> Moved:
    """What is worth money, and came since the paper was begun, stands on the screen: the paper lacks it."""
    told = told_later(step.done, event)
    load = told.outcome.load
    news = load != step.done.outcome.load
    if news and load is not None and (load.token or load.voucher_no):
        return go(session, ShowReceiptCode(told, "receipt_incomplete"))
    return change(session, replace(step, done=told))


def show_receipt_code(session: Session, step: ShowReceiptCode, event: Event) -> Moved:
    match event:
        case LoadTold():
            return change(session, replace(step, done=told_later(step.done, event)))
        case PaymentEnded(outcome):
            return change(session, replace(step, done=_informed(step.done, outcome)))
        case AnotherTapped() if may_go_on(step):
            return home(session)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)
