"""The simulated card acquirer over HTTP, for the simulated payment terminal. Demonstration only."""

from litestar import get, post
from litestar.params import FromPath, JSONBody

from kiosk.gateway.demonstration.acquirer import ANSWER_LOST_LAST4
from kiosk.gateway.demonstration.composition import Demonstration
from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.api import TheGateway
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused, documented
from kiosk.wire.sandbox import AuthoriseAnswer, AuthoriseRequest, ReverseRequest


@post(
    "/sandbox/acquirer/authorise",
    dto=StrictBody[AuthoriseRequest],
    return_dto=None,
    status_code=200,
    responses=documented(400, 413, 415, 504),
    sync_to_thread=True,
)
def authorise(gateway: TheGateway, data: JSONBody[AuthoriseRequest]) -> AuthoriseAnswer:
    answer = _shown(gateway).acquirer.authorise(data)
    if data.card_last4 == ANSWER_LOST_LAST4:
        raise Refused("answer_lost", "the test card 0091 loses the answer on purpose")
    return answer


@post(
    "/sandbox/acquirer/reverse",
    dto=StrictBody[ReverseRequest],
    return_dto=None,
    status_code=200,
    responses=documented(400, 413, 415),
    sync_to_thread=True,
)
def reverse(gateway: TheGateway, data: JSONBody[ReverseRequest]) -> AuthoriseAnswer:
    acquirer = _shown(gateway).acquirer
    acquirer.reverse(data.reference.replace("-", ""))
    return acquirer.last_result(data.reference)


@get("/sandbox/acquirer/{reference:str}", responses=documented(400), sync_to_thread=True)
def last_result(gateway: TheGateway, reference: FromPath[str]) -> AuthoriseAnswer:
    return _shown(gateway).acquirer.last_result(reference)


def _shown(gateway: Gateway) -> Demonstration:
    if gateway.demonstration is None:
        raise Refused("not_found")
    return gateway.demonstration


HANDLERS = [authorise, reverse, last_result]
