"""The recharge cards that the demonstration has sold, for whoever plays a resident. Not in the document."""

from litestar import get

from kiosk.gateway.http.api import TheGateway
from kiosk.gateway.problems import Refused
from kiosk.wire.sandbox import ShownRechargeCard, ShownRechargeCards


@get("/sandbox/recharge-cards", include_in_schema=False, sync_to_thread=True)
def recharge_cards(gateway: TheGateway) -> ShownRechargeCards:
    """Nobody's: every code is invented."""
    if gateway.demonstration is None:
        raise Refused("not_found")
    return ShownRechargeCards(
        tuple(
            ShownRechargeCard(biller_id, code, sold.face_fen, state)
            for biller_id, issuer in gateway.demonstration.issuers.items()
            for code, sold in issuer.cards.items()
            if (state := issuer.card(code).kind) != "unknown"
        )
    )


HANDLERS = [recharge_cards]
