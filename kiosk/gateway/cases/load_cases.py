"""The cases of loads that nobody comes for: paid, and for long neither on their card nor given back.

A card may stay in a drawer for years; one that was lost, or died while it was written, leaves its load
without an end. Somebody is to ask its payer. The case closes by itself when the load has ended.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from kiosk.gateway.cases import cases
from kiosk.gateway.sql.schema_cash import money_case
from kiosk.gateway.sql.schema_loads import load as table
from kiosk.payment.load_state import Load, LoadState

LOAD_WAITS = "load_waits"
"""Kind of case."""

_DAY_MS = 86_400_000
UNSURE_MS, WAITING_MS = 3 * _DAY_MS, 30 * _DAY_MS
"""Since it was paid and its card last heard of: whoever's card was torn out comes back the same day, if ever;
whoever was sent home with an unwritten card may take a month."""

_LOAD = table.c


def unfetched(connection: Connection, now_ms: int) -> Sequence[tuple[str, int]]:
    """Id and fen of those that wait for long and have no case yet."""
    noted = exists().where((money_case.c.kind == LOAD_WAITS) & (money_case.c.ref == _LOAD.load_id))
    long = or_(
        _waits(LoadState.CARD_UNSURE, now_ms - UNSURE_MS), _waits(LoadState.CARD_WAITING, now_ms - WAITING_MS)
    )
    found = select(_LOAD.load_id, _LOAD.amount_fen).where(long, ~noted).order_by(_LOAD.load_id)
    return [(load_id, fen) for load_id, fen in connection.execute(found)]


def _waits(state: LoadState, before_ms: int) -> ColumnElement[bool]:
    quiet = and_(_LOAD.created_ms <= before_ms, _LOAD.since_ms <= before_ms)
    return and_(_LOAD.state == state.value, quiet)


def note(connection: Connection, now_ms: int) -> int:
    """How many cases are new."""
    waiting = unfetched(connection, now_ms)
    return sum(cases.open_case(connection, LOAD_WAITS, load_id, fen, now_ms) for load_id, fen in waiting)


def end(connection: Connection, load: Load, now_ms: int) -> None:
    """The load has come to its end, one way or another."""
    case = cases.by_ref(connection, LOAD_WAITS, load.load_id)
    if case is not None:
        cases.close_case(connection, case.number, "settled", cases.GATEWAY, now_ms)
