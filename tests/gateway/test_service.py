"""What the gateway says about itself; running for real on loopback; and without a demonstration."""

import concurrent.futures
from pathlib import Path

import pytest
import requests
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.runtime.clock import FakeClock

from .place import Place
from .signed_kiosk import SignedKiosk
from .town import ELECTRICITY, Town, refused


def test_health_and_billers(town: Town) -> None:
    assert town.http.get("/v1/health").json()["state"] == "ready"
    billers = {each["biller_id"]: each for each in town.http.get("/v1/billers").json()["billers"]}
    assert billers["electric-city"]["state"] == "open"
    assert billers["water-south"]["next_opening"] == "2026-11-22T09:00:00+08:00"


def test_the_openapi_document_names_every_message(town: Town) -> None:
    document = town.http.get("/schema/openapi.json").json()
    submit = document["paths"]["/v1/payments"]["post"]
    body = submit["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/PaymentRequest"}
    assert {"200", "400", "404", "409", "413", "415", "422", "503"} <= set(submit["responses"])
    assert {"LookUpRequest", "LookUpAnswer", "PaymentAnswer", "Problem"} <= set(
        document["components"]["schemas"]
    )


def test_without_demonstration_there_is_no_sandbox_and_nobody_is_known(
    place: Place, clock: FakeClock
) -> None:
    bare = Town(place, clock, GatewaySettings(public_url="http://gateway.example"))
    body = {"reference": "r", "amount_fen": 1, "card_last4": "1234"}
    assert refused(bare.post("/sandbox/acquirer/authorise", body)) == (404, "not_found")
    kiosk = SignedKiosk(bare)
    assert refused(kiosk.post("/v1/look-ups", {"by": "code", "value": ELECTRICITY})) == (404, "code_unknown")
    assert refused(kiosk.post("/v1/look-ups", {"by": "id_card", "value": "x"})) == (404, "household_unknown")
    assert bare.http.get("/v1/health").json()["demonstration"] is False
    bare.close()


def test_a_fault_of_ours_is_a_problem_without_details(file_town: Town) -> None:
    file_town.gateway.close()
    (file_town.place.folder / "gateway.sqlite").write_bytes(b"this is no database" * 1000)
    response = file_town.http.get("/v1/payments/00000000-0000-0000-0000-000000000000")
    assert refused(response) == (500, "fault")
    assert "database" not in response.text


def test_embedded_starts_answers_stops_and_keeps_what_it_knew(tmp_path: Path) -> None:
    path = tmp_path / "state" / "gateway.sqlite"
    seen = []
    for _ in range(2):
        gateway = EmbeddedGateway(path, FakeClock())
        base_url = gateway.start()
        body = {"by": "code", "value": ELECTRICITY}
        seen.append(requests.post(f"{base_url}/v1/look-ups", json=body, timeout=5).json())
        gateway.stop()
    assert seen[0] == seen[1]
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{base_url}/v1/health", timeout=5)


def test_a_damaged_database_does_not_start(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(SQLAlchemyError):
        EmbeddedGateway(path, FakeClock()).start()


def test_two_embedded_gateways_may_start_on_one_new_file_at_once(tmp_path: Path) -> None:
    # Threads that import the HTTP library's parts for the first time would be in each other's way.
    first = EmbeddedGateway(tmp_path / "another.sqlite", FakeClock())
    first.start()
    first.stop()
    gateways = [EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock()) for _ in range(2)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        urls = list(pool.map(EmbeddedGateway.start, gateways))
    body = {"by": "code", "value": ELECTRICITY}
    seen = [requests.post(f"{url}/v1/look-ups", json=body, timeout=5).json() for url in urls]
    assert seen[0]["bills"] == seen[1]["bills"] != []
    for gateway in gateways:
        gateway.stop()
