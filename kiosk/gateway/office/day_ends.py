"""What the day ends have come to: every day with the runs of its sources, and the days that have none.

Functions work inside the caller's transaction and change nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, func, select

from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_reconciliation import reconciliation

_RUN = reconciliation.c


class DayEnd(msgspec.Struct, frozen=True):
    """`sources` 0: that day was not reconciled."""

    day: str
    sources: int = 0
    matched: int = 0
    matched_fen: int = 0
    differences: int = 0


class SourceRun(msgspec.Struct, frozen=True):
    source: str
    run_ms: int
    matched: int
    matched_fen: int
    at_the_edge: int
    differences: int


def day_ends(connection: Connection, last: date, days: int) -> Sequence[DayEnd]:
    """So many days up to `last`, the newest first, each of them."""
    wanted = [(last - timedelta(days=back)).isoformat() for back in range(days)]
    found = (
        select(
            _RUN.day,
            func.count().label("sources"),
            func.sum(_RUN.matched).label("matched"),
            func.sum(_RUN.matched_fen).label("matched_fen"),
            func.sum(_RUN.differences).label("differences"),
        )
        .where(_RUN.day.between(wanted[-1], wanted[0]))
        .group_by(_RUN.day)
    )
    known = {
        day: DayEnd(day, *(int(figure) for figure in figures)) for day, *figures in connection.execute(found)
    }
    return [known.get(day, DayEnd(day)) for day in wanted]


def source_runs(connection: Connection, day: str) -> Sequence[SourceRun]:
    """By source."""
    found = select(reconciliation).where(_RUN.day == day).order_by(_RUN.source)
    return [as_struct(row, SourceRun) for row in connection.execute(found).mappings()]
