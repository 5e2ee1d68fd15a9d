"""The slip with a request's number: offered, printed, taken. Without it the number still counts."""

from kiosk.session.effects import PrintSlip, slip_id
from kiosk.session.events import (
    AnotherTapped,
    Event,
    ExitTapped,
    FinishTapped,
    NoReceiptTapped,
    PrintTapped,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    Ticked,
)
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, home, leave, slowness, stay
from kiosk.session.paper import why_no_paper
from kiosk.session.steps_forms import PrintingSlip, RequestFiled, TakeSlip


def request_filed(session: Session, step: RequestFiled, event: Event) -> Moved:
    match event:
        case PrintTapped() if not why_no_paper(session):
            return go(session, PrintingSlip(step.filed), PrintSlip(step.filed))
        case AnotherTapped():
            return home(session)
        case NoReceiptTapped() | FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def printing_slip(session: Session, step: PrintingSlip, event: Event) -> Moved:
    """Never prints again by itself: paper that stopped half way may still come out."""
    job = slip_id(step.filed.number)
    match event:
        case ReceiptPrinted(printed, confirmed) if printed == job:
            return go(session, TakeSlip(step.filed, confirmed))
        case ReceiptFailed(failed, reason) if failed == job:
            return go(session, RequestFiled(step.filed, reason))
        case Ticked() if session.in_step_s() >= session.rules.timing.print_s:
            return go(session, RequestFiled(step.filed, "printer_silent"))
        case _:
            return stay(session)


def take_slip(session: Session, step: TakeSlip, event: Event) -> Moved:
    match event:
        case ReceiptTaken(taken) if taken == slip_id(step.filed.number):
            return leave(session)
        case Ticked() if session.alone_s() >= session.rules.timing.receipt_s * slowness(session):
            return leave(session)
        case AnotherTapped():
            return home(session)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)
