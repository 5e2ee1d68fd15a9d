"""The operator's page for unlocking a keypad: one form without scripts, for whoever sits at a browser.

Nothing is remembered between two requests: there is no cookie, and nothing a foreign page could misuse.
"""

import base64
import hashlib
import tomllib
from html import escape
from importlib import resources
from string import Template
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import QueryParameter, URLEncodedBody

from kiosk.gateway.http.unlock_api import TheUnlocking, source_of
from kiosk.gateway.problems import Refused, status_of
from kiosk.gateway.trust.unlock import Unlocking
from kiosk.wire.operators import MachineNumber, UnlockRequest
from kiosk.wire.problem import ProblemCode

PATH = "/operator/unlock"
Asked = Annotated[str, QueryParameter(max_length=20)]


class _Form(msgspec.Struct, frozen=True):
    token: str = ""
    machine: str = ""
    challenge: str = ""

    def __repr__(self) -> str:
        return "_Form()"


class _Typed(UnlockRequest, frozen=True, forbid_unknown_fields=True):
    machine: MachineNumber


@get(PATH, include_in_schema=False, sync_to_thread=False)
def unlock_form(unlocking: TheUnlocking, machine: Asked = "") -> Response[str]:
    """`machine` fills the number in, so that a link can be kept for each machine."""
    return _page(unlocking, 200, machine)


@post(PATH, include_in_schema=False, sync_to_thread=True)
def unlock_form_sent(
    unlocking: TheUnlocking, request: Request[Any, Any, Any], data: URLEncodedBody[dict[str, str]]
) -> Response[str]:
    form = msgspec.convert(data, _Form)
    try:
        typed = _typed(form)
        code = unlocking.code(form.token.strip(), typed.machine, typed.challenge, source_of(request))
    except Refused as refused:
        notice = _template("_refused.html").substitute(reason=escape(_reason(refused.code)))
        return _page(unlocking, status_of(refused.code), form.machine, notice)
    spoken = f"{code[:5]} {code[5:]}"
    notice = _template("_given.html").substitute(machine=escape(typed.machine), code=spoken)
    return _page(unlocking, 200, typed.machine, notice)


def _typed(form: _Form) -> _Typed:
    """As people write it: with spaces, or in small letters. Raises Refused."""
    digits = "".join(form.challenge.split())
    try:
        return msgspec.convert({"challenge": digits, "machine": form.machine.strip().upper()}, _Typed)
    except msgspec.ValidationError:
        raise Refused("malformed") from None


def _page(unlocking: Unlocking, status: int, machine: str, notice: str = "") -> Response[str]:
    style = _part(".css")
    html = _template(".html").substitute(
        style=style,
        mark=_part("_mark.html") if unlocking.demonstration_token else "",
        notice=notice,
        token=escape(unlocking.demonstration_token),
        machine=escape(machine),
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(html, status_code=status, media_type="text/html", headers=headers)


def _reason(code: ProblemCode) -> str:
    return str(tomllib.loads(_part(".toml"))[code])


def _template(ending: str) -> Template:
    return Template(_part(ending))


def _part(ending: str) -> str:
    """Of the page's files: operator_unlock.css, operator_unlock_given.html, ..."""
    page = resources.files("kiosk.gateway").joinpath("pages", f"operator_unlock{ending}")
    return page.read_text("utf-8")
