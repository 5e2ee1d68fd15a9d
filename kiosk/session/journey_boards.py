"""What is published: asked of the machine itself, listed, and read one by one."""

from msgspec.structs import replace

from kiosk.session.effects import AskBoard
from kiosk.session.events import (
    BackTapped,
    BoardKnown,
    EntryOpened,
    Event,
    ExitTapped,
    FinishTapped,
    MyHomeTapped,
)
from kiosk.session.household import Findings
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, leave, stay
from kiosk.session.published import BoardKind
from kiosk.session.rules import HOUSEHOLD, Service
from kiosk.session.secret import Secret
from kiosk.session.steps import ChooseFinding, Step
from kiosk.session.steps_services import AskingBoard, ChooseService, ReadBoard, ReadEntry


def ask_board(kind: BoardKind, session: Session, service: Service, menu: ChooseService) -> Moved:
    return _ask(session, kind, service.utilities, (), menu)


def ask_for_home(session: Session, wish: str, findings: Findings, back: Step) -> Moved:
    """The outages that concern the addresses that were found; back leads to how they were."""
    service = session.rules.service(session.errand)
    addresses = tuple(dict.fromkeys(account.address_masked for account in findings.accounts))
    utilities = service.utilities if service else ()
    return _ask(session, "outages", utilities, tuple(map(Secret, addresses)), back)


def _ask(
    session: Session, kind: BoardKind, utilities: tuple[str, ...], addresses: tuple[Secret, ...], back: Step
) -> Moved:
    request = session.requests + 1
    effect = AskBoard(request, kind, utilities, addresses)
    return go(replace(session, requests=request), AskingBoard(request, back), effect)


def asking_board(session: Session, step: AskingBoard, event: Event) -> Moved:
    match event:
        case BoardKnown(request, board) if request == step.request:
            return go(session, ReadBoard(board, step.back))
        case _:
            return _way_out(session, step.back, event)


def read_board(session: Session, step: ReadBoard, event: Event) -> Moved:
    match event:
        case EntryOpened(place) if 0 <= place < len(step.board.entries):
            return go(session, ReadEntry(step.board.entries[place], step))
        case MyHomeTapped() if may_ask_for_home(session, step):
            return go(session, ChooseFinding(HOUSEHOLD))
        case _:
            return _way_out(session, step.back, event)


def may_ask_for_home(session: Session, step: ReadBoard) -> bool:
    service = session.rules.service(session.errand)
    of_outages = service is not None and service.kind == step.board.kind == "outages"
    return of_outages and not step.board.at_home and session.may_ask_gateway()


def read_entry(session: Session, step: ReadEntry, event: Event) -> Moved:
    return _way_out(session, step.back, event)


def _way_out(session: Session, back: Step, event: Event) -> Moved:
    """Nothing is lost by leaving."""
    match event:
        case BackTapped():
            return go(session, back)
        case ExitTapped() | FinishTapped():
            return leave(session)
        case _:
            return stay(session)
