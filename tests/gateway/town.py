"""A gateway with its demonstration town on a clock that only the test moves, spoken to over HTTP."""

import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import httpx
import msgspec
from litestar.testing import TestClient
from sqlalchemy import MetaData, Table, func, select

from kiosk.gateway.gateway import Gateway, assemble, open_gateway
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql import schema
from kiosk.gateway.trust.key_file import make_key_file
from kiosk.payment.saga_state import FINAL
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import BillAnswer, LookUpAnswer
from kiosk.wire.payments import PaymentAnswer

from .applications import serving
from .place import Place

ELECTRICITY, WATER, GAS = "3102664100017", "0213805012", "90380501234"
ID_NUMBER = "310108194002290011"
SETTINGS = GatewaySettings(public_url="http://gateway.example", demonstration=True)
Bills = tuple[BillAnswer, ...]


def new_id() -> str:
    return str(uuid.uuid4())


def bill_rows(bills: Bills) -> list[dict[str, Any]]:
    return [{"bill_id": b.bill_id, "version": b.version, "amount_fen": b.due_fen} for b in bills]


class Town:
    """`restart` drops the process and opens the same database again."""

    def __init__(self, place: Place, clock: FakeClock, settings: GatewaySettings = SETTINGS) -> None:
        self.place = place
        self.clock = clock
        key_file = settings.key_file or place.folder / "gateway.keys"
        if not key_file.exists():
            make_key_file(key_file)
        self._settings = msgspec.structs.replace(settings, isolation=place.isolation, key_file=key_file)
        self._served = ExitStack()
        self.gateway: Gateway
        self.http: TestClient[Any]
        self.open()

    def open(self) -> None:
        self.gateway = open_gateway(self.place.url, self._settings, self.clock)
        self._serve()

    def _serve(self) -> None:
        self.http = self._served.enter_context(serving(self.gateway))

    def close(self) -> None:
        self._served.close()
        self.gateway.close()

    def restart(self) -> None:
        self.close()
        self.open()

    def restart_as(self, *, demonstration: bool) -> None:
        self._settings = msgspec.structs.replace(self._settings, demonstration=demonstration)
        self.restart()

    def surround(self, outside: Outside) -> None:
        """Put other adapters in the place of the simulated ones."""
        parts = msgspec.structs.replace(self.gateway.parts, outside=outside)
        self.gateway = assemble(parts, self.gateway.demonstration)
        self._served.close()
        self._serve()

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> httpx.Response:
        return self.http.post(path, json=dict(body), headers=headers)

    def look_up(self, by: str, value: str, **more: str) -> LookUpAnswer:
        response = self.post("/v1/look-ups", {"by": by, "value": value} | more)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=LookUpAnswer)

    def household_bills(self) -> Bills:
        return self.look_up("code", ELECTRICITY, scope="household").bills

    def request(self, bills: Bills, phone_code: str | None, **more: Any) -> dict[str, Any]:
        return {
            "payment_id": new_id(),
            "bills": bill_rows(bills),
            "amount_fen": sum(bill.due_fen for bill in bills),
            "method": "phone_code" if phone_code else "bank_card",
            "phone_code": phone_code,
            "kiosk_id": "kiosk-1",
        } | more

    def send(self, request: Mapping[str, Any]) -> httpx.Response:
        return self.post("/v1/payments", request, **{"Idempotency-Key": str(request["payment_id"])})

    def submit(self, request: Mapping[str, Any]) -> PaymentAnswer:
        return answered(self.send(request))

    def pay(self, phone_code: str | None, bills: Bills | None = None) -> PaymentAnswer:
        return self.submit(self.request(bills or self.household_bills(), phone_code))

    def payment(self, payment_id: str) -> PaymentAnswer:
        return answered(self.http.get(f"/v1/payments/{payment_id}"))

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return answered(self.http.post(f"/v1/payments/{payment_id}/cancel"))

    def after(self, seconds: int, payment_id: str) -> PaymentAnswer:
        """Let the driver meet every timer of the coming seconds, each at its moment."""
        now_ms = self.gateway.parts.time.now_ms
        until_ms = now_ms() + seconds * 1000
        while now_ms() < until_ms:
            due_ms = self.gateway.parts.store.next_due_ms() or until_ms
            self.clock.advance((min(max(due_ms, now_ms() + 1), until_ms) - now_ms()) / 1000)
            self.gateway.driver.drive()
        return self.payment(payment_id)

    def balance_fen(self, account: str) -> int:
        fen = select(func.coalesce(func.sum(schema.ledger_line.c.fen), 0))
        with self.gateway.parts.database.reading() as connection:
            return int(connection.execute(fen.where(schema.ledger_line.c.account == account)).scalar_one())

    def ledger_sums(self) -> list[int]:
        """The sum of every ledger transaction."""
        line = schema.ledger_line.c
        sums = select(func.sum(line.fen)).group_by(line.payment_id, line.kind, line.number)
        with self.gateway.parts.database.reading() as connection:
            return [int(each) for each in connection.execute(sums).scalars()]

    def stored(self) -> bytes:
        """Every byte in the files, or where there are none of ours, everything in the tables."""
        files = b"".join(each.read_bytes() for each in self.place.folder.iterdir())
        tables = MetaData()
        with self.gateway.parts.database.reading() as connection:
            tables.reflect(connection)
            rows = [row for table in tables.sorted_tables for row in connection.execute(select(table))]
        return files + repr(rows).encode()

    def count(self, table: Table) -> int:
        with self.gateway.parts.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    def open_payments(self) -> int:
        finals = [state.value for state in FINAL]
        count = select(func.count()).where(schema.payment.c.state.not_in(finals))
        with self.gateway.parts.database.reading() as connection:
            return int(connection.execute(count).scalar_one())


def answered(response: httpx.Response) -> PaymentAnswer:
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=PaymentAnswer)


def refused(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem+json answer."""
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]
