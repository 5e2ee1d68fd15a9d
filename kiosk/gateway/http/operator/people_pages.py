"""People: who may sign in here and as what; enrolled, given another role, locked and reset by supervisors.

A first password is on the one page that answers the form, and nowhere else.
"""

from collections.abc import Callable
from typing import Annotated, Literal

from litestar import Response, get, post
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Desk, TheDesk
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token, field
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust import demonstration_staff
from kiosk.gateway.trust.hands import PERSON_ENROL
from kiosk.gateway.trust.people import People
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.wire.fields import END

PATH = f"{ROOT}/people"
PersonAct = Literal["role", "lock", "reset"]
Name = Annotated[str, PathParameter(pattern=r"^[a-z][a-z0-9-]{1,31}" + END)]
WhichAct = Annotated[PersonAct, PathParameter()]
Done = Annotated[Literal["", "role", "lock"], QueryParameter()]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def people(desk: TheDesk, done: Done = "") -> Response[str]:
    desk.need(Role.SUPERVISOR)
    return _shown(desk, done=done)


@post(PATH, include_in_schema=False, sync_to_thread=True)
def enrol(desk: TheDesk, request: AnyRequest, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    desk.need(Role.SUPERVISOR)
    book, name = _book(desk), field(data, "name", 32).lower()
    try:
        role = _role(data)
        password = desk.act(Role.SUPERVISOR, PERSON_ENROL, name, lambda who: book.enrol(name, role, who))
    except Refused as refused:
        return _shown(desk, refused=refused)
    return _shown(desk, name=name, password=password)


@post(f"{PATH}/{{name:str}}/{{act:str}}", include_in_schema=False, sync_to_thread=True)
def act_on_person(desk: TheDesk, request: AnyRequest, name: Name, act: WhichAct, data: Form) -> Response[str]:
    check_origin(request)
    check_token(desk.visitor, data)
    desk.need(Role.SUPERVISOR)
    try:
        password = desk.act(Role.SUPERVISOR, f"person_{act}", name, _performing(_book(desk), name, act, data))
    except Refused as refused:
        return _shown(desk, refused=refused)
    return _shown(desk, name=name, password=password) if password else onward(f"{PATH}?done={act}")


def _performing(book: People, name: str, act: PersonAct, data: dict[str, str]) -> Callable[[Who], str]:
    """Returns a password where there is one to hand over."""

    def role(who: Who) -> str:
        book.set_role(name, _role(data), who)
        return ""

    def lock(who: Who) -> str:
        book.lock(name, who)
        return ""

    acts: dict[PersonAct, Callable[[Who], str]] = {
        "role": role,
        "lock": lock,
        "reset": lambda who: book.reset(name, who),
    }
    return acts[act]


def _role(data: dict[str, str]) -> Role:
    """Raises Refused: malformed."""
    try:
        return Role.of(data.get("role", ""))
    except KeyError:
        raise Refused("malformed") from None


def _book(desk: Desk) -> People:
    parts = desk.gateway.parts
    return People(parts.database, parts.time)


def _shown(
    desk: Desk, *, refused: Refused | None = None, done: str = "", name: str = "", password: str = ""
) -> Response[str]:
    return desk.show(
        "people.html",
        "people",
        status_of(refused.code) if refused else 200,
        people=_book(desk).all(),
        untouchable={desk.visitor.name, *demonstration_staff.ROLES},
        roles=[role.word for role in Role],
        refused=say_code(desk.language, "refused", refused.code) if refused else "",
        done=done,
        name=name,
        password=password,
    )


HANDLERS = [people, enrol, act_on_person]
