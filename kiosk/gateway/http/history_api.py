"""Looking back: what an account was billed, what was paid for it, and what its number is."""

from typing import Any

from litestar import Request, post
from litestar.params import JSONBody

from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.api import KioskHeader, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.history import HistoriesAnswer, HistoryRequest
from kiosk.wire.paid import PaidAnswer, PaidRequest


@post(
    "/v1/histories",
    dto=StrictBody[HistoryRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 429),
    sync_to_thread=True,
)
def histories(
    gateway: TheGateway,
    data: JSONBody[HistoryRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> HistoriesAnswer:
    """The bills of two years of every account found; a POST, so that no number is in a URL. Counted with the
    look-ups, so that nobody searches through numbers here instead."""
    _slow_down(gateway, request, kiosk)
    return gateway.histories.answer(data)


@post(
    "/v1/paid",
    dto=StrictBody[PaidRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 429),
    sync_to_thread=True,
)
def paid(
    gateway: TheGateway,
    data: JSONBody[PaidRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> PaidAnswer:
    """Receipts of ninety days for every account found, at whichever kiosk, and what its biller received
    elsewhere. Counted with the look-ups."""
    _slow_down(gateway, request, kiosk)
    return gateway.paid.answer(data)


@post(
    "/v1/account-numbers",
    dto=StrictBody[AccountNumbersRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 429),
    sync_to_thread=True,
)
def account_numbers(
    gateway: TheGateway,
    data: JSONBody[AccountNumbersRequest],
    request: Request[Any, Any, Any],
    kiosk: KioskHeader = None,
) -> AccountNumbersAnswer:
    """The accounts of whoever put in their identity card, with their numbers in full: for paper they take
    home, never for a screen. Counted with the look-ups."""
    _slow_down(gateway, request, kiosk)
    return gateway.account_numbers.answer(data)


def _slow_down(gateway: Gateway, request: Request[Any, Any, Any], kiosk: str | None) -> None:
    """Raises Refused where one kiosk asks too often."""
    source = kiosk or (request.client.host if request.client else "")
    if not gateway.look_up_limit.allows(source):
        raise Refused("rate_limited", "too many look-ups in a minute")


HANDLERS = [histories, paid, account_numbers]
