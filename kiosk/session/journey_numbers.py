"""Which accounts somebody has: listed masked, and printed in full to take home. Nothing is paid."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session.effects_paid import PrintNumbers, numbers_slip
from kiosk.session.events import (
    AnotherTapped,
    BackTapped,
    Event,
    ExitTapped,
    FinishTapped,
    PrintTapped,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    Ticked,
)
from kiosk.session.household import Findings
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, home, leave, slowness, stay, tell
from kiosk.session.paper import why_no_paper
from kiosk.session.steps import Step
from kiosk.session.steps_numbers import ListNumbers, PrintingNumbers, TakeNumbers


def show_numbers(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    if not findings.numbers:
        return tell(session, "household_unknown", menu_of(session))
    return go(session, ListNumbers(findings))


def list_numbers(session: Session, step: ListNumbers, event: Event) -> Moved:
    match event:
        case PrintTapped() if not why_no_paper(session):
            request = session.requests + 1
            counted = replace(session, requests=request)
            return go(counted, PrintingNumbers(step.findings, request), PrintNumbers(request, step.findings))
        case BackTapped():
            return go(session, menu_of(session))
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def printing_numbers(session: Session, step: PrintingNumbers, event: Event) -> Moved:
    """Never prints again by itself: paper that stopped half way may still come out."""
    job = numbers_slip(step.request)
    match event:
        case ReceiptPrinted(printed, confirmed) if printed == job:
            return go(session, TakeNumbers(step.request, confirmed))
        case ReceiptFailed(failed, reason) if failed == job:
            return go(session, ListNumbers(step.findings, reason))
        case Ticked() if session.in_step_s() >= session.rules.timing.print_s:
            return go(session, ListNumbers(step.findings, "printer_silent"))
        case _:
            return stay(session)


def take_numbers(session: Session, step: TakeNumbers, event: Event) -> Moved:
    match event:
        case ReceiptTaken(taken) if taken == numbers_slip(step.request):
            return leave(session)
        case Ticked() if session.alone_s() >= session.rules.timing.receipt_s * slowness(session):
            return leave(session)
        case AnotherTapped():
            return home(session)
        case FinishTapped() | ExitTapped():
            return leave(session)
        case _:
            return stay(session)


STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    ListNumbers: list_numbers,
    PrintingNumbers: printing_numbers,
    TakeNumbers: take_numbers,
}
