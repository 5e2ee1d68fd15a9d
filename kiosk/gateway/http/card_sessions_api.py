"""Meter cards in a kiosk's reader: what to do to one, step by step."""

from typing import Any

from litestar import Request, post
from litestar.params import JSONBody

from kiosk.gateway.http.api import KioskHeader, PathId, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.loads import CardAnswer, CardSessionAnswer, CardSessionRequest

AnyRequest = Request[Any, Any, Any]


@post(
    "/v1/card-sessions",
    dto=StrictBody[CardSessionRequest],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422, 503),
    sync_to_thread=True,
)
def begin_card_session(
    gateway: TheGateway, data: JSONBody[CardSessionRequest], request: AnyRequest, kiosk: KioskHeader = None
) -> CardSessionAnswer:
    """Read a card before money, or write to it what is paid. Answers the first step, or the end."""
    return gateway.card_sessions.begin(data, _source(request, kiosk))


@post(
    "/v1/card-sessions/{session_id:str}/answers",
    dto=StrictBody[CardAnswer],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 503),
    sync_to_thread=True,
)
def card_session_answered(
    gateway: TheGateway,
    session_id: PathId,
    data: JSONBody[CardAnswer],
    request: AnyRequest,
    kiosk: KioskHeader = None,
) -> CardSessionAnswer:
    """What the card answered to the step; the next step, or the end. Told again, the answer is the same."""
    return gateway.card_sessions.answered(session_id, data, _source(request, kiosk))


def _source(request: AnyRequest, kiosk: str | None) -> str:
    return kiosk or (request.client.host if request.client else "")


HANDLERS = [begin_card_session, card_session_answered]
