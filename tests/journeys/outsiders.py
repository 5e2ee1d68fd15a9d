"""What others do at the same time: another kiosk pays the bill, the biller changes it or takes it back."""

import sqlite3
import uuid
from pathlib import Path

from kiosk.backend.client import GatewayClient
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentRequest


class OtherKiosk:
    """Looks a bill up and begins to pay it by card, which nobody will insert."""

    def __init__(self, gateway_url: str) -> None:
        self._client = GatewayClient(gateway_url, "OTHER-1")

    def claims(self, code: str) -> str:
        """The id of the payment that now holds the bills behind this code."""
        owed = self._client.look_up(LookUpRequest(by="code", value=code)).bills
        payment_id = str(uuid.uuid4())
        request = PaymentRequest(
            payment_id=payment_id,
            bills=tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in owed),
            amount_fen=sum(bill.due_fen for bill in owed),
            method="bank_card",
            phone_code=None,
            kiosk_id="OTHER-1",
        )
        assert self._client.submit(request).outcome == "card_expected"
        return payment_id

    def gives_up(self, payment_id: str) -> None:
        assert self._client.cancel(payment_id).outcome == "not_charged"

    def close(self) -> None:
        self._client.close()


class Billers:
    """The billers' own hands, in their own tables of the demonstration."""

    def __init__(self, db_path: Path) -> None:
        self._db_path = db_path

    def change(self, bill_id: str, due_fen: int) -> None:
        self._write("INSERT INTO simulated_changed_bill VALUES (?, 2, ?)", self._number(bill_id), due_fen)

    def withdraw(self, bill_id: str) -> None:
        """Paid at the biller's own counter, say."""
        self._write("INSERT INTO simulated_paid_bill VALUES (?)", self._number(bill_id))

    def _number(self, bill_id: str) -> str:
        database = sqlite3.connect(self._db_path)
        try:
            [[number]] = database.execute("SELECT biller_bill_no FROM bill WHERE bill_id = ?", (bill_id,))
        finally:
            database.close()
        return str(number)

    def _write(self, statement: str, *values: str | int) -> None:
        database = sqlite3.connect(self._db_path, timeout=10)
        try:
            with database:
                database.execute(statement, values)
        finally:
            database.close()
