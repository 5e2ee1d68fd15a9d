"""Service requests in SQL; what was said lies sealed. Functions work inside the caller's transaction."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kiosk.gateway.sql.counted import counted
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_counter_requests import service_request, service_request_event
from kiosk.gateway.steady_time import local_time
from kiosk.wire.requests import RequestState

RESIDENT = "resident"
"""Who acts at a kiosk."""
_TRIES = 8
_COLUMN = service_request.c


class KeptRequest(msgspec.Struct, frozen=True):
    """A request without anything that was said in it. `due_ms`: until when an answer is promised."""

    request_id: str
    service: str
    utility: str | None
    kiosk_id: str
    person_key: str | None
    state: RequestState
    revision: int
    fingerprint: str | None
    consent_words: str
    consent_at: str
    began_ms: int
    changed_ms: int
    number: str | None = None
    sent_ms: int | None = None
    due_ms: int | None = None
    taken_by: str | None = None
    company: str | None = None


class RequestEvent(msgspec.Struct, frozen=True):
    """`about`: a company's name, a day, or nothing; never anybody's words."""

    at_ms: int
    act: str
    by: str
    about: str


class NoNumberFree(RuntimeError):
    pass


_LISTED = [_COLUMN[name] for name in KeptRequest.__struct_fields__]


def enter(connection: Connection, request: KeptRequest, content: bytes) -> bool:
    """Whether it is new; somebody else may have entered it at this moment."""
    row = msgspec.structs.asdict(request) | {"content": content}
    return insert_new(connection, service_request, [row], key="request_id") == 1


def taken(connection: Connection, request_id: str) -> KeptRequest | None:
    """Its row taken: whoever else acts on it waits until our commit."""
    return _one(connection, _COLUMN.request_id == request_id, taken=True)


def by_id(connection: Connection, request_id: str) -> KeptRequest | None:
    return _one(connection, _COLUMN.request_id == request_id)


def by_number(connection: Connection, number: str) -> KeptRequest | None:
    return _one(connection, _COLUMN.number == number)


def open_with(connection: Connection, open_key: str) -> KeptRequest | None:
    return _one(connection, _COLUMN.open_key == open_key)


def of_person(
    connection: Connection, person_key: str, states: Sequence[RequestState]
) -> Sequence[KeptRequest]:
    """The newest first."""
    mine = (_COLUMN.person_key == person_key) & _COLUMN.state.in_(states)
    found = select(*_LISTED).where(mine).order_by(_COLUMN.changed_ms.desc(), _COLUMN.request_id)
    return [as_struct(row, KeptRequest) for row in connection.execute(found.limit(50)).mappings()]


def listed(
    connection: Connection, where: Sequence[ColumnElement[bool]], first: int, most: int
) -> tuple[Sequence[KeptRequest], int]:
    """What is due first comes first, and how many there are, as far as anybody counts."""
    of = counted(connection, service_request, where)
    found = select(*_LISTED).where(*where).order_by(_COLUMN.due_ms, _COLUMN.request_id)
    rows = connection.execute(found.offset(first).limit(most)).mappings()
    return [as_struct(row, KeptRequest) for row in rows], of


def change(connection: Connection, request_id: str, values: Mapping[str, Any]) -> None:
    connection.execute(update(service_request).where(_COLUMN.request_id == request_id).values(dict(values)))


def sealed(connection: Connection, request_id: str) -> tuple[bytes, bytes | None]:
    """What was said, and what was replied."""
    found = select(_COLUMN.content, _COLUMN.reply).where(_COLUMN.request_id == request_id)
    content, reply = connection.execute(found).one()
    return content, reply


def free_number(connection: Connection, now_ms: int) -> str:
    """One that no request has; the unique column says so again at the commit."""
    day = local_time(now_ms).strftime("%y%m%d")
    for _ in range(_TRIES):
        number = f"{day}{secrets.randbelow(10**8):08d}"
        if by_number(connection, number) is None:
            return number
    raise NoNumberFree(day)


def note(connection: Connection, request_id: str, act: str, by: str, now_ms: int, about: str = "") -> None:
    """Into the history of a request whose row is taken or just entered."""
    event = service_request_event.c
    steps = select(func.count()).select_from(service_request_event).where(event.request_id == request_id)
    step = connection.execute(steps).scalar_one() + 1
    row = {"request_id": request_id, "step": step, "at_ms": now_ms, "act": act, "by": by, "about": about}
    connection.execute(insert(service_request_event), row)


def history(connection: Connection, request_id: str) -> Sequence[RequestEvent]:
    event = service_request_event.c
    found = select(service_request_event).where(event.request_id == request_id).order_by(event.step)
    return [as_struct(row, RequestEvent) for row in connection.execute(found).mappings()]


def _one(connection: Connection, where: ColumnElement[bool], *, taken: bool = False) -> KeptRequest | None:
    found = select(*_LISTED).where(where)
    row = connection.execute(found.with_for_update() if taken else found).mappings().one_or_none()
    return None if row is None else as_struct(row, KeptRequest)
