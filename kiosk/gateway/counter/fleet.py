"""The fleet as operators see it: a list that is filtered and turned, and one kiosk with its past.

Reads only. Silence is by the gateway's own clock. Functions work inside the caller's transaction.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from kiosk.gateway.counter.condition import Level
from kiosk.gateway.sql.counted import counted
from kiosk.gateway.sql.schema_counter_fleet import kiosk_history, kiosk_state
from kiosk.gateway.sql.schema_keys import kiosk_key
from kiosk.wire.heartbeats import Heartbeat, Standing

SILENT_AFTER_MS = 180_000
"""Three heartbeats that did not come."""
MOST_ROWS = 200

Order = Literal["gravity", "kiosk", "silence", "cash"]
_COLUMN = kiosk_state.c


class FleetRow(msgspec.Struct, frozen=True):
    """`heard_ms`: when the last heartbeat came. `ahead_ms`: how far the kiosk's clock was ahead then."""

    kiosk_id: str
    heard_ms: int
    is_silent: bool
    level: Level
    standing: Standing
    reasons: tuple[str, ...]
    paper: str | None
    cash_notes: int | None
    cash_fen: int | None
    journal_open: int
    version: str
    started_ms: int
    ahead_ms: int


class FleetWish(msgspec.Struct, frozen=True):
    """None and "" filter nothing. `name_part`: of the kiosk's number. `reason`: one of its reasons, whole."""

    level: Level | None = None
    standing: Standing | None = None
    is_silent: bool | None = None
    name_part: str = ""
    reason: str = ""
    order: Order = "gravity"


class FleetPage(msgspec.Struct, frozen=True):
    """`of`: how many kiosks answer to the wish in all."""

    rows: tuple[FleetRow, ...]
    of: int


class FleetCounts(msgspec.Struct, frozen=True):
    """A silent kiosk is counted as silent alone: nobody knows how it is."""

    kiosks: int
    ok: int
    warning: int
    error: int
    silent: int


class KioskTold(msgspec.Struct, frozen=True):
    at_ms: int
    beat: Heartbeat


class PastPage(msgspec.Struct, frozen=True):
    """Changes, and a word each hour, of the last three days; the newest first. `of`: how many there are,
    MOST_COUNTED for so many and for more."""

    rows: tuple[KioskTold, ...]
    of: int


def page(
    connection: Connection, now_ms: int, wish: FleetWish | None = None, first: int = 0, most: int = 50
) -> FleetPage:
    """`most` up to MOST_ROWS, from the `first`, counted from 0."""
    wish = wish or FleetWish()
    where = _where(now_ms, wish)
    of = connection.execute(select(func.count()).select_from(kiosk_state).where(*where)).scalar_one()
    found = select(*(_COLUMN[name] for name in _LISTED)).where(*where)
    wanted = _ordered(found, now_ms, wish.order).offset(first).limit(min(most, MOST_ROWS))
    return FleetPage(tuple(_row(row, now_ms) for row in connection.execute(wanted).mappings()), of)


def counts(connection: Connection, now_ms: int) -> FleetCounts:
    silent = _silent(now_ms)
    how = case((silent, "silent"), else_=_COLUMN.level).label("how")
    grouped = select(how, func.count()).group_by(how)
    found = {str(name): int(kiosks) for name, kiosks in connection.execute(grouped)}
    named = {name: found.get(name, 0) for name in ("ok", "warning", "error", "silent")}
    return FleetCounts(kiosks=sum(found.values()), **named)


def one(connection: Connection, kiosk_id: str, now_ms: int) -> FleetRow | None:
    found = select(*(_COLUMN[name] for name in _LISTED)).where(_COLUMN.kiosk_id == kiosk_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _row(row, now_ms)


def newest(connection: Connection, kiosk_id: str) -> KioskTold | None:
    """The whole of the last heartbeat."""
    found = select(_COLUMN.heard_ms, _COLUMN.told).where(_COLUMN.kiosk_id == kiosk_id)
    row = connection.execute(found).one_or_none()
    return None if row is None else _told(*row)


def history(connection: Connection, kiosk_id: str, first: int = 0, most: int = 50) -> PastPage:
    """`most` up to MOST_ROWS, from the `first`, counted from 0."""
    past, mine = kiosk_history.c, kiosk_history.c.kiosk_id == kiosk_id
    found = select(past.at_ms, past.told).where(mine).order_by(past.at_ms.desc())
    rows = connection.execute(found.offset(first).limit(min(most, MOST_ROWS)))
    return PastPage(tuple(_told(*row) for row in rows), counted(connection, kiosk_history, [mine]))


def never_heard(connection: Connection, now_ms: int) -> Sequence[str]:
    """Kiosks with a key that counts, of which no heartbeat has ever come."""
    key = kiosk_key.c
    counts_now = key.valid_until_ms.is_(None) | (key.valid_until_ms > now_ms)
    silent = key.kiosk_id.not_in(select(_COLUMN.kiosk_id))
    found = select(key.kiosk_id).where(counts_now & silent).distinct().order_by(key.kiosk_id)
    return connection.execute(found).scalars().all()


_LISTED = (
    "kiosk_id",
    "heard_ms",
    "level",
    "standing",
    "reasons",
    "paper",
    "cash_notes",
    "cash_fen",
    "journal_open",
    "version",
    "started_ms",
    "ahead_ms",
)


def _silent(now_ms: int) -> ColumnElement[bool]:
    return _COLUMN.heard_ms < now_ms - SILENT_AFTER_MS


def _where(now_ms: int, wish: FleetWish) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wish.level is not None:
        where.append(_COLUMN.level == wish.level)
    if wish.standing is not None:
        where.append(_COLUMN.standing == wish.standing)
    if wish.is_silent is not None:
        where.append(_silent(now_ms) if wish.is_silent else ~_silent(now_ms))
    if wish.name_part:
        where.append(func.lower(_COLUMN.kiosk_id).contains(wish.name_part.lower(), autoescape=True))
    if wish.reason:
        where.append(_COLUMN.reasons.contains(f'"{wish.reason}"', autoescape=True))
    return where


def _ordered(found: Select[Any], now_ms: int, order: Order) -> Select[Any]:
    level = _COLUMN.level
    gravity = case((_silent(now_ms), 0), (level == "error", 1), (level == "warning", 2), else_=3)
    first: dict[Order, ColumnElement[Any]] = {
        "gravity": gravity,
        "silence": _COLUMN.heard_ms,
        "cash": func.coalesce(_COLUMN.cash_notes, -1).desc(),
    }
    chosen = first.get(order)
    return found.order_by(*(() if chosen is None else (chosen,)), _COLUMN.kiosk_id)


def _row(row: Any, now_ms: int) -> FleetRow:
    reasons = tuple(msgspec.json.decode(row["reasons"], type=list[str]))
    values = {str(name): value for name, value in row.items()} | {"reasons": reasons}
    return msgspec.convert(values | {"is_silent": row["heard_ms"] < now_ms - SILENT_AFTER_MS}, FleetRow)


def _told(at_ms: int, told: str) -> KioskTold:
    return KioskTold(at_ms, msgspec.json.decode(told, type=Heartbeat))
