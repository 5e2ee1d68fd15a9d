"""The first page: what waits for somebody, each with the way there."""

from collections.abc import Mapping

import msgspec
from litestar import Response, get
from sqlalchemy import Connection, func, select

from kiosk.gateway.counter import fleet
from kiosk.gateway.counter.alarms import AlarmWish
from kiosk.gateway.counter.request_office import RequestWish
from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import Desk, TheDesk
from kiosk.gateway.office.case_lists import open_by_kind
from kiosk.gateway.office.day_ends import DayEnd, last_compared
from kiosk.gateway.office.load_files import waiting_count
from kiosk.gateway.sql.schema import outbox


class Waiting(msgspec.Struct, frozen=True):
    """`ailing`: kiosks in error or silent. `late`: of the requests, those whose day has passed. `cases`: of
    those that are open, kind, number and fen."""

    ailing: int
    alarms: int
    requests: int
    late: int
    cases: tuple[tuple[str, int, int], ...]
    under_way: int
    loads: int
    last_day: DayEnd | None


@get(ROOT, include_in_schema=False, sync_to_thread=True)
def overview(desk: TheDesk) -> Response[str]:
    return desk.show("overview.html", "overview", waiting=_waiting(desk), now_ms=desk.now_ms)


def _waiting(desk: Desk) -> Waiting:
    counter = desk.gateway.counter
    kiosks = desk.read(lambda connection: fleet.counts(connection, desk.now_ms))
    kinds, under_way, loads, last_day = desk.read(_money_waiting)
    return Waiting(
        ailing=kiosks.error + kiosks.silent,
        alarms=counter.alarms.page(AlarmWish(state="open"), most=0).of,
        requests=counter.request_office.page(RequestWish(state="waiting"), most=0).of,
        late=counter.request_office.page(RequestWish(state=None, overdue=True), most=0).of,
        cases=tuple(
            (kind, number, fen) for kind, (number, fen) in sorted(kinds.items(), key=lambda each: -each[1][0])
        ),
        under_way=under_way,
        loads=loads,
        last_day=last_day,
    )


def _money_waiting(connection: Connection) -> tuple[Mapping[str, tuple[int, int]], int, int, DayEnd | None]:
    under_way = select(func.count()).select_from(outbox)
    return (
        open_by_kind(connection),
        connection.execute(under_way).scalar_one(),
        waiting_count(connection),
        last_compared(connection),
    )


HANDLERS = [overview]
