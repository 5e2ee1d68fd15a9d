"""HTTP of what is published: a kiosk asks for its whole bulletin."""

from litestar import get

from kiosk.gateway.http.api import PathKioskId, TheGateway, signed
from kiosk.wire.bulletin import Bulletin


@get("/v1/kiosks/{kiosk_id:str}/bulletin", responses=signed(400), sync_to_thread=True)
def bulletin(gateway: TheGateway, kiosk_id: PathKioskId) -> Bulletin:
    """Notices, outages, area managers and pay points for this kiosk, with when each is to be shown.

    The answer to a heartbeat says whether there is a newer edition.
    """
    return gateway.counter.publications.bulletin(kiosk_id)


HANDLERS = [bulletin]
