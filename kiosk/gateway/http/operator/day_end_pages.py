"""The day's end: which days are reconciled and with what outcome, and a kiosk's day as both sides have it."""

from datetime import date, timedelta
from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.http.operator.payment_pages import day_from
from kiosk.gateway.office.day_ends import day_ends, kiosk_cases, source_runs
from kiosk.gateway.problems import Refused
from kiosk.payment.day import date_at
from kiosk.wire.fields import END

PATH = f"{ROOT}/day-end"
_DAYS = 31
DayText = Annotated[str, PathParameter(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + END)]
UntilText = Annotated[str, QueryParameter(name="until", pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?" + END)]
Kiosk = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9-]*" + END)]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def days(desk: TheDesk, until: UntilText = "") -> Response[str]:
    """The days before today: today's files are not there yet. A later `until` is yesterday."""
    yesterday = date_at(desk.now_ms) - timedelta(days=1)
    chosen = day_from(until)
    last = yesterday if chosen is None else min(chosen.date, yesterday)
    number = min(_DAYS, (last - date.min).days + 1)
    older = last - timedelta(days=number - 1)
    return desk.show(
        "day_ends.html",
        "day_end",
        days=desk.read(lambda connection: day_ends(connection, last, number)),
        newest=last < yesterday,
        older=(older - timedelta(days=1)).isoformat() if older > date.min else "",
        now_ms=desk.now_ms,
    )


@get(f"{PATH}/{{day:str}}", include_in_schema=False, sync_to_thread=True)
def one_day(desk: TheDesk, day: DayText, kiosk: Kiosk = "") -> Response[str]:
    chosen, today = day_from(day), date_at(desk.now_ms)
    if chosen is None or chosen.date > today:
        raise Refused("day_not_come")
    the_day = chosen.date
    [whole], runs, of_kiosks = desk.read(
        lambda connection: (
            day_ends(connection, the_day, 1),
            source_runs(connection, day),
            kiosk_cases(connection, the_day),
        )
    )
    return desk.show(
        "day_end.html",
        "day_end",
        day=day,
        before=(the_day - timedelta(days=1)).isoformat() if the_day > date.min else "",
        later=(the_day + timedelta(days=1)).isoformat() if the_day < today else "",
        whole=whole,
        runs=runs,
        kiosk_cases=of_kiosks,
        kiosk=kiosk,
        sheet=desk.gateway.day_sheets.sheet(kiosk, day) if kiosk else None,
    )


HANDLERS = [days, one_day]
