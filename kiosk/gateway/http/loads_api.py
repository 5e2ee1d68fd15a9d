"""Prepaid meters before money, and loads after it."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import JSONBody, PathParameter

from kiosk.gateway.http.api import KioskHeader, PathId, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.load_words import LOAD_ID
from kiosk.wire.loads import LoadAnswer, LoadsAnswer, PrepaidAnswer

PathLoadId = Annotated[str, PathParameter(pattern=LOAD_ID)]


@post(
    "/v1/prepaid-meters",
    dto=StrictBody[LookUpRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 429, 503),
    sync_to_thread=True,
)
def prepaid_meters(
    gateway: TheGateway,
    data: JSONBody[LookUpRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> PrepaidAnswer:
    """What may be loaded, asked before money; a POST, so that no number is in a URL."""
    source = kiosk or (request.client.host if request.client else "")
    if not gateway.look_up_limit.allows(source):
        raise Refused("rate_limited", "too many look-ups in a minute")
    return gateway.loads.prepaid(data)


@get("/v1/payments/{payment_id:str}/loads", responses=signed(400, 404), sync_to_thread=True)
def loads_of_payment(gateway: TheGateway, payment_id: PathId) -> LoadsAnswer:
    """What the payment has bought for meters: none before it is posted."""
    return gateway.loads.of_payment(payment_id)


@get("/v1/loads/{load_id:str}", responses=signed(400, 404), sync_to_thread=True)
def load(gateway: TheGateway, load_id: PathLoadId) -> LoadAnswer:
    return gateway.loads.answer(load_id)


@post("/v1/loads/{load_id:str}/send", status_code=200, responses=signed(400, 404), sync_to_thread=True)
def send_load(gateway: TheGateway, load_id: PathLoadId) -> LoadAnswer:
    """Instead of waiting for its card: over the line to the meter, where the load says that it may be sent.
    One that is written, or may be, stays as it is; the answer says how it stands."""
    return gateway.loads.send_to_meter(load_id)


@post("/v1/loads/{load_id:str}/give-back", status_code=200, responses=signed(400, 404), sync_to_thread=True)
def give_back_load(gateway: TheGateway, load_id: PathLoadId) -> LoadAnswer:
    """The money instead of a load that waits for its card. One that is on the card, or may be, stays as it
    is; the answer says how it stands."""
    return gateway.loads.give_back(load_id)


HANDLERS = [prepaid_meters, loads_of_payment, load, send_load, give_back_load]
