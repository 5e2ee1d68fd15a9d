"""What a simulated company finds out about a card that no reader can read. Demonstration only, and in no
published document."""

from typing import Annotated

from litestar import put
from litestar.params import PathParameter

from kiosk.gateway.http.api import TheGateway
from kiosk.gateway.problems import Refused
from kiosk.wire.load_words import LOAD_ID
from kiosk.wire.loads import LoadAnswer

PathLoadId = Annotated[str, PathParameter(pattern=LOAD_ID)]


@put("/sandbox/card-loads/{load_id:str}/not-on-card", include_in_schema=False, sync_to_thread=True)
def not_on_card(gateway: TheGateway, load_id: PathLoadId) -> LoadAnswer:
    """From now on the company takes this load back when it is asked to. Nothing else changes."""
    answer = gateway.loads.answer(load_id)
    company_id = gateway.loads.known(load_id).load.biller_id
    if gateway.demonstration is None or company_id not in gateway.demonstration.cards:
        raise Refused("not_found")
    gateway.demonstration.cards[company_id].found_nothing(load_id)
    return answer


HANDLERS = [not_on_card]
