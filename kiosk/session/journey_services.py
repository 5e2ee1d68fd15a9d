"""Other services: the menu, and how each kind of service begins."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from kiosk.session.documents import needs_camera
from kiosk.session.events import BackTapped, Event, ExitTapped, ServiceGroupTapped, ServiceTapped
from kiosk.session.journey_boards import ask_board
from kiosk.session.journey_forms import begin
from kiosk.session.journey_prepaid import begin_buying, begin_with_card
from kiosk.session.journey_requests import choose_way
from kiosk.session.menus import groups, listed
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, home, leave, stay
from kiosk.session.rules import ANY, HOUSEHOLD, Service, ServiceKind
from kiosk.session.steps import ChooseFinding, InsertCard
from kiosk.session.steps_services import ChooseService

Beginning = Callable[[Session, Service, ChooseService], Moved]


def _find_first(session: Session, service: Service, menu: ChooseService) -> Moved:
    """Whose it is, is asked as for bills; `journey_find.ERRANDS` says what comes of it."""
    return go(session, ChooseFinding(HOUSEHOLD))


def _show_identity_card(session: Session, service: Service, menu: ChooseService) -> Moved:
    return go(session, InsertCard(ANY, "id_card"))


BEGINNINGS: dict[ServiceKind, Beginning] = {
    "history": _find_first,
    "payments": _find_first,
    "account_numbers": _show_identity_card,
    "balance": _find_first,
    "prepaid": begin_buying,
    "meter_card": begin_with_card,
    "outages": partial(ask_board, "outages"),
    "managers": partial(ask_board, "managers"),
    "pay_points": partial(ask_board, "pay_points"),
    "notices": partial(ask_board, "notices"),
    "request": begin,
    "requests": choose_way,
}
"""How each kind begins. A kind needs its row here, its rows in `config/services.toml`, and its words."""

WITHOUT_GATEWAY: frozenset[ServiceKind] = frozenset({"outages", "managers", "pay_points", "notices"})
"""What the machine knows by itself, and may tell while nothing can be paid."""


def why_off(session: Session, service: Service) -> str:
    """While nothing can be paid, only what needs nobody; while a technician is on the way, nothing begins.
    The key of the reason, empty where it may begin."""
    without = session.may_ask_gateway() or service.kind in WITHOUT_GATEWAY
    if session.technician != "away" or not without:
        return "services.off"
    if service.kind == "request" and session.taken is not None and service.name not in session.taken:
        return "services.closed"
    off = (_by_identity(session, service) and not session.works("id_reader")) or (
        service.kind == "request" and needs_camera(session, service.name) and not session.works("camera")
    )
    return "finding.device_off" if off else ""


def _by_identity(session: Session, service: Service) -> bool:
    asks = service.kind == "request" and session.rules.form(service.name).person
    return asks or service.kind == "account_numbers"


def offered(session: Session) -> tuple[Service, ...]:
    return tuple(service for service in session.rules.services if not why_off(session, service))


def choose_service(session: Session, step: ChooseService, event: Event) -> Moved:
    match event:
        case ServiceTapped(name):
            wanted = next((each for each in listed(session.rules, step) if each.name == name), None)
            if wanted is None or wanted not in offered(session):
                return stay(session)
            return BEGINNINGS[wanted.kind](replace(session, errand=wanted.name), wanted, step)
        case ServiceGroupTapped(name) if not step.group and _has_group(session, name):
            return go(session, ChooseService(group=name, groups_page=step.page))
        case BackTapped() if step.group:
            return go(session, ChooseService(step.groups_page))
        case BackTapped():
            return home(session)
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)


def _has_group(session: Session, name: str) -> bool:
    return any(group.name == name for group in groups(session.rules))
