"""Service requests on the counter's other side: listed without names, read and answered by people on record.

Who acts is found out inside the transaction of the act, by whoever calls; reading what somebody has said is
an act too.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection

from kiosk.gateway.counter import document_store, request_store
from kiosk.gateway.counter.document_store import KeptDocument
from kiosk.gateway.counter.request_files import RequestFiles
from kiosk.gateway.counter.request_states import FINAL, HANDED_OVER, Act, after
from kiosk.gateway.counter.request_store import KeptRequest, RequestEvent
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_counter_requests import service_request
from kiosk.gateway.steady_time import SteadyTime, local_time
from kiosk.gateway.trust.who import Who
from kiosk.wire.requests import RequestContent, RequestState

MOST_ROWS = 200
MOST_REPLY = 600
_COMPANY = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_DAY_MS = 86_400_000
_LONGEST_DEFERRAL_MS = 180 * _DAY_MS

_COLUMN = service_request.c
_WAITING: tuple[RequestState, ...] = ("sent", "taken_up", "deferred", "transferred")


class RequestWish(msgspec.Struct, frozen=True):
    """None and "" filter nothing, but drafts are never listed. waiting: all that is not answered yet."""

    state: RequestState | Literal["waiting"] | None = "waiting"
    service: str = ""
    kiosk_id: str = ""
    number: str = ""
    overdue: bool = False


class RequestPage(msgspec.Struct, frozen=True):
    rows: tuple[KeptRequest, ...]
    of: int


class RequestFile(msgspec.Struct, frozen=True):
    """Everything there is of a request. `content` is None once it was wiped."""

    request: KeptRequest
    history: tuple[RequestEvent, ...]
    documents: tuple[KeptDocument, ...]
    content: RequestContent | None
    reply: str | None

    def __repr__(self) -> str:
        return f"RequestFile(number={self.request.number!r})"


class RequestOffice:
    """Every method but `page` raises Refused: record_unknown."""

    def __init__(self, database: Database, time: SteadyTime, files: RequestFiles) -> None:
        self._database = database
        self._time = time
        self._files = files

    def page(self, wish: RequestWish | None = None, first: int = 0, most: int = 50) -> RequestPage:
        """What is due first comes first; `most` up to MOST_ROWS, from the `first`, counted from 0."""
        where = _where(wish or RequestWish(), self._time.now_ms())
        with self._database.reading() as connection:
            rows, of = request_store.listed(connection, where, first, min(most, MOST_ROWS))
        return RequestPage(tuple(rows), of)

    def file(self, number: str, who: Who) -> RequestFile:
        """With what was said, opened. Raises RecordSpoilt where somebody has changed the database."""

        def read(connection: Connection) -> RequestFile:
            by, kept = who(connection), self._taken(connection, number)
            request_store.note(connection, kept.request_id, "read", by, self._time.now_ms())
            return self._file(connection, kept.request_id)

        return self._database.write(read)

    def document(self, number: str, name: str, who: Who) -> bytes:
        """A picture. Raises Refused: record_unknown also for one that is wiped; RecordSpoilt."""

        def read(connection: Connection) -> bytes:
            by, kept = who(connection), self._taken(connection, number)
            picture = self._files.document(connection, kept.request_id, name)
            request_store.note(connection, kept.request_id, "seen", by, self._time.now_ms(), name)
            return picture

        return self._database.write(read)

    def take_up(self, number: str, who: Who) -> RequestFile:
        return self._act(number, "take_up", who)

    def give_back(self, number: str, who: Who) -> RequestFile:
        """Nobody works on it any more."""
        return self._act(number, "give_back", who, {"taken_by": None})

    def defer(self, number: str, until_ms: int, who: Who) -> RequestFile:
        """Raises Refused: malformed for a moment that is past or beyond half a year."""
        now_ms = self._time.now_ms()
        if not now_ms < until_ms <= now_ms + _LONGEST_DEFERRAL_MS:
            raise Refused("malformed", "until_ms: it is over already, or half a year away")
        return self._act(number, "defer", who, {"due_ms": until_ms}, local_time(until_ms).date().isoformat())

    def transfer(self, number: str, company: str, who: Who) -> RequestFile:
        """To another company, with everything that was said; the pictures are wiped here.

        Raises Refused: malformed for what is no name of a company.
        """
        if not _COMPANY.fullmatch(company):
            raise Refused("malformed", "company: small letters, digits, - and _ alone")
        return self._act(number, "transfer", who, {"company": company, "taken_by": None}, company)

    def answer(self, number: str, reply: str, who: Who) -> RequestFile:
        """What the resident is told. The pictures are wiped. Raises Refused: malformed."""
        words = reply.strip()
        if not 0 < len(words) <= MOST_REPLY or not words.replace("\n", "").isprintable():
            raise Refused("malformed", f"reply: up to {MOST_REPLY} characters that can be printed")
        return self._act(number, "answer", who, reply=words)

    # -- inside a transaction --------------------------------------------------------------------------

    def _act(
        self,
        number: str,
        act: Act,
        who: Who,
        values: Mapping[str, Any] | None = None,
        about: str = "",
        reply: str | None = None,
    ) -> RequestFile:
        """Raises Refused: record_closed, record_changed where that cannot be done any more, or not yet."""
        now_ms = self._time.now_ms()

        def acted(connection: Connection) -> RequestFile:
            by, kept = who(connection), self._taken(connection, number)
            state = after(kept.state, act)
            if state is None:
                raise Refused(
                    "record_closed" if kept.state in FINAL else "record_changed", "look at it again"
                )
            new: dict[str, Any] = {"state": state, "changed_ms": now_ms, **(values or {})}
            if state == "taken_up":
                new["taken_by"] = by
            if state in FINAL:
                new["open_key"] = None
            if reply is not None:
                new["reply"] = self._files.sealed_reply(kept.request_id, reply)
            request_store.change(connection, kept.request_id, new)
            request_store.note(connection, kept.request_id, act, by, now_ms, about)
            if state in HANDED_OVER and document_store.wipe(connection, kept.request_id):
                request_store.note(connection, kept.request_id, "wiped", by, now_ms)
            return self._file(connection, kept.request_id)

        return self._database.write(acted)

    def _taken(self, connection: Connection, number: str) -> KeptRequest:
        found = request_store.by_number(connection, number)
        taken = request_store.taken(connection, found.request_id) if found else None
        if taken is None:
            raise Refused("record_unknown", "there is no such number")
        return taken

    def _file(self, connection: Connection, request_id: str) -> RequestFile:
        kept = request_store.by_id(connection, request_id)
        assert kept is not None
        return RequestFile(
            request=kept,
            history=tuple(request_store.history(connection, request_id)),
            documents=tuple(document_store.documents(connection, request_id)),
            content=self._files.content(connection, request_id),
            reply=self._files.reply(connection, request_id),
        )


def _where(wish: RequestWish, now_ms: int) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [_COLUMN.number.is_not(None)]
    if wish.state == "waiting":
        where.append(_COLUMN.state.in_(_WAITING))
    elif wish.state is not None:
        where.append(_COLUMN.state == wish.state)
    named = {"service": wish.service, "kiosk_id": wish.kiosk_id, "number": wish.number}
    where += [_COLUMN[name] == value for name, value in named.items() if value]
    if wish.overdue:
        where += [_COLUMN.due_ms < now_ms, _COLUMN.state.in_(_WAITING)]
    return where
