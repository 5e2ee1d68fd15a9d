"""Signing in and out, and changing one's password."""

from functools import partial
from typing import Annotated

from litestar import Response, get, post
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT, onward
from kiosk.gateway.http.operator.desk import AnyRequest, Door, TheDoor, TheVisitor
from kiosk.gateway.http.operator.forms import Form, check_origin, check_token
from kiosk.gateway.http.operator.kept_forms import KeptForm, carried, handed_back, show_kept
from kiosk.gateway.http.operator.words import say
from kiosk.gateway.http.unlock_api import source_of
from kiosk.gateway.trust import demonstration_staff
from kiosk.gateway.trust.passwords import LEAST_LETTERS, MOST_LETTERS
from kiosk.gateway.trust.sessions import SignInRefused, Visitor

SIGN_IN, SIGN_OUT, PASSWORD = f"{ROOT}/sign-in", f"{ROOT}/sign-out", f"{ROOT}/password"
_MOST_OF_PLACE = 300
Place = Annotated[str, QueryParameter(name="next")]


def own_place(wanted: str) -> str:
    """A page of ours to go on to; anything else is the first one."""
    path = wanted.partition("?")[0]
    ours = path == ROOT or path.startswith(f"{ROOT}/")
    plain = wanted.isascii() and wanted.isprintable() and not set(wanted) & set('\\ "<>') and "//" not in path
    pointless = path in {SIGN_IN, SIGN_OUT, PASSWORD}
    return wanted if ours and plain and not pointless and len(wanted) <= _MOST_OF_PLACE else ROOT


def form(
    door: Door,
    status: int = 200,
    notice: str = "",
    place: str = ROOT,
    name: str = "",
    kept: KeptForm | None = None,
) -> Response[str]:
    """`kept` is what was typed when the session ended; it comes back with the name and the password."""
    invented = demonstration_staff.ROLES if door.sessions.demonstration else {}
    return door.show(
        "sign_in.html",
        status,
        notice=notice,
        next=place,
        name=name,
        kept=carried(kept),
        invented={name: role.word for name, role in invented.items()},
        invented_password=demonstration_staff.PASSWORD,
    )


@get(SIGN_IN, include_in_schema=False, sync_to_thread=False)
def sign_in(door: TheDoor, wanted: Place = ROOT) -> Response[str]:
    return form(door, place=own_place(wanted))


@post(SIGN_IN, include_in_schema=False)
async def sign_in_sent(door: TheDoor, request: AnyRequest, data: Form) -> Response[str]:
    check_origin(request)
    name, place = data.get("name", "").strip().lower()[:32], own_place(data.get("next", ROOT))
    kept = handed_back(request, data)
    try:
        signed_in = partial(_signed_in, door, name, data.get("password", ""), source_of(request))
        return await door.served.at_the_door.does(signed_in, place, kept)
    except SignInRefused as refused:
        status = 401 if refused.why == "wrong" else 429
        return form(door, status, say(door.language, f"sign_in.{refused.why}"), place, name, kept)


def _signed_in(
    door: Door, name: str, password: str, source: str, place: str, kept: KeptForm | None
) -> Response[str]:
    """Raises SignInRefused."""
    token = door.sessions.sign_in(name, password, source)
    visitor, cookie = door.sessions.visitor(token), door.session_cookie(token)
    if kept is None or visitor.must_change:
        return onward(place, cookie)
    return show_kept(door, visitor, kept, place, 200, cookie)


@post(SIGN_OUT, include_in_schema=False, sync_to_thread=True)
def sign_out(door: TheDoor, visitor: TheVisitor, request: AnyRequest, data: Form) -> Response[str]:
    check_origin(request)
    check_token(visitor, data)
    door.sessions.sign_out(visitor)
    return onward(SIGN_IN, door.session_cookie(""))


@get(PASSWORD, include_in_schema=False, sync_to_thread=False)
def password(door: TheDoor, visitor: TheVisitor) -> Response[str]:
    return _password_form(door, visitor)


@post(PASSWORD, include_in_schema=False)
async def password_sent(door: TheDoor, visitor: TheVisitor, request: AnyRequest, data: Form) -> Response[str]:
    """All sessions end with the old password, this one as well: whoever has the new one signs in anew."""
    check_origin(request)
    check_token(visitor, data)
    old, new, again = (data.get(name, "") for name in ("old", "new", "again"))
    wrong = _wrong_with(visitor, old, new, again)
    if wrong:
        return _password_form(door, visitor, 400, wrong)
    try:
        if not await door.served.at_the_door.does(door.sessions.change_password, visitor, old, new):
            return _password_form(door, visitor, 400, "old_wrong")
    except SignInRefused as refused:
        return _password_form(door, visitor, 429, refused.why)
    notice = say(door.language, "password.changed")
    return form(door, notice=notice, name=visitor.name)


def _wrong_with(visitor: Visitor, old: str, new: str, again: str) -> str:
    if not LEAST_LETTERS <= len(new) <= MOST_LETTERS:
        return "length"
    if new != again:
        return "not_twice"
    if new == old or visitor.name in new.lower() or len(set(new)) < LEAST_LETTERS // 2:
        return "too_simple"
    return ""


def _password_form(door: Door, visitor: Visitor, status: int = 200, wrong: str = "") -> Response[str]:
    if visitor.name in demonstration_staff.ROLES:
        return door.show("refused.html", 403, visitor=visitor, reason=say(door.language, "password.invented"))
    notice = say(door.language, f"password.{wrong}", least=LEAST_LETTERS, most=MOST_LETTERS) if wrong else ""
    return door.show("password.html", status, visitor=visitor, notice=notice, least=LEAST_LETTERS)


HANDLERS = [sign_in, sign_in_sent, sign_out, password, password_sent]
