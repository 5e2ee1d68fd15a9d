"""HTTP of the service requests: saved, documents in parts, sent, withdrawn, looked up, taken up again."""

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, PathParameter

from kiosk.gateway.http.api import PathId, TheGateway, signed
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.wire.fields import END
from kiosk.wire.requests import (
    MOST_PARTS,
    DocumentAnswer,
    DocumentPart,
    RequestAnswer,
    RequestLookUp,
    RequestsAnswer,
    RequestSaved,
    RequestSent,
    RequestWithdrawn,
    ServicesAnswer,
    UnfinishedAnswer,
    UnfinishedAsked,
)

PathDocument = Annotated[str, PathParameter(pattern=r"^[a-z][a-z0-9_]{0,31}(\.[1-9])?" + END)]
PathPart = Annotated[int, PathParameter(ge=1, le=MOST_PARTS)]


@get("/v1/services", responses=signed(), sync_to_thread=False)
def services(gateway: TheGateway) -> ServicesAnswer:
    """Of which services requests are taken; a kiosk shows the others as closed."""
    return gateway.counter.requests.taken()


@post(
    "/v1/service-requests/{request_id:str}/draft",
    dto=StrictBody[RequestSaved],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422),
    sync_to_thread=True,
)
def save_request(gateway: TheGateway, request_id: PathId, data: JSONBody[RequestSaved]) -> RequestAnswer:
    """What has been answered so far. An earlier revision changes nothing."""
    return gateway.counter.requests.save(request_id, data)


@post(
    "/v1/service-requests/{request_id:str}/documents/{name:str}/parts/{part:int}",
    dto=StrictBody[DocumentPart],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422),
    sync_to_thread=True,
)
def document_part(
    gateway: TheGateway, request_id: PathId, name: PathDocument, part: PathPart, data: JSONBody[DocumentPart]
) -> DocumentAnswer:
    """A part of a picture; the answer names what is still missing. Another digest begins it anew."""
    return gateway.counter.requests.take_part(request_id, name, part, data)


@post(
    "/v1/service-requests/{request_id:str}/send",
    dto=StrictBody[RequestSent],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 422),
    sync_to_thread=True,
)
def send_request(gateway: TheGateway, request_id: PathId, data: JSONBody[RequestSent]) -> RequestAnswer:
    """The whole of it: it gets its number, once however often it is sent."""
    return gateway.counter.requests.send(request_id, data)


@post(
    "/v1/service-requests/{request_id:str}/withdraw",
    dto=StrictBody[RequestWithdrawn],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415),
    sync_to_thread=True,
)
def withdraw_request(
    gateway: TheGateway, request_id: PathId, data: JSONBody[RequestWithdrawn]
) -> RequestAnswer:
    """The resident does not want it any more: what was said and shown is wiped."""
    return gateway.counter.requests.withdraw(request_id, data)


@post(
    "/v1/service-request-look-ups",
    dto=StrictBody[RequestLookUp],
    return_dto=None,
    status_code=200,
    responses=signed(400, 404, 413, 415, 429),
    sync_to_thread=True,
)
def look_up_requests(gateway: TheGateway, data: JSONBody[RequestLookUp]) -> RequestsAnswer:
    """How a request stands, by its slip's number, or all of a person's. A POST: no number is in a URL."""
    return gateway.counter.request_look_ups.look_up(data)


@post(
    "/v1/unfinished-requests",
    dto=StrictBody[UnfinishedAsked],
    return_dto=None,
    status_code=200,
    responses=signed(400, 413, 415, 429),
    sync_to_thread=True,
)
def unfinished_requests(gateway: TheGateway, data: JSONBody[UnfinishedAsked]) -> UnfinishedAnswer:
    """A person's drafts, to go on with at any kiosk."""
    return gateway.counter.request_look_ups.unfinished(data)


HANDLERS = [
    services,
    save_request,
    document_part,
    send_request,
    withdraw_request,
    look_up_requests,
    unfinished_requests,
]
