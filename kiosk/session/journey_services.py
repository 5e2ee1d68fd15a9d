"""Other services: the menu, and how each kind of service begins."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from kiosk.session.events import BackTapped, Event, ExitTapped, ServiceTapped
from kiosk.session.journey_boards import ask_board
from kiosk.session.journey_forms import begin
from kiosk.session.journey_prepaid import begin_buying
from kiosk.session.journey_requests import choose_way
from kiosk.session.model import Session
from kiosk.session.moving import Moved, go, home, leave, stay
from kiosk.session.rules import HOUSEHOLD, Service, ServiceKind
from kiosk.session.steps import ChooseFinding
from kiosk.session.steps_services import ChooseService

Beginning = Callable[[Session, Service, ChooseService], Moved]


def _find_first(session: Session, service: Service, menu: ChooseService) -> Moved:
    """Whose it is, is asked as for bills; `journey_find.ERRANDS` says what comes of it."""
    return go(session, ChooseFinding(HOUSEHOLD))


BEGINNINGS: dict[ServiceKind, Beginning] = {
    "history": _find_first,
    "prepaid": begin_buying,
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


def offered(session: Session) -> tuple[Service, ...]:
    """While nothing can be paid, only what needs nobody; while a technician is on the way, nothing begins."""
    if session.technician != "away":
        return ()
    if session.may_ask_gateway():
        return session.rules.services
    return tuple(service for service in session.rules.services if service.kind in WITHOUT_GATEWAY)


def choose_service(session: Session, step: ChooseService, event: Event) -> Moved:
    match event:
        case ServiceTapped(name):
            wanted = next((service for service in offered(session) if service.name == name), None)
            if wanted is None:
                return stay(session)
            return BEGINNINGS[wanted.kind](replace(session, errand=wanted.name), wanted, step)
        case BackTapped():
            return home(session)
        case ExitTapped():
            return leave(session)
        case _:
            return stay(session)
