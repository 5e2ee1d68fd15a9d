"""What a day's run leaves in the database: its result, what is carried to the next day, and cases."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kiosk.gateway.cases import cases
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_reconciliation import reconciliation, reconciliation_carried
from kiosk.reconcile.day import Day
from kiosk.reconcile.match import Carried, Compared
from kiosk.reconcile.records import Difference, Key, Movement, Source

_AWAITED, _EARLY = "awaited", "early"


def carried_from_before(connection: Connection, source: Source, day: Day) -> Carried:
    """Nothing, when the day before was never run."""
    columns = reconciliation_carried.c
    before = (day.date - timedelta(days=1)).isoformat()
    rows = connection.execute(
        select(reconciliation_carried).where(columns.day == before, columns.source == source)
    ).all()
    return Carried(awaited=_movements(rows, _AWAITED), early=_movements(rows, _EARLY))


def keep(database: Database, day: Day, compared: Compared, now_ms: int) -> int:
    """All of it or nothing; returns how many cases are new."""
    return database.write(lambda connection: _keep(connection, day, compared, now_ms))


def _keep(connection: Connection, day: Day, compared: Compared, now_ms: int) -> int:
    result = compared.result
    key = {"day": day.date.isoformat(), "source": result.source}
    for table in (reconciliation, reconciliation_carried):
        connection.execute(delete(table).filter_by(**key))
    figures = {
        "run_ms": now_ms,
        "matched": result.matched,
        "matched_fen": result.matched_fen,
        "at_the_edge": result.at_the_edge,
        "differences": len(result.differences),
    }
    connection.execute(insert(reconciliation), key | figures)
    rows = _rows(compared.carried.awaited, _AWAITED) + _rows(compared.carried.early, _EARLY)
    if rows:
        connection.execute(insert(reconciliation_carried), [key | row for row in rows])
    return sum(_open_case(connection, difference, now_ms) for difference in result.differences)


def _movements(rows: Sequence[Row[Any]], reason: str) -> tuple[Movement, ...]:
    return tuple(
        Movement(Key(row.kind, row.number), row.fen, row.at_ms) for row in rows if row.reason == reason
    )


def _rows(movements: Iterable[Movement], reason: str) -> list[dict[str, Any]]:
    return [
        {"kind": key.kind, "number": key.number, "reason": reason, "fen": fen, "at_ms": at_ms}
        for key, fen, at_ms, _ in movements
    ]


def _open_case(connection: Connection, difference: Difference, now_ms: int) -> bool:
    """Whether it is new. Its sum is what is missing on the other side, or by how much they differ."""
    fen = abs((difference.ours_fen or 0) - (difference.theirs_fen or 0))
    ref = f"{difference.source}/{difference.movement}/{difference.number}"
    return cases.open_case(connection, difference.kind, ref, fen, now_ms)
