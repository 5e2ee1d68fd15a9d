"""Misbehaviour of the simulated parties on request. Demonstration only, and in no published document."""

from typing import Annotated

from litestar import get, put
from litestar.params import JSONBody, PathParameter

from kiosk.gateway.demonstration.moods import Moods
from kiosk.gateway.gateway import Gateway
from kiosk.gateway.http.api import TheGateway
from kiosk.gateway.http.strict_body import StrictBody
from kiosk.gateway.problems import Refused
from kiosk.wire.sandbox import MoodRequest, MoodsAnswer

Party = Annotated[str, PathParameter(pattern=r"^[a-z][a-z_-]{1,39}$")]


@get("/sandbox/moods", include_in_schema=False, sync_to_thread=False)
def moods(gateway: TheGateway) -> MoodsAnswer:
    """Who misbehaves now, and how."""
    return MoodsAnswer(dict(_moods(gateway).now()))


@put(
    "/sandbox/moods/{party:str}",
    dto=StrictBody[MoodRequest],
    return_dto=None,
    include_in_schema=False,
    sync_to_thread=False,
)
def put_mood(gateway: TheGateway, party: Party, data: JSONBody[MoodRequest]) -> MoodsAnswer:
    """`party` is a provider ("wechat", "card") or a biller ("water-city")."""
    known = _moods(gateway)
    try:
        known.put(party, data.mood, data.calls)
    except KeyError:
        raise Refused("not_found", "no simulated provider or biller of this name") from None
    except ValueError:
        raise Refused("malformed", "this party has no such mood") from None
    return MoodsAnswer(dict(known.now()))


def _moods(gateway: Gateway) -> Moods:
    if gateway.demonstration is None:
        raise Refused("not_found")
    return gateway.demonstration.moods


HANDLERS = [moods, put_mood]
