"""The desk somebody sits at: who they are, their language, the gateway; what they see and what they do."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from sqlalchemy import Connection

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.operator import answers
from kiosk.gateway.http.operator.rendering import render
from kiosk.gateway.http.operator.words import Language, language_of
from kiosk.gateway.http.served import Served
from kiosk.gateway.problems import Refused
from kiosk.gateway.trust import staff
from kiosk.gateway.trust.sessions import NotSignedIn, NotYours, Sessions, Visitor
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who, signed_in

SESSION_COOKIE, LANGUAGE_COOKIE = "kiosk_operator", "kiosk_operator_language"
_YEAR_S = 365 * 24 * 60 * 60

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]
log = logging.getLogger(__name__)


class PasswordFirst(Exception):
    """The first password was handed over by somebody else, and nothing else comes before changing it."""


class Door(msgspec.Struct, frozen=True):
    """A request before anybody knows whose it is."""

    served: Served
    language: Language
    path: str
    query: str
    secure: bool
    language_asked: bool

    @property
    def sessions(self) -> Sessions:
        return self.served.sessions

    def show(self, template: str, status: int = 200, **values: object) -> Response[str]:
        frame = {
            "style": answers.style_path(),
            "demonstration": self.sessions.demonstration,
            "visitor": None,
            "here": "",
            "path": self.path,
            "kept_query": self.query,
        }
        cookies = [self._cookie(LANGUAGE_COOKIE, self.language, _YEAR_S)] if self.language_asked else []
        return answers.page(render(template, self.language, frame | values), status, *cookies)

    def session_cookie(self, token: str) -> Cookie:
        """Ends with the browser; the session ends by time as well. An empty token takes it away."""
        return self._cookie(SESSION_COOKIE, token, None if token else 0)

    def _cookie(self, name: str, value: str, age_s: int | None) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            path=answers.ROOT,
            max_age=age_s,
            httponly=True,
            secure=self.secure,
            samesite="strict",
        )


class Desk(msgspec.Struct, frozen=True):
    door: Door
    visitor: Visitor

    @property
    def gateway(self) -> Gateway:
        return self.door.served.gateway

    @property
    def language(self) -> Language:
        return self.door.language

    @property
    def now_ms(self) -> int:
        return self.gateway.parts.time.now_ms()

    def read(self, block: Callable[[Connection], T]) -> T:
        """In one snapshot."""
        with self.gateway.parts.database.reading() as connection:
            return block(connection)

    def show(self, template: str, here: str, status: int = 200, **values: object) -> Response[str]:
        """`here` is the entry of the menu that the page belongs to."""
        return self.door.show(template, status, visitor=self.visitor, here=here, **values)

    def need(self, role: Role) -> None:
        """Raises NotYours."""
        if not self.visitor.may(role):
            raise NotYours

    def act(self, needed: Role, act: str, about: str, perform: Callable[[Who], T]) -> T:
        """`perform` does it in one transaction, and the audit is part of it; what is refused is in the audit
        as well. Raises NotSignedIn, NotYours, Refused."""
        who = signed_in(self.visitor, needed, act, about, self.now_ms)
        try:
            return perform(who)
        except Refused as refused:
            self.note(act, about, refused.code)
            raise
        except NotYours:
            self.note(act, about, "not_yours")
            raise

    def note(self, act: str, about: str, verdict: str) -> None:
        name, now_ms = self.visitor.name, self.now_ms
        self.gateway.parts.database.write(
            lambda connection: staff.audit(connection, now_ms, name, act, about, verdict)
        )


TheDoor = NamedDependency[Door]
TheVisitor = NamedDependency[Visitor]
TheDesk = NamedDependency[Desk]


def door_of(served: Served, request: AnyRequest) -> Door:
    asked = request.query_params.get("lang")
    kept = request.cookies.get(LANGUAGE_COOKIE)
    language = language_of(asked, kept, request.headers.get("accept-language", ""))
    query = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != "lang"])
    public = served.gateway.parts.settings.public_url
    secure = urlsplit(public).scheme == "https"
    return Door(served, language, request.url.path, query, secure, asked == language)


def visitor_of(served: Served, request: AnyRequest) -> Visitor:
    """Raises NotSignedIn."""
    token = request.cookies.get(SESSION_COOKIE, "")
    if not token:
        raise NotSignedIn
    return served.sessions.visitor(token)


def desk_of(door: Door, visitor: Visitor) -> Desk:
    """Raises PasswordFirst."""
    if visitor.must_change:
        raise PasswordFirst
    return Desk(door, visitor)
