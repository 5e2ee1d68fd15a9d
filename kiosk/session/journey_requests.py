"""What became of a request: by the number on its slip or by the identity card; and giving it up."""

from msgspec.structs import replace

from kiosk.session.effects import LookUpRequests, WithdrawRequest
from kiosk.session.events import (
    BackTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    ExitTapped,
    FindingTapped,
    FinishTapped,
    NumberConfirmed,
    RequestGone,
    RequestNotGone,
    RequestsKnown,
    RequestsNotKnown,
    RequestTapped,
    Ticked,
    WithdrawalConfirmed,
    WithdrawTapped,
)
from kiosk.session.forms import MAY_BE_WITHDRAWN, KnownRequest
from kiosk.session.menus import menu_of
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, leave, stay, tell
from kiosk.session.rules import ANY, Service
from kiosk.session.secret import Secret
from kiosk.session.steps import InsertCard, Step
from kiosk.session.steps_requests import (
    AskingRequests,
    ChooseRequestWay,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
    Withdrawing,
)
from kiosk.session.steps_services import ChooseService

NUMBER_DIGITS = 14


def choose_way(session: Session, service: Service, menu: ChooseService) -> Moved:
    return go(session, ChooseRequestWay(menu.page))


def choose_request_way(session: Session, step: ChooseRequestWay, event: Event) -> Moved:
    match event:
        case FindingTapped("typed"):
            return go(session, TypeRequestNumber(step))
        case FindingTapped("id_card") if session.works("id_reader"):
            return go(session, InsertCard(ANY, "id_card"))
        case BackTapped():
            return go(session, menu_of(session, step.menu_page))
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def type_request_number(session: Session, step: TypeRequestNumber, event: Event) -> Moved:
    typed = step.typed.value
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(typed) < NUMBER_DIGITS:
            return change(session, replace(step, typed=Secret(f"{typed}{digit}"), problem=None))
        case DigitDeleted():
            return change(session, replace(step, typed=Secret(typed[:-1]), problem=None))
        case DigitsCleared():
            return change(session, replace(step, typed=Secret(""), problem=None))
        case NumberConfirmed() if len(typed) == NUMBER_DIGITS:
            request = session.requests + 1
            asking = AskingRequests(replace(step, problem=None), request)
            return go(replace(session, requests=request), asking, LookUpRequests(request, number=step.typed))
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def of_person(session: Session) -> Moved:
    """Whoever has shown their card sees all of theirs."""
    request, way = session.requests + 1, ChooseRequestWay()
    person = session.person.number if session.person else None
    asked = LookUpRequests(request, person=person)
    return go(replace(session, requests=request), AskingRequests(way, request), asked)


def asking_requests(session: Session, step: AskingRequests, event: Event) -> Moved:
    match event:
        case RequestsKnown(request, found) if request == step.request:
            return _found(replace(session, misses=0), step, found)
        case RequestsNotKnown(request, problem) if request == step.request:
            return tell(session, problem, step.back)
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return tell(session, "gateway_slow", step.back)
        case BackTapped():
            return go(session, step.back)
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _found(session: Session, step: AskingRequests, found: tuple[KnownRequest, ...]) -> Moved:
    if isinstance(step.back, ChooseRequestWay):
        return go(session, ListRequests(found, step.back))
    return go(session, ReadRequest(found[0], step.back)) if found else stay(session)


def list_requests(session: Session, step: ListRequests, event: Event) -> Moved:
    match event:
        case RequestTapped(place) if 0 <= place < len(step.found):
            return go(session, ReadRequest(step.found[place], step))
        case _:
            return _way_out(session, step.back, event)


def read_request(session: Session, step: ReadRequest, event: Event) -> Moved:
    match event:
        case WithdrawTapped() if step.known.state in MAY_BE_WITHDRAWN:
            return go(session, ConfirmWithdrawal(step))
        case _:
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


def confirm_withdrawal(session: Session, step: ConfirmWithdrawal, event: Event) -> Moved:
    match event:
        case WithdrawalConfirmed():
            request = session.requests + 1
            person = session.person.number if session.person else None
            asked = WithdrawRequest(request, step.back.known.request_id, person)
            return go(replace(session, requests=request), Withdrawing(step.back, request), asked)
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def withdrawing(session: Session, step: Withdrawing, event: Event) -> Moved:
    """However often it is tried, it is withdrawn once."""
    known = step.back.known
    match event:
        case RequestGone(request_id) if request_id == known.request_id:
            return go(replace(session, misses=0), _without(step.back))
        case RequestNotGone(request, problem) if request == step.request:
            return tell(session, problem, step.back)
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return tell(session, "withdrawal_unsure", step.back)
        case _:
            return stay(session)


def _without(step: ReadRequest) -> ReadRequest:
    """As it stands now, in the list as well."""
    known = replace(step.known, state="withdrawn")
    back = step.back
    if isinstance(back, ListRequests):
        found = tuple(known if each.request_id == known.request_id else each for each in back.found)
        back = replace(back, found=found)
    return ReadRequest(known, back)
