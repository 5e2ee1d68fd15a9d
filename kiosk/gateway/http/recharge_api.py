"""What a recharge card is worth, asked before anything is paid with it."""

from litestar import post
from litestar.params import JSONBody

from kiosk.gateway.http.api import TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest


@post(
    "/v1/recharge-cards",
    dto=StrictBody[RechargeCardRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 503),
    sync_to_thread=True,
)
def recharge_card(gateway: TheGateway, data: JSONBody[RechargeCardRequest]) -> RechargeCardAnswer:
    """Changes nothing at the issuer. A POST, so that no code is in a URL; it pays nothing, so ask as often as
    need be, but too many codes that no card has lock the kiosk for a while."""
    return gateway.recharge_cards.answer(data)


HANDLERS = [recharge_card]
