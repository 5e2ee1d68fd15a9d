"""Cases: money that somebody must look into, each with a number to ask for and a history that only grows.

One difference has one case, however often it is found: kind and ref make it unique. Words of `kind`, `how`
and `act` are small fixed ones, and whoever writes words of their own is told to name nobody. Functions work
inside the caller's transaction.
"""

import secrets
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_cash import money_case, money_case_event
from kiosk.gateway.steady_time import local_time

GATEWAY = "gateway"
"""Who acts, where no operator does."""
_TRIES = 8
"""Of numbers, each of eight digits within its day, before a case cannot be opened."""


class MoneyCase(msgspec.Struct, frozen=True):
    """`fen`: what is in question, 0 when nobody knows yet. `ref`: what it is about, in our own numbers."""

    number: str
    kind: str
    ref: str
    fen: int
    opened_ms: int
    state: Literal["open", "closed"]
    closed_by: str | None = None
    closed_ms: int | None = None
    closed_how: str | None = None


class CaseEvent(msgspec.Struct, frozen=True):
    """`words`: why, in those of whoever acted; empty where none are asked for."""

    at_ms: int
    act: str
    by: str
    words: str = ""


class NoNumberFree(RuntimeError):
    pass


def open_case(connection: Connection, kind: str, ref: str, fen: int, now_ms: int) -> bool:
    """Whether it is new; one that exists, open or closed, stays as it is."""
    if by_ref(connection, kind, ref) is not None:
        return False
    day = local_time(now_ms).strftime("%y%m%d")
    row = {"kind": kind, "ref": ref, "fen": fen, "opened_ms": now_ms, "state": "open"}
    for _ in range(_TRIES):
        number = f"{day}{secrets.randbelow(10**8):08d}"
        insert_new(connection, money_case, [row | {"number": number}])
        opened = by_ref(connection, kind, ref)
        if opened is not None:
            if opened.number == number:
                note(connection, number, "opened", GATEWAY, now_ms)
            return opened.number == number
    raise NoNumberFree(kind)


def by_ref(connection: Connection, kind: str, ref: str) -> MoneyCase | None:
    return _one(connection, (money_case.c.kind == kind) & (money_case.c.ref == ref))


def by_number(connection: Connection, number: str) -> MoneyCase | None:
    return _one(connection, money_case.c.number == number)


def take(connection: Connection, number: str) -> MoneyCase | None:
    """The case, its row taken: whoever else acts on it waits until our commit."""
    mine = money_case.c.number == number
    connection.execute(update(money_case).where(mine).values(state=money_case.c.state))
    return by_number(connection, number)


def open_cases(connection: Connection, kind: str | None = None) -> Sequence[MoneyCase]:
    """The oldest first."""
    found = select(money_case).where(money_case.c.state == "open")
    return _listed(connection, found if kind is None else found.where(money_case.c.kind == kind))


def all_cases(connection: Connection) -> Sequence[MoneyCase]:
    """The oldest first."""
    return _listed(connection, select(money_case))


def close_case(
    connection: Connection, number: str, how: str, by: str, now_ms: int, *, words: str = ""
) -> bool:
    """Whether it was open; whoever closes first is the one who closed it."""
    mine = (money_case.c.number == number) & (money_case.c.state == "open")
    values = {"state": "closed", "closed_by": by, "closed_ms": now_ms, "closed_how": how}
    closed = connection.execute(update(money_case).where(mine).values(values)).rowcount == 1
    if closed:
        note(connection, number, how, by, now_ms, words=words)
    return closed


def reopen_case(connection: Connection, number: str, fen: int, act: str, now_ms: int) -> bool:
    """Whether the gateway had closed it, and it is open again now; what a person closed stays closed."""
    mine = (money_case.c.number == number) & (money_case.c.state == "closed")
    mine &= money_case.c.closed_by == GATEWAY
    values = {"state": "open", "fen": fen, "closed_by": None, "closed_ms": None, "closed_how": None}
    opened = connection.execute(update(money_case).where(mine).values(values)).rowcount == 1
    if opened:
        note(connection, number, act, GATEWAY, now_ms)
    return opened


def note(connection: Connection, number: str, act: str, by: str, now_ms: int, *, words: str = "") -> None:
    """Write an act into the history of a case that is taken or just opened by us."""
    steps = select(func.count()).select_from(money_case_event).where(money_case_event.c.number == number)
    step = connection.execute(steps).scalar_one() + 1
    row = {"number": number, "step": step, "at_ms": now_ms, "act": act, "by": by}
    connection.execute(insert(money_case_event), row | {"words": words})


def history(connection: Connection, number: str) -> Sequence[CaseEvent]:
    event = money_case_event.c
    found = (
        select(event.at_ms, event.act, event.by, event.words)
        .where(event.number == number)
        .order_by(event.step)
    )
    return [as_struct(row, CaseEvent) for row in connection.execute(found).mappings()]


def _listed(connection: Connection, found: Select[Any]) -> Sequence[MoneyCase]:
    rows = connection.execute(found.order_by(money_case.c.opened_ms, money_case.c.number)).mappings()
    return [as_struct(row, MoneyCase) for row in rows]


def _one(connection: Connection, where: ColumnElement[bool]) -> MoneyCase | None:
    row = connection.execute(select(money_case).where(where)).mappings().one_or_none()
    return None if row is None else as_struct(row, MoneyCase)
