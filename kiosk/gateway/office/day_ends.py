"""What the day ends have come to: every day with the runs of its sources, and the days that have none.

Functions work inside the caller's transaction and change nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import BigInteger, ColumnElement, Connection, Label, case, cast, func, select

from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.office.day_sheet_cases import KIOSK_DIFFERS, day_of_ref
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_cash import money_case
from kiosk.gateway.sql.schema_reconciliation import reconciliation
from kiosk.payment.day import first_ms

_RUN, _CASE = reconciliation.c, money_case.c
RunState = Literal["compared", "missing", "refused", "unreadable"]
"""Of a source: compared, or why not: there was no file, its content was refused, or it could not be read."""
COMPARED: Final = "compared"


class DayEnd(msgspec.Struct, frozen=True):
    """`sources` were compared, `undone` were not; both 0: that day was not reconciled. `kiosks`: open cases
    of kiosks whose own totals differ from ours."""

    day: str
    sources: int = 0
    undone: int = 0
    matched: int = 0
    matched_fen: int = 0
    differences: int = 0
    kiosks: int = 0

    @property
    def agrees(self) -> bool:
        """Every book of the day was compared, and none differs."""
        return bool(self.sources) and not (self.undone or self.differences or self.kiosks)


class SourceRun(msgspec.Struct, frozen=True):
    source: str
    run_ms: int
    matched: int
    matched_fen: int
    at_the_edge: int
    differences: int
    state: RunState
    ours: int
    ours_fen: int


def day_ends(connection: Connection, last: date, days: int) -> Sequence[DayEnd]:
    """So many days up to `last`, the newest first, each of them."""
    wanted = [last - timedelta(days=back) for back in range(days)]
    newest, oldest = wanted[0].isoformat(), wanted[-1].isoformat()
    found = select(_RUN.day, *_figures()).where(_RUN.day.between(oldest, newest)).group_by(_RUN.day)
    known = {row.day: as_struct(row._mapping, DayEnd) for row in connection.execute(found)}
    kiosks = _kiosks_differing(connection, wanted[-1])
    days_wanted = (each.isoformat() for each in wanted)
    return [replace(known.get(day) or DayEnd(day), kiosks=kiosks[day]) for day in days_wanted]


def last_compared(connection: Connection) -> DayEnd | None:
    """The last day of which any source was compared."""
    found = select(func.max(_RUN.day)).where(_RUN.state == COMPARED)
    day: str | None = connection.execute(found).scalar_one()
    return None if day is None else day_ends(connection, date.fromisoformat(day), 1)[0]


def source_runs(connection: Connection, day: str) -> Sequence[SourceRun]:
    """By source."""
    found = select(reconciliation).where(_RUN.day == day).order_by(_RUN.source)
    return [as_struct(row, SourceRun) for row in connection.execute(found).mappings()]


def kiosk_cases(connection: Connection, day: date) -> Sequence[MoneyCase]:
    """Open ones, of kiosks whose totals of that day are not ours."""
    rows = connection.execute(select(money_case).where(_of_kiosks(day)).order_by(_CASE.ref)).mappings()
    found = (as_struct(row, MoneyCase) for row in rows)
    return [each for each in found if day_of_ref(each.ref) == day.isoformat()]


def _figures() -> Sequence[Label[int]]:
    compared = case((_RUN.state == COMPARED, 1), else_=0)
    sums: dict[str, ColumnElement[int]] = {
        "sources": compared,
        "undone": 1 - compared,
        "matched": _RUN.matched,
        "matched_fen": _RUN.matched_fen,
        "differences": _RUN.differences,
    }
    return [cast(func.sum(of), BigInteger).label(name) for name, of in sums.items()]


def _kiosks_differing(connection: Connection, oldest: date) -> Mapping[str, int]:
    """By day."""
    return Counter(
        day_of_ref(ref) for ref in connection.execute(select(_CASE.ref).where(_of_kiosks(oldest))).scalars()
    )


def _of_kiosks(oldest: date) -> ColumnElement[bool]:
    """A day's case is not opened before the day."""
    return (_CASE.state == "open") & (_CASE.opened_ms >= first_ms(oldest)) & (_CASE.kind == KIOSK_DIFFERS)
