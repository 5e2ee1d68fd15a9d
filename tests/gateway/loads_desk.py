"""Buying for prepaid meters in the demonstration town, over HTTP, with the loads driven by the test."""

from typing import Any

import msgspec

from kiosk.gateway.demonstration.meter_company import SimulatedMeterCompany
from kiosk.gateway.demonstration.world import refund, remote_load
from kiosk.gateway.office.unfetched_loads import UnfetchedLoads
from kiosk.gateway.sql.schema_loads import load_outbox
from kiosk.wire.loads import LoadAnswer, LoadsAnswer, PrepaidAnswer, PrepaidMeter

from .town import Town, new_id

ONLINE, OFFLINE, NO_KEYPAD, REFUSES = "3102664300013", "0213807014", "0213806055", "3102700003651"
APPROVES = "134567890123450000"


def meter(town: Town, number: str) -> PrepaidMeter:
    response = town.post("/v1/prepaid-meters", {"by": "account", "value": number})
    assert response.status_code == 200, response.text
    (found,) = msgspec.json.decode(response.content, type=PrepaidAnswer).meters
    return found


def order(bought: PrepaidMeter, amount_fen: int = 5000, **more: Any) -> dict[str, Any]:
    wanted = {"bill_id": bought.meter_id, "version": bought.version, "amount_fen": amount_fen}
    return {
        "payment_id": new_id(),
        "bills": [wanted | {"load": bought.way}],
        "amount_fen": amount_fen,
        "method": "phone_code",
        "phone_code": APPROVES,
        "kiosk_id": "kiosk-1",
    } | more


def buy(town: Town, number: str, amount_fen: int = 5000, **more: Any) -> str:
    """The payment's id, once it is settled."""
    paid = town.submit(order(meter(town, number), amount_fen, **more))
    assert paid.outcome == "settled"
    return paid.payment_id


def load_of(town: Town, payment_id: str) -> LoadAnswer:
    response = town.http.get(f"/v1/payments/{payment_id}/loads")
    assert response.status_code == 200, response.text
    (load,) = msgspec.json.decode(response.content, type=LoadsAnswer).loads
    return load


def drive(town: Town, seconds: int = 1) -> None:
    """Payments and loads, second by second; those that nobody comes for have been looked for then."""
    for _ in range(seconds):
        town.gateway.driver.drive()
        town.gateway.loads.driver.drive()
        town.clock.advance(1)
    UnfetchedLoads(town.gateway.parts.database, town.gateway.parts.time).note()


def company(town: Town, biller_id: str = "electric-city") -> SimulatedMeterCompany:
    assert town.gateway.demonstration is not None
    return town.gateway.demonstration.meters[biller_id]


def assert_at_rest(town: Town, payment_id: str) -> None:
    """Whatever happened: loaded or given back, once, and the books say so."""
    load = load_of(town, payment_id)
    delivered = load.state in {"loaded", "token"}
    assert delivered or load.state == "returned"
    assert town.count(remote_load) <= 1
    assert town.count(load_outbox) == 0
    assert town.count(refund) == (0 if delivered else 1)
    assert town.balance_fen("suspense") == town.balance_fen("refund_payable") == 0
    assert town.balance_fen("clearing:wechat") == (load.amount_fen if delivered else 0)
    assert set(town.ledger_sums()) == {0}
