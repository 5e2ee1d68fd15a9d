"""After the money: say what happened, print it, and let the resident go home with paper."""

from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt
from kiosk.session.events import (
    AnotherTapped,
    Event,
    ExitTapped,
    FinishTapped,
    NoReceiptTapped,
    PaymentEnded,
    PrintTapped,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    RetryTapped,
    ShowReceiptCodeTapped,
    Ticked,
)
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, home, leave, stay
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

LOOK_AGAIN = frozenset({"bill_busy", "bill_changed", "bill_paid", "biller_closed", "biller_paused"})
"""Reasons after which the same basket would be refused again: the bills must be fetched anew."""


def can_print(session: Session) -> bool:
    return session.works("printer") and session.paper not in {"out", "jammed"}


def done(session: Session, step: Done, event: Event) -> Moved:
    """A payment still being checked may turn out well while the resident looks on."""
    match event:
        case PaymentEnded(outcome) if outcome.payment_id == step.outcome.payment_id:
            if step.outcome.kind != "pending":
                return stay(session)
            return change(session, replace(step, outcome=outcome))
        case PrintTapped() if can_print(session):
            return go(session, Printing(step), PrintReceipt(step.outcome, step.basket))
        case PrintTapped() | ShowReceiptCodeTapped():
            return go(session, ShowReceiptCode(step, "paper_out"))
        case RetryTapped() if step.outcome.kind == "not_charged":
            return go(session, _try_again(step))
        case AnotherTapped():
            return home(session)
        case NoReceiptTapped() | FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _try_again(step: Done) -> Step:
    if step.outcome.detail not in LOOK_AGAIN:
        return ChooseMethod(step.basket, step.back)
    return Idle() if step.back.wish == ANY else ChooseFinding(step.back.wish)


def printing(session: Session, step: Printing, event: Event) -> Moved:
    """Never prints again by itself: paper that stopped half way may still come out."""
    payment_id = step.done.outcome.payment_id
    match event:
        case ReceiptPrinted(printed_id, confirmed) if printed_id == payment_id:
            return go(session, TakeReceipt(step.done, confirmed))
        case ReceiptFailed(failed_id, reason) if failed_id == payment_id:
            return go(session, ShowReceiptCode(step.done, reason))
        case PaymentEnded(outcome) if outcome.payment_id == payment_id:
            return change(session, Printing(replace(step.done, outcome=outcome)))
        case Ticked() if session.in_step_s() >= session.rules.timing.print_s:
            return go(session, ShowReceiptCode(step.done, "printer_silent"))
        case _:
            return stay(session)


def take_receipt(session: Session, step: TakeReceipt, event: Event) -> Moved:
    match event:
        case ReceiptTaken(payment_id) if payment_id == step.done.outcome.payment_id:
            return leave(session)
        case ShowReceiptCodeTapped():
            return go(session, ShowReceiptCode(step.done, "receipt_incomplete"))
        case Ticked() if session.quiet_s() >= session.rules.timing.receipt_s:
            # A printer without a presenter cannot tell; with the paper out, all is done (TIM-6, R14).
            return leave(session)
        case AnotherTapped():
            return home(session)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def show_receipt_code(session: Session, step: ShowReceiptCode, event: Event) -> Moved:
    match event:
        case AnotherTapped():
            return home(session)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)
