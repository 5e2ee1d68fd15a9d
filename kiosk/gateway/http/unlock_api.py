"""HTTP of the operators' side: the code for a locked keypad, asked for by a program."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.spec import SecurityScheme
from litestar.params import HeaderParameter, JSONBody, PathParameter

from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused, documented
from kiosk.gateway.trust.unlock import Unlocking
from kiosk.wire.operators import UnlockAnswer, UnlockRequest

TheUnlocking = NamedDependency[Unlocking]
MachineNumberPath = Annotated[str, PathParameter(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=20)]
Authorization = Annotated[str | None, HeaderParameter(name="Authorization", max_length=128)]

SECURITY_SCHEMES = {
    "operator": SecurityScheme(
        type="http", scheme="bearer", description="an operator's token, as enrol-operator printed it once"
    )
}
NO_STORE = ResponseHeader(name="Cache-Control", value="no-store", description="a code is asked for anew")


@post(
    "/v1/operator/machines/{number:str}/unlock-code",
    dto=StrictBody[UnlockRequest],
    return_dto=None,
    status_code=200,
    responses=documented(400, 401, 404, 413, 415, 429),
    response_headers=[NO_STORE],
    security=[{"operator": []}],
    sync_to_thread=True,
)
def unlock_code(
    unlocking: TheUnlocking,
    request: Request[Any, Any, Any],
    number: MachineNumberPath,
    data: JSONBody[UnlockRequest],
    authorization: Authorization = None,
) -> UnlockAnswer:
    """The ten digits that open this machine's locked keypad once, for the challenge that it shows.

    They are the gateway's keyed signature over both, cut to what can be typed.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refused("operator_unknown", "send Authorization: Bearer with an operator's token")
    return UnlockAnswer(unlocking.code(token.strip(), number, data.challenge, source_of(request)))


def source_of(request: Request[Any, Any, Any]) -> str:
    return request.client.host if request.client else ""
