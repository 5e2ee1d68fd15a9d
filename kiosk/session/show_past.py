"""The screen that looks back: a year as bars, with the numbers beside them."""

from typing import Final

from kiosk.payment import amount
from kiosk.session.events import FinishTapped
from kiosk.session.household import History, PastBill
from kiosk.session.model import Session
from kiosk.session.past import MONTHS_OF_A_YEAR, YearOnYear, extremes, is_long_over, last_year, month_of
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import back_button, frame, local, month_text, period, this_year, utility_name
from kiosk.session.steps_past import ReadHistory
from kiosk.session.view import Button, Fact, ScreenView, Text, text
from kiosk.session.view_bars import FULL, Bar, Bars

HALF_A_YEAR: Final = MONTHS_OF_A_YEAR // 2
"""What stays together in a picture that is cut: labels of twelve months have no room in the largest type."""


def read_history(session: Session, step: ReadHistory) -> ScreenView:
    """The picture stays while the numbers beside it are leafed through."""
    year = last_year(step.history)
    page = page_of(session, len(year))
    which = _which(session, year)
    what = utility_name(session.rules, step.history.utility)
    return ScreenView(
        "bars",
        title=text(f"{which}.title", what=what),
        prompt=text(f"{which}.prompt", until=_until(year)),
        bars=_bars(year),
        facts=tuple(
            fact for each in cut(session, year, page) for fact in _numbers(each, step.history.usage_unit)
        ),
        page=page,
        footnote=_footnote(step.history, year),
        frame=frame(
            session,
            back=back_button(),
            primary=Button("finish", text("frame.finish"), FinishTapped(), tone="primary"),
        ),
        spoken=text(f"{which}.spoken", what=what, until=_until(year)),
    )


def _which(session: Session, year: tuple[YearOnYear, ...]) -> str:
    """The past year, or one that is said by when it ended."""
    now = local(session, session.wall_s)
    return "history_until" if is_long_over(year, month_of(f"{now.year}-{now.month}")) else "history"


def _until(year: tuple[YearOnYear, ...]) -> Text:
    return month_text(year[0].bill.period_to)


def _bars(year: tuple[YearOnYear, ...]) -> tuple[Bars, ...]:
    """By usage, on one scale, from the oldest to the newest, also where the halves stand on leaves of their
    own: the newer one has the most."""
    used = [float(bill.usage) for each in year for bill in (each.bill, each.before) if bill is not None]
    full = max(used, default=0.0) or 1.0
    bars = tuple(_bar(each, full) for each in reversed(year))
    older = len(bars) // 2 if len(bars) > HALF_A_YEAR else 0
    halves = tuple(half for half in (bars[:older], bars[older:]) if half)
    return tuple(Bars(f"half_{n}", half) for n, half in enumerate(halves, start=1))


def _bar(each: YearOnYear, full: float) -> Bar:
    """Under it the month it ends with; the numbers beside it say all of its months."""
    before = None if each.before is None else round(FULL * float(each.before.usage) / full)
    label = str(int(each.bill.period_to.split("-")[1]))
    return Bar(label, round(FULL * float(each.bill.usage) / full), before)


def _numbers(each: YearOnYear, unit: str) -> tuple[Fact, Fact]:
    before = text("history.none") if each.before is None else _used_and_sum(each.before, unit)
    return (
        Fact(period(each.bill), _used_and_sum(each.bill, unit)),
        Fact(text("history.before"), before),
    )


def _used_and_sum(bill: PastBill, unit: str) -> Text:
    return text("history.numbers", usage=bill.usage, unit=unit, sum=amount.digits(bill.amount_fen))


def _footnote(history: History, year: tuple[YearOnYear, ...]) -> Text | None:
    """Of when it is, where its biller cannot be asked; else when most and least was used."""
    if history.known_at is not None:
        return text("bill.known_at", at=this_year(history.known_at))
    found = extremes(year)
    if found is None:
        return None
    most, least = found
    return text(
        "history.extremes",
        most=period(most),
        used_most=_used(most, history.usage_unit),
        least=period(least),
        used_least=_used(least, history.usage_unit),
    )


def _used(bill: PastBill, unit: str) -> Text:
    return text("bills.usage", usage=bill.usage, unit=unit)
