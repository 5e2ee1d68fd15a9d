"""Loads of meters and cards as the office sees them: of one payment with what became of each, and those that
wait, the longest waiting first.

Neither digits nor numbers of meters are read. Functions work inside the caller's transaction and change
nothing.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, or_, select

from kiosk.gateway.sql.counted import counted
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema import payment
from kiosk.gateway.sql.schema_loads import load, load_event, load_outbox
from kiosk.payment.load_state import LoadState

_LOAD, _EVENT, _OWED = load.c, load_event.c, load_outbox.c
THERE = frozenset({LoadState.LOADED.value, LoadState.TOKEN.value})
"""On the meter or the card, or in the payer's hand as digits."""


class LoadLine(msgspec.Struct, frozen=True):
    """`leg` is the place among its payment's. `session_kiosk_id`: where its card was last in a reader."""

    load_id: str
    payment_id: str
    leg: int
    biller_id: str
    utility: str
    way: str
    amount_fen: int
    state: str
    created_ms: int
    tries: int
    session_kiosk_id: str | None = None


class LoadChange(msgspec.Struct, frozen=True):
    from_state: str
    to_state: str
    cause: str
    at_ms: int


class LoadFile(msgspec.Struct, frozen=True):
    """`changes` of its state, the first one first; what left it where it was is not among them."""

    line: LoadLine
    changes: tuple[LoadChange, ...]

    @property
    def since_ms(self) -> int:
        """When it came into its state."""
        return self.changes[-1].at_ms if self.changes else self.line.created_ms


class WaitingLoad(msgspec.Struct, frozen=True):
    """`kiosk_id`: where it was paid."""

    line: LoadLine
    kiosk_id: str


class WaitingPage(msgspec.Struct, frozen=True):
    """`after` is the load that the next page comes after; None, this is the last."""

    loads: tuple[WaitingLoad, ...]
    after: str | None


def loads_of(connection: Connection, payment_id: str) -> tuple[LoadFile, ...]:
    """In the order of its legs."""
    found = _lines().where(_LOAD.payment_id == payment_id).order_by(_LOAD.leg)
    lines = [as_struct(row, LoadLine) for row in connection.execute(found).mappings()]
    return tuple(LoadFile(line, _changes(connection, line.load_id)) for line in lines)


def load_file(connection: Connection, load_id: str) -> LoadFile | None:
    row = connection.execute(_lines().where(_LOAD.load_id == load_id)).mappings().one_or_none()
    if row is None:
        return None
    line = as_struct(row, LoadLine)
    return LoadFile(line, _changes(connection, line.load_id))


def states_of(connection: Connection, payment_ids: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """By payment, the states of its loads; those without a load are not in it."""
    found = select(_LOAD.payment_id, _LOAD.state).where(_LOAD.payment_id.in_(sorted(payment_ids)))
    states: dict[str, tuple[str, ...]] = {}
    for payment_id, state in connection.execute(found.order_by(_LOAD.leg)):
        states[payment_id] = (*states.get(payment_id, ()), state)
    return states


def waiting_count(connection: Connection) -> int:
    """MOST_COUNTED for so many and for more."""
    return counted(connection, load_outbox, ())


def waiting_page(connection: Connection, after: str | None, most: int) -> WaitingPage:
    """Every load that has not ended, the longest waiting first; of an unknown `after` the first page."""
    found = _lines(payment.c.kiosk_id).join(load_outbox, _OWED.load_id == _LOAD.load_id)
    found = found.join(payment, payment.c.payment_id == _LOAD.payment_id)
    since_ms = select(_LOAD.created_ms).where(_LOAD.load_id == after)
    last_ms = connection.execute(since_ms).scalar_one_or_none() if after else None
    if last_ms is not None:
        beside = (_LOAD.created_ms == last_ms) & (_LOAD.load_id > after)
        found = found.where(or_(_LOAD.created_ms > last_ms, beside))
    rows = connection.execute(found.order_by(_LOAD.created_ms, _LOAD.load_id).limit(most + 1)).mappings()
    loads = [WaitingLoad(as_struct(row, LoadLine), row["kiosk_id"]) for row in rows]
    return WaitingPage(tuple(loads[:most]), loads[most - 1].line.load_id if len(loads) > most else None)


def _lines(*more: ColumnElement[Any]) -> Select[Any]:
    columns = [_LOAD[name] for name in LoadLine.__struct_fields__]
    return select(*columns, *more).select_from(load)


def _changes(connection: Connection, load_id: str) -> tuple[LoadChange, ...]:
    changed = (_EVENT.load_id == load_id) & (_EVENT.from_state != _EVENT.to_state)
    found = select(load_event).where(changed).order_by(_EVENT.ver)
    return tuple(as_struct(row, LoadChange) for row in connection.execute(found).mappings())
