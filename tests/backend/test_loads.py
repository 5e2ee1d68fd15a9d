"""Buying for a prepaid meter over real HTTP to a real gateway, whose own threads load the meter."""

from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.loads import CardFacts, CardSessionRequest
from kiosk.wire.payments import BillToPay, PaymentRequest

from .canned import canned, says

PAYMENT = "00000000-0000-4000-8000-000000000001"
LOAD = f"{PAYMENT.replace('-', '')}-0"
OFFLINE = "0213807014"


def test_what_is_bought_for_a_meter_is_owed_as_a_load(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    (meter,) = client.loads.prepaid(LookUpRequest("account", OFFLINE)).meters
    bill = BillToPay(meter.meter_id, meter.version, 5000, "meter")
    request = PaymentRequest(PAYMENT, (bill,), 5000, "phone_code", "134567890123450000", "kiosk-1")
    assert client.submit(request).outcome == "settled"
    (load,) = client.loads.of_payment(PAYMENT).loads
    assert (load.load_id, load.amount_fen, load.way) == (LOAD, 5000, "meter")
    assert client.loads.load(LOAD).payment_id == PAYMENT
    assert {client.loads.send(LOAD).way, client.loads.give_back(LOAD).way} == {"meter"}
    client.close()
    gateway.stop()


def test_an_answer_about_another_load_payment_or_session_is_none() -> None:
    other = LOAD.replace("1-0", "2-0")
    load = (
        f'{{"load_id":"{other}","payment_id":"{PAYMENT[:-1]}2","utility":"water","way":"meter",'
        '"state":"loaded","amount_fen":1,"method":"phone_code"}'
    )
    asked = CardSessionRequest(PAYMENT, "read", CardFacts("cpu", "3b00"))
    for said, ask in (
        (load, lambda client: client.loads.load(LOAD)),
        (f'{{"loads":[{load}]}}', lambda client: client.loads.of_payment(PAYMENT)),
        (f'{{"session_id":"{PAYMENT}"}}', lambda client: client.loads.begin_card(asked)),
    ):
        with canned(says(said.encode())) as gateway:
            client = GatewayClient(gateway.base_url, "kiosk-1")
            with pytest.raises(GatewayGarbage):
                ask(client)
            client.close()
