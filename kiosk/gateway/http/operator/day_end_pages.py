"""The day's end: which days are reconciled and with what outcome, and a kiosk's day as both sides have it."""

from datetime import date, timedelta
from typing import Annotated

from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.http.operator.payment_pages import day_from
from kiosk.gateway.office.day_ends import day_ends, source_runs
from kiosk.gateway.problems import Refused
from kiosk.payment.day import date_at
from kiosk.wire.fields import END

PATH = f"{ROOT}/day-end"
_DAYS = 31
DayText = Annotated[str, PathParameter(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}" + END)]
Kiosk = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9-]*" + END)]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def days(desk: TheDesk) -> Response[str]:
    """The days before today: today's files are not there yet."""
    yesterday = date_at(desk.now_ms) - timedelta(days=1)
    listed = desk.read(lambda connection: day_ends(connection, yesterday, _DAYS))
    return desk.show("day_ends.html", "day_end", days=listed, now_ms=desk.now_ms)


@get(f"{PATH}/{{day:str}}", include_in_schema=False, sync_to_thread=True)
def one_day(desk: TheDesk, day: DayText, kiosk: Kiosk = "") -> Response[str]:
    chosen = day_from(day)
    if chosen is None or chosen.date > date_at(desk.now_ms):
        raise Refused("day_not_come")
    sheet = desk.gateway.day_sheets.sheet(kiosk, day) if kiosk else None
    return desk.show(
        "day_end.html",
        "day_end",
        day=day,
        before=(chosen.date - timedelta(days=1)).isoformat() if chosen.date > date.min else "",
        runs=desk.read(lambda connection: source_runs(connection, day)),
        kiosk=kiosk,
        sheet=sheet,
    )


HANDLERS = [days, one_day]
