"""What the gateway says about itself; running for real on loopback; and without a demonstration."""

import concurrent.futures
import errno
import os
import threading
from pathlib import Path

import pytest
import requests
from sqlalchemy.exc import SQLAlchemyError

from kiosk.__main__ import main
from kiosk.gateway.commands.enrolment import enrol_operator
from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.http.one_processor import on_one_processor
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.one_server import AlreadyServed
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


def test_two_gateways_may_open_one_new_file_at_once(tmp_path: Path) -> None:
    """A command beside a gateway that starts; both make the tables and the demonstration's households."""

    def opened(process_name: str) -> Gateway:
        settings = GatewaySettings(public_url="", demonstration=True)
        return open_gateway(f"sqlite:///{tmp_path / 'gateway.sqlite'}", settings, FakeClock(), process_name)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        first, second = pool.map(opened, ["first", "second"])
    found = [each.parts.register.by_account("electric-city", ELECTRICITY) for each in (first, second)]
    assert found[0] == found[1] is not None
    for each in (first, second):
        each.close()


def test_a_second_gateway_on_one_file_is_refused_while_the_first_answers(tmp_path: Path) -> None:
    path, same = tmp_path / "gateway.sqlite", tmp_path / "by-another-name.sqlite"
    same.symlink_to(path)
    first = EmbeddedGateway(path, FakeClock())
    base_url = first.start()
    for other in (path, same):
        with pytest.raises(AlreadyServed, match="another gateway serves this database already"):
            EmbeddedGateway(other, FakeClock()).start()
    assert enrol_operator(f"sqlite:///{path}", "chen"), "a command beside it goes on working"
    assert requests.get(f"{base_url}/v1/health", timeout=5).json()["state"] == "ready"
    first.stop()
    again = EmbeddedGateway(path, FakeClock())
    again.start()
    again.stop()


def test_the_command_says_that_another_gateway_serves_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    first.start()
    assert main(["gateway", "--db", f"sqlite:///{tmp_path / 'gateway.sqlite'}", "--port", "0"]) == 1
    first.stop()
    assert "another gateway serves this database already" in capsys.readouterr().err


def test_a_gateway_that_has_lost_a_thread_ends_for_whoever_starts_it_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_driver: Driver) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(Driver, "run", fails)
    assert main(["gateway", "--db", f"sqlite:///{tmp_path / 'gateway.sqlite'}", "--port", "0"]) == 1
    told = capsys.readouterr().err
    assert '"error": ["ValueError"]' in told
    assert "the gateway's thread driver has ended; see the log above" in told


def test_a_gateway_that_did_not_start_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "gateway.sqlite"
    path.write_bytes(b"this is no database" * 1000)
    with pytest.raises(SQLAlchemyError):
        EmbeddedGateway(path, FakeClock()).start()
    path.unlink()
    gateway = EmbeddedGateway(path, FakeClock())
    gateway.start()
    gateway.stop()


def test_what_serves_a_sqlite_file_keeps_to_one_processor_and_nothing_else_does() -> None:
    """The threads that answer, and those they start; not the kiosk whose process it may be in."""
    before = os.sched_getaffinity(0)
    seen: list[set[int]] = []

    def starts_another() -> None:
        thread = threading.Thread(target=lambda: seen.append(os.sched_getaffinity(0)))
        thread.start()
        thread.join()

    for url in ("sqlite:///gateway.db", "postgresql+psycopg://gateway.example/kiosk"):
        thread = threading.Thread(target=on_one_processor(starts_another, url))
        thread.start()
        thread.join()
    assert len(seen[0]) == 1
    assert seen[0] <= before == seen[1] == os.sched_getaffinity(0)


def test_a_system_that_lets_nobody_choose_a_processor_stops_no_gateway(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "sched_setaffinity", refuses)
    served = []
    on_one_processor(lambda: served.append("yes"), "sqlite:///gateway.db")()
    assert served == ["yes"]
    assert "Operation not permitted" in caplog.text
