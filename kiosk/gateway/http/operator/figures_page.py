"""Money and usage of the last days: sums, bars, and the same figures as tables."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.charts import Chart, stacked
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.office.usage import folded_until_ms, payments_by_hour, usage_by_day
from kiosk.gateway.office.usage_hours import Usage
from kiosk.payment.day import date_at, day_of, first_ms
from kiosk.payment.methods import METHODS

Days = Annotated[Literal["7", "30", "90"], QueryParameter()]
Columns = Sequence[tuple[str, Mapping[str, int]]]


class Figures(msgspec.Struct, frozen=True):
    """`columns` are days or hours, `parts` what a column is made up of."""

    chart: Chart
    parts: tuple[str, ...]
    columns: tuple[tuple[str, dict[str, int]], ...]


@get(f"{ROOT}/figures", include_in_schema=False, sync_to_thread=True)
def figures(desk: TheDesk, days: Days = "30") -> Response[str]:
    today = date_at(desk.now_ms)
    dates = [today - timedelta(days=back) for back in reversed(range(int(days)))]
    from_ms, to_ms = first_ms(dates[0]), day_of(today).to_ms
    found, by_hour, until_ms = desk.read(
        lambda connection: (
            usage_by_day(connection, from_ms, to_ms),
            payments_by_hour(connection, from_ms, to_ms),
            folded_until_ms(connection),
        )
    )
    money = _of_kind(found, dates, "method", "fen")
    bills = _of_kind(found, dates, "utility", "number")
    every, back = (_whole(found, kind) for kind in ("all", "back"))
    return desk.show(
        "figures.html",
        "figures",
        chosen=days,
        until_ms=until_ms,
        number=every.number - back.number,
        fen=every.fen - back.fen,
        back_fen=back.fen,
        money=_figures(money, [name for name in METHODS if any(name in values for _, values in money)], 100),
        bills=_figures(bills, sorted({name for _, values in bills for name in values})),
        hours=_figures([(f"{hour:02d}:00", {"all": by_hour.get(hour, 0)}) for hour in range(24)], ["all"]),
    )


def _whole(found: Mapping[date, Sequence[Usage]], kind: str) -> Usage:
    mine = [usage for day in found.values() for usage in day if usage.kind == kind]
    return Usage(kind, "", sum(each.number for each in mine), sum(each.fen for each in mine))


def _of_kind(found: Mapping[date, Sequence[Usage]], dates: Sequence[date], kind: str, figure: str) -> Columns:
    return [
        (
            day.isoformat(),
            {each.name: getattr(each, figure) for each in found.get(day, ()) if each.kind == kind},
        )
        for day in dates
    ]


def _figures(columns: Columns, parts: Sequence[str], divisor: int = 1) -> Figures:
    shown = [
        (label[-5:], {name: max(0, value) // divisor for name, value in values.items()})
        for label, values in columns
    ]
    return Figures(
        stacked(shown, parts), tuple(parts), tuple((label, dict(values)) for label, values in columns)
    )


HANDLERS = [figures]
