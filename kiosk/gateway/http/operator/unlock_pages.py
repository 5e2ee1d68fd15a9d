"""Unlocking a keypad: one form for whoever has an operator's token, signed in or not.

What a token may do needs no session: the form is proved by the token that is typed into it, which is never
sent back.
"""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import AnyRequest, Door, TheDoor, visitor_of
from kiosk.gateway.http.operator.forms import Form, check_origin
from kiosk.gateway.http.operator.words import say_code
from kiosk.gateway.http.unlock_api import source_of
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.sessions import NotSignedIn, Visitor
from kiosk.wire.operators import MachineNumber, UnlockRequest

PATH = f"{ROOT}/unlock"
Asked = Annotated[str, QueryParameter(max_length=20)]


class _Typed(UnlockRequest, frozen=True, forbid_unknown_fields=True):
    machine: MachineNumber


@get(PATH, include_in_schema=False, sync_to_thread=True)
def unlock_form(door: TheDoor, request: AnyRequest, machine: Asked = "") -> Response[str]:
    """`machine` fills the number in, so that a link can be kept for each machine."""
    return _shown(door, request, 200, machine)


@post(PATH, include_in_schema=False, sync_to_thread=True)
def unlock_form_sent(door: TheDoor, request: AnyRequest, data: Form) -> Response[str]:
    check_origin(request)
    machine, token = data.get("machine", ""), data.get("token", "").strip()
    try:
        typed = _typed(machine, data.get("challenge", ""))
        code = door.served.unlocking.code(token, typed.machine, typed.challenge, source_of(request))
    except Refused as refused:
        why = say_code(door.language, "unlock_refused", refused.code)
        return _shown(door, request, status_of(refused.code), machine, refused=why)
    return _shown(door, request, 200, typed.machine, code=f"{code[:5]} {code[5:]}")


def _typed(machine: str, challenge: str) -> _Typed:
    """As people write it: with spaces, or in small letters. Raises Refused."""
    digits = "".join(challenge.split())
    try:
        return msgspec.convert({"challenge": digits, "machine": machine.strip().upper()}, _Typed)
    except msgspec.ValidationError:
        raise Refused("malformed") from None


def _shown(
    door: Door, request: AnyRequest, status: int, machine: str, *, refused: str = "", code: str = ""
) -> Response[str]:
    return door.show(
        "unlock.html",
        status,
        visitor=_somebody(door, request),
        here="unlock",
        machine=machine[:20],
        token=door.served.unlocking.demonstration_token,
        refused=refused,
        code=code,
    )


def _somebody(door: Door, request: AnyRequest) -> Visitor | None:
    """Whoever is signed in has the menu beside the form."""
    try:
        return visitor_of(door.served, request)
    except NotSignedIn:
        return None


HANDLERS = [unlock_form, unlock_form_sent]
