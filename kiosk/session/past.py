"""How one year of bills stands beside the year before."""

from decimal import Decimal

from msgspec import Struct

from kiosk.session.household import History, PastBill

MONTHS_OF_A_YEAR = 12
MONTHS_WITHOUT_A_BILL = 3
"""Two months that are billed together, and one more until the bill is there."""


class YearOnYear(Struct, frozen=True):
    """A bill of the last twelve months, and the one of the same months a year before where there was one."""

    bill: PastBill
    before: PastBill | None


def last_year(history: History) -> tuple[YearOnYear, ...]:
    """The newest first: bills that end in the twelve months up to the newest."""
    if not history.bills:
        return ()
    by_end: dict[int, PastBill] = {}
    for bill in history.bills:
        end = month_of(bill.period_to)
        by_end[end] = _together(by_end[end], bill) if end in by_end else bill
    newest = max(by_end)
    return tuple(
        YearOnYear(by_end[end], by_end.get(end - MONTHS_OF_A_YEAR))
        for end in sorted(by_end, reverse=True)
        if newest - end < MONTHS_OF_A_YEAR
    )


def extremes(year: tuple[YearOnYear, ...]) -> tuple[PastBill, PastBill] | None:
    """The bills of most and of least usage; None where all are alike."""
    bills = [each.bill for each in year]
    if len({float(bill.usage) for bill in bills}) < 2:
        return None
    return max(bills, key=_used), min(bills, key=_used)


def _used(bill: PastBill) -> float:
    return float(bill.usage)


def is_long_over(year: tuple[YearOnYear, ...], this_month: int) -> bool:
    """Whether bills of these days are missing: what is known may be of a year that nobody means."""
    return bool(year) and this_month - month_of(year[0].bill.period_to) > MONTHS_WITHOUT_A_BILL


def _together(one: PastBill, other: PastBill) -> PastBill:
    """Two that end in one month, as where a meter is changed or a bill is followed by another."""
    return PastBill(
        min(one.period_from, other.period_from),
        one.period_to,
        f"{Decimal(one.usage) + Decimal(other.usage)}",
        one.amount_fen + other.amount_fen,
    )


def month_of(of: str) -> int:
    """Counted through the years."""
    year, month = of.split("-")
    return int(year) * MONTHS_OF_A_YEAR + int(month)
