"""A day of the machine as its technician is shown it: both sides, or our own alone. Values only."""

from datetime import timedelta

from msgspec import Struct

from kiosk.payment.day import date_at
from kiosk.payment.day_sheet import DaySheet
from kiosk.payment.day_totals import DayTotals

DAYS_BACK = 31
DAYS_A_PAGE = 7


class DayShown(Struct, frozen=True):
    """`sheet` is None where the gateway was not reached; `whole`: nothing of the day is missing here."""

    date: str
    machine: DayTotals
    whole: bool = True
    sheet: DaySheet | None = None


def dates(wall_s: float, week: int) -> tuple[str, ...]:
    """The days of one page, today first; `week` is counted back from 0."""
    today = date_at(round(wall_s * 1000))
    first, last = week * DAYS_A_PAGE, min((week + 1) * DAYS_A_PAGE, DAYS_BACK + 1)
    return tuple((today - timedelta(days=back)).isoformat() for back in range(first, last))


def weeks() -> int:
    return -(-(DAYS_BACK + 1) // DAYS_A_PAGE)
