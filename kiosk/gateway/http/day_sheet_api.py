"""HTTP of the day sheet: a kiosk tells its totals of a day, and asks how they stand beside the gateway's."""

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, PathParameter

from kiosk.gateway.http.api import PathKioskId, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.day_sheet import DATE, DaySheetAnswer, DayTold, DayToldAnswer

PathDate = Annotated[str, PathParameter(pattern=DATE, description="a day in China, 2026-11-21")]


@post(
    "/v1/kiosks/{kiosk_id:str}/day-totals",
    dto=StrictBody[DayTold],
    return_dto=None,
    status_code=200,
    responses=signed(400, 413, 415, 422),
    sync_to_thread=True,
)
def tell_day(gateway: TheGateway, kiosk_id: PathKioskId, data: JSONBody[DayTold]) -> DayToldAnswer:
    """What the machine's own books have of a day. Told again, the later word counts."""
    return gateway.day_sheets.tell(kiosk_id, data)


@get(
    "/v1/kiosks/{kiosk_id:str}/days/{day:str}",
    responses=signed(400, 422),
    sync_to_thread=True,
)
def day_sheet(gateway: TheGateway, kiosk_id: PathKioskId, day: PathDate) -> DaySheetAnswer:
    """The gateway's totals of a kiosk's day by method, beside what the kiosk told of it."""
    return gateway.day_sheets.sheet(kiosk_id, day)


HANDLERS = [tell_day, day_sheet]
