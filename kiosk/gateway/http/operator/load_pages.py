"""Loads that were paid and have not ended: what a meter, a card, a company or a payer still waits for."""

from typing import Annotated

from litestar import Response, get
from litestar.params import QueryParameter

from kiosk.gateway.http.operator.answers import ROOT
from kiosk.gateway.http.operator.desk import TheDesk
from kiosk.gateway.http.operator.payment_pages import load_pill
from kiosk.gateway.office.load_files import waiting_count, waiting_page
from kiosk.wire.fields import END

PATH = f"{ROOT}/loads"
PAGE = 50
After = Annotated[str, QueryParameter(pattern=r"^[0-9a-f-]{0,40}" + END)]


@get(PATH, include_in_schema=False, sync_to_thread=True)
def loads(desk: TheDesk, after: After = "") -> Response[str]:
    page, number = desk.read(
        lambda connection: (waiting_page(connection, after or None, PAGE), waiting_count(connection))
    )
    return desk.show(
        "loads.html",
        "payments",
        page=page,
        number=number,
        after=after,
        load_pill=load_pill,
        now_ms=desk.now_ms,
    )


HANDLERS = [loads]
