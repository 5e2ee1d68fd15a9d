"""How one year of bills stands beside the year before."""

from msgspec import Struct

from kiosk.session.household import History, PastBill

MONTHS_OF_A_YEAR = 12


class YearOnYear(Struct, frozen=True):
    """A bill of the last twelve months, and the one of the same months a year before where there was one."""

    bill: PastBill
    before: PastBill | None


def last_year(history: History) -> tuple[YearOnYear, ...]:
    """The newest first: bills that end in the twelve months up to the newest."""
    if not history.bills:
        return ()
    by_end = {_month(bill.period_to): bill for bill in history.bills}
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


def _month(of: str) -> int:
    """Counted through the years."""
    year, month = of.split("-")
    return int(year) * MONTHS_OF_A_YEAR + int(month)
