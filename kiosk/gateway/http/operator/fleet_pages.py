"""The fleet: every kiosk with how it is, filtered and turned page by page, and one with its past."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from litestar.params import PathParameter, QueryParameter

from kiosk.gateway.counter import fleet
from kiosk.gateway.counter.alarms import AlarmWish
from kiosk.gateway.counter.fleet import FleetWish, Order
from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.problems import Refused
from kiosk.wire.fields import END

PATH = f"{ROOT}/fleet"
PAGE = 50
MOST_PAGES = 10_000
_NEVER_SHOWN = 20
How = Annotated[
    Literal["", "silent", "error", "warning", "ok", "closed", "technician", "never"],
    QueryParameter(name="how"),
]
By = Annotated[Order, QueryParameter(name="order")]
NamePart = Annotated[str, QueryParameter(max_length=32, pattern=r"^[A-Za-z0-9-]*" + END)]
Turned = Annotated[int, QueryParameter(name="page", ge=1, le=MOST_PAGES)]
KioskNumber = Annotated[str, PathParameter(max_length=32, pattern=r"^[A-Za-z0-9-]+" + END)]

_WISHES = {
    "": FleetWish(),
    "silent": FleetWish(is_silent=True),
    "error": FleetWish(is_silent=False, level="error"),
    "warning": FleetWish(is_silent=False, level="warning"),
    "ok": FleetWish(is_silent=False, level="ok"),
    "closed": FleetWish(standing="closed"),
    "technician": FleetWish(standing="technician"),
}


@get(PATH, include_in_schema=False, sync_to_thread=True)
def kiosks(
    desk: TheDesk, how: How = "", order: By = "gravity", name: NamePart = "", turned: Turned = 1
) -> Response[str]:
    """`how` "never": kiosks with a key that were never heard of, which are in no other list."""
    now_ms, begin = desk.now_ms, (turned - 1) * PAGE
    wish = msgspec.structs.replace(_WISHES.get(how, FleetWish()), name_part=name, order=order)
    found, counts, never = desk.read(
        lambda connection: (
            fleet.page(connection, now_ms, wish, begin, PAGE),
            fleet.counts(connection, now_ms),
            fleet.never_heard(connection, now_ms),
        )
    )
    never = [each for each in never if name.lower() in each.lower()]
    of = len(never) if how == "never" else found.of
    return desk.show(
        "fleet.html",
        "fleet",
        found=found,
        counts=counts,
        never=never[begin : begin + PAGE] if how == "never" else never[:_NEVER_SHOWN],
        never_of=len(never),
        how=how,
        order=order,
        name=name,
        turned=turned,
        last=max(1, -(-of // PAGE)),
        now_ms=now_ms,
    )


@get(f"{PATH}/{{kiosk:str}}", include_in_schema=False, sync_to_thread=True)
def one_kiosk(desk: TheDesk, kiosk: KioskNumber, turned: Turned = 1) -> Response[str]:
    """Its past is turned page by page; how it is now is on the first."""
    now_ms, begin = desk.now_ms, (turned - 1) * PAGE
    row, newest, past = desk.read(
        lambda connection: (
            fleet.one(connection, kiosk, now_ms),
            fleet.newest(connection, kiosk),
            fleet.history(connection, kiosk, begin, PAGE),
        )
    )
    if row is None or newest is None:
        raise Refused("record_unknown")
    oldest_s = newest.beat.machine.journal.oldest_s
    alarms = desk.gateway.counter.alarms.page(AlarmWish(state="open", kiosk_id=kiosk))
    return desk.show(
        "kiosk.html",
        "fleet",
        row=row,
        beat=newest.beat,
        oldest_ms=None if oldest_s is None else newest.at_ms - oldest_s * 1000,
        past=past,
        turned=turned,
        last=max(1, -(-past.of // PAGE)),
        alarms=alarms.rows,
        now_ms=now_ms,
    )


HANDLERS = [kiosks, one_kiosk]
