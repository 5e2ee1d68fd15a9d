"""The first page: what waits for somebody, each with the way there."""

import msgspec
from litestar import Response, get
from sqlalchemy import Connection, func, select

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.office.case_lists import open_by_kind
from kiosk.gateway.sql.schema import outbox
from kiosk.gateway.sql.schema_reconciliation import reconciliation


class Waiting(msgspec.Struct, frozen=True):
    """`cases`: kind, number and fen of those that are open."""

    cases: tuple[tuple[str, int, int], ...]
    under_way: int
    last_day: str | None


@get(ROOT, include_in_schema=False, sync_to_thread=True)
def overview(desk: TheDesk) -> Response[str]:
    return desk.show("overview.html", "overview", waiting=desk.read(_waiting), now_ms=desk.now_ms)


def _waiting(connection: Connection) -> Waiting:
    kinds = sorted(open_by_kind(connection).items(), key=lambda each: -each[1][0])
    under_way = select(func.count()).select_from(outbox)
    return Waiting(
        tuple((kind, number, fen) for kind, (number, fen) in kinds),
        connection.execute(under_way).scalar_one(),
        connection.execute(select(func.max(reconciliation.c.day))).scalar_one(),
    )


HANDLERS = [overview]
