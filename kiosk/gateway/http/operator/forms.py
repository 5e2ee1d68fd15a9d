"""Forms of the operator's page: read strictly, and only from a page of the same person's own session."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.params import URLEncodedBody

from kiosk.gateway.problems import Refused
from kiosk.gateway.trust.sessions import Visitor

Form = URLEncodedBody[dict[str, str]]
TOKEN_FIELD = "form_token"
_OWN_SITE = {"same-origin", "none"}


class FormForeign(Exception):
    """The form did not come from a page of this session; nothing was done."""


def check_origin(request: Request[Any, Any, Any]) -> None:
    """What the browser says of where a form came from; one that says nothing is not stopped here.

    Raises FormForeign."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OWN_SITE:
        raise FormForeign
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormForeign


def check_token(visitor: Visitor, form: dict[str, str]) -> None:
    """Raises FormForeign."""
    if not hmac.compare_digest(form.get(TOKEN_FIELD, "").encode(), visitor.form_token.encode()):
        raise FormForeign


def field(form: dict[str, str], name: str, most: int) -> str:
    """Without spaces around it. Raises Refused: malformed for one that is missing or too long."""
    value = form.get(name, "").strip()
    if not value or len(value) > most or not value.isprintable():
        raise Refused("malformed")
    return value


def printable(text: str) -> str:
    """What is looked for. Raises Refused: malformed for signs that no number has; PostgreSQL cannot even be
    asked for NUL."""
    if not text.isprintable():
        raise Refused("malformed")
    return text
