"""What a day's run leaves in the database: its result, what is carried to the next day, and cases."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kiosk.gateway.cases import cases
from kiosk.gateway.office.day_ends import COMPARED
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_reconciliation import reconciliation, reconciliation_carried
from kiosk.reconcile.day import Day
from kiosk.reconcile.match import Carried, Compared
from kiosk.reconcile.records import Difference, Key, Movement, Source, Undone

_AWAITED, _EARLY, _ABSENT = "awaited", "early", "absent"


def carried_from_before(connection: Connection, source: Source, day: Day) -> Carried:
    """What the day before awaits, nothing when it was never run; and what any day's file had already of ours
    of this day: a leg that was held is booked days later than its biller has it."""
    columns = reconciliation_carried.c
    before = (day.date - timedelta(days=1)).isoformat()
    of_the_day = (columns.at_ms >= day.from_ms) & (columns.at_ms < day.to_ms)
    early = (columns.reason == _EARLY) & (columns.day != day.date.isoformat()) & of_the_day
    awaited = (columns.reason == _AWAITED) & (columns.day == before)
    rows = connection.execute(
        select(reconciliation_carried).where(columns.source == source, awaited | early)
    ).all()
    return Carried(awaited=_movements(rows, _AWAITED), early=_movements(rows, _EARLY))


def absent_days(connection: Connection, source: Source) -> dict[str, set[date]]:
    """By posting reference, the days whose files were without it."""
    columns = reconciliation_carried.c
    found = select(columns.number, columns.day).where(columns.source == source, columns.reason == _ABSENT)
    days: dict[str, set[date]] = {}
    for number, day in connection.execute(found):
        days.setdefault(number, set()).add(date.fromisoformat(day))
    return days


def keep(database: Database, day: Day, compared: Compared, now_ms: int) -> int:
    """All of it or nothing; returns how many cases are new."""
    return database.write(lambda connection: _keep(connection, day, compared, now_ms))


def keep_undone(database: Database, day: Day, undone: Sequence[Undone], now_ms: int) -> None:
    """In the place of what an earlier run could not compare. What one has compared stands: a file need not be
    given twice."""
    database.write(lambda connection: _keep_undone(connection, day.date.isoformat(), undone, now_ms))


def _keep_undone(connection: Connection, day: str, undone: Sequence[Undone], now_ms: int) -> None:
    columns = reconciliation.c
    of_the_day = columns.day == day
    connection.execute(delete(reconciliation).where(of_the_day, columns.state != COMPARED))
    compared = set(connection.execute(select(columns.source).where(of_the_day)).scalars())
    nothing = dict.fromkeys(("matched", "matched_fen", "at_the_edge", "differences"), 0)
    rows = [
        {"day": day, "run_ms": now_ms, "source": each.source, "state": each.state}
        | {"ours": each.movements, "ours_fen": each.fen}
        | nothing
        for each in undone
        if each.source not in compared
    ]
    if rows:
        connection.execute(insert(reconciliation), rows)


def _keep(connection: Connection, day: Day, compared: Compared, now_ms: int) -> int:
    result = compared.result
    key = {"day": day.date.isoformat(), "source": result.source}
    for table in (reconciliation, reconciliation_carried):
        connection.execute(delete(table).filter_by(**key))
    figures = {
        "run_ms": now_ms,
        "state": COMPARED,
        "matched": result.matched,
        "matched_fen": result.matched_fen,
        "at_the_edge": result.at_the_edge,
        "differences": len(result.differences),
    }
    connection.execute(insert(reconciliation), key | figures)
    carried = compared.carried
    rows = _rows(carried.awaited, _AWAITED) + _rows(carried.early, _EARLY) + _rows(carried.absent, _ABSENT)
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
