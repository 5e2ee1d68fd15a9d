"""The operator's pages as one router: who asks is found out first, and every refusal is a page in words."""

import logging
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import PathParameter

from kiosk.gateway.http.operator import (
    alarm_pages,
    answers,
    audit_page,
    case_pages,
    command_pages,
    day_end_pages,
    figures_page,
    fleet_pages,
    load_pages,
    overview_page,
    payment_pages,
    people_pages,
    publication_pages,
    request_pages,
    settings_pages,
    sign_in_pages,
    unlock_pages,
)
from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import (
    AnyRequest,
    Desk,
    Door,
    PasswordFirst,
    TheDoor,
    TheVisitor,
    desk_of,
    door_of,
    visitor_of,
)
from kiosk.gateway.http.operator.forms import FormForeign
from kiosk.gateway.http.operator.kept_forms import KeptForm, kept_of, show_kept
from kiosk.gateway.http.operator.sign_in_pages import PASSWORD, SIGN_IN, own_place
from kiosk.gateway.http.operator.words import say, say_code
from kiosk.gateway.http.served import Served
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.sessions import NotSignedIn, NotYours, Visitor

log = logging.getLogger(__name__)
_READS = {"GET", "HEAD"}
Anything = Annotated[str, PathParameter(max_length=200)]


@get(f"{ROOT}/{{anything:path}}", include_in_schema=False, sync_to_thread=False)
def nowhere(anything: Anything) -> Response[str]:
    raise Refused("not_found")


_ROOMS = (
    sign_in_pages,
    overview_page,
    fleet_pages,
    alarm_pages,
    command_pages,
    settings_pages,
    request_pages,
    publication_pages,
    case_pages,
    payment_pages,
    load_pages,
    day_end_pages,
    figures_page,
    people_pages,
    audit_page,
    unlock_pages,
)
PAGES = [answers.style, nowhere, *(handler for room in _ROOMS for handler in room.HANDLERS)]


def operators_pages(served: Served) -> Router:
    def door(request: AnyRequest) -> Door:
        return door_of(served, request)

    async def typed(request: AnyRequest) -> KeptForm | None:
        """Read before anybody knows who asks, so that what was typed outlives the session."""
        if request.method in _READS:
            return None
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        kept = request.state.kept = kept_of(request, form)
        return kept

    def visitor(request: AnyRequest, typed: NamedDependency[KeptForm | None]) -> Visitor:
        visitor = request.state.visitor = visitor_of(served, request)
        return visitor

    def desk(door: TheDoor, visitor: TheVisitor) -> Desk:
        return desk_of(door, visitor)

    return Router(
        "/",
        route_handlers=PAGES,
        dependencies={
            "door": Provide(door, sync_to_thread=False),
            "typed": Provide(typed),
            "visitor": Provide(visitor, sync_to_thread=True),
            "desk": Provide(desk, sync_to_thread=False),
        },
        exception_handlers=_refusals(served),
    )


def _refusals(served: Served) -> Any:
    def told(kind: str, status: int) -> Callable[[AnyRequest, Exception], Response[str]]:
        def answer(request: AnyRequest, raised: Exception) -> Response[str]:
            return _told(door_of(served, request), kind, status)

        return answer

    def refused(request: AnyRequest, raised: Refused) -> Response[str]:
        return _told(door_of(served, request), raised.code, status_of(raised.code))

    def of_framework(request: AnyRequest, raised: HTTPException) -> Response[str]:
        kind = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(
            raised.status_code, "malformed"
        )
        return _told(door_of(served, request), kind, raised.status_code)

    def not_signed_in(request: AnyRequest, raised: NotSignedIn) -> Response[str]:
        door = door_of(served, request)
        if request.method in _READS:
            wanted = f"{door.path}?{door.query}" if door.query else door.path
            return answers.onward(f"{SIGN_IN}?next={quote(wanted, safe='')}")
        kept = request.state.get("kept")
        told = say(door.language, "sign_in.ended_kept" if kept else "sign_in.ended")
        return sign_in_pages.form(door, 401, told, _came_from(request), kept=kept)

    def foreign(request: AnyRequest, raised: FormForeign) -> Response[str]:
        """A page that is older than the session, where it is surely one of ours, loses nothing either."""
        door, kept = door_of(served, request), request.state.get("kept")
        visitor = request.state.get("visitor")
        if kept is None or visitor is None or visitor.must_change:
            return _told(door, "form_foreign", 403)
        return show_kept(door, visitor, kept, _came_from(request), 403)

    def fault(request: AnyRequest, raised: Exception) -> Response[str]:
        log.error("%s failed", request.route_handler.handler_name, exc_info=raised)
        return _told(door_of(served, request), "fault", 500)

    return {
        NotSignedIn: not_signed_in,
        PasswordFirst: lambda request, raised: answers.onward(PASSWORD),
        NotYours: told("not_yours", 403),
        FormForeign: foreign,
        Refused: refused,
        HTTPException: of_framework,
        Exception: fault,
    }


def _came_from(request: AnyRequest) -> str:
    page = urlsplit(request.headers.get("referer", ""))
    return own_place(f"{page.path}?{page.query}".rstrip("?"))


def _told(door: Door, kind: str, status: int) -> Response[str]:
    return door.show("refused.html", status, reason=say_code(door.language, "refused", kind))
