"""Answers of the operator's page: pages and ways onward, all with the same strict headers.

No script may run, nothing may be loaded from elsewhere, framed, kept or told to another site.
"""

import hashlib
from functools import cache
from importlib import resources
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.params import PathParameter

from kiosk.gateway.problems import Refused

ROOT = "/operator"
STRICT_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Digest = Annotated[str, PathParameter(max_length=16)]


def page(html: str, status: int = 200, *cookies: Cookie) -> Response[str]:
    return Response(
        html, status_code=status, media_type="text/html", headers=STRICT_HEADERS, cookies=list(cookies)
    )


def onward(place: str, *cookies: Cookie) -> Response[str]:
    """After a form: a page that can be loaded again without doing anything twice."""
    headers = STRICT_HEADERS | {"Location": place}
    return Response("", status_code=303, media_type="text/html", headers=headers, cookies=list(cookies))


def style_path() -> str:
    """Changes with the content, so that a browser may keep it."""
    return f"{ROOT}/style/{_digest()}.css"


@get(f"{ROOT}/style/{{digest:str}}", include_in_schema=False, sync_to_thread=False)
def style(digest: Digest) -> Response[str]:
    if digest != f"{_digest()}.css":
        raise Refused("not_found")
    headers = STRICT_HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_style(), media_type="text/css", headers=headers)


@cache
def _style() -> str:
    return resources.files("kiosk.gateway").joinpath("pages", "operator", "style.css").read_text("utf-8")


@cache
def _digest() -> str:
    return hashlib.sha256(_style().encode()).hexdigest()[:12]
