"""What a gateway tells Prometheus: payments by state, what waits and how long, the database's troubles."""

from prometheus_client import generate_latest

from kiosk.gateway.http.metrics import measures
from kiosk.gateway.office.auditor import Auditor

from .town import Town

APPROVES, ASKS_PASSWORD = "134567890123450000", "134567890123450001"


def shown(town: Town) -> dict[str, float]:
    parts = town.gateway.parts
    registry = measures(town.gateway, Auditor(parts.database, parts.time))
    lines = generate_latest(registry).decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_what_payments_have_come_to_is_counted(town: Town) -> None:
    town.pay(APPROVES)
    told = shown(town)
    for state in ("charging", "charged", "posting", "posted"):
        name = f'kiosk_gateway_payments_total{{method="phone_code",state="{state}"}}'
        assert told[name] == 1
    assert told["kiosk_gateway_database_writes_total"] >= 4
    assert told["kiosk_gateway_database_write_seconds_count"] == told["kiosk_gateway_database_writes_total"]
    assert told["kiosk_gateway_database_retries_total"] == 0
    assert told["kiosk_gateway_oldest_open_payment_seconds"] == 0


def test_a_payment_that_waits_is_seen_waiting(town: Town) -> None:
    town.pay(ASKS_PASSWORD)
    town.clock.advance(65)
    told = shown(town)
    assert told['kiosk_gateway_open_payments{method="phone_code",state="charging"}'] == 1
    assert told["kiosk_gateway_oldest_open_payment_seconds"] == 65
    assert told["kiosk_gateway_driver_lag_seconds"] == 60, "its first query was due after 5 s"
    assert told["kiosk_gateway_audit_alarms_total"] == 0
