"""Hands for tests of recharge cards: codes of the demonstration, asking about one, paying with one."""

from typing import Any

import httpx
import msgspec
from sqlalchemy import select

from kiosk.gateway.demonstration.check_digits import account_number
from kiosk.gateway.demonstration.recharge_cards import Card
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql.schema_recharge import recharge_try
from kiosk.wire.payments import PaymentAnswer
from kiosk.wire.recharge_cards import RechargeCardAnswer

from .cash_desk import bills_of
from .town import Bills, Town

ISSUER = "electric-city"
CLEARING = "clearing:recharge_card"
PAYABLE = f"payable:{ISSUER}"


def cards(town: Town, state: Any = "usable", face_fen: int = 20_000) -> list[str]:
    """Codes of such cards as they were sold."""
    assert town.gateway.demonstration is not None
    sold = town.gateway.demonstration.issuers[ISSUER].cards
    return [code for code, card in sold.items() if card == Card(face_fen, state)]


def nobodys_code(town: Town, number: int = 0) -> str:
    """It passes the check digit, and no card has it."""
    rule = town.gateway.parts.book[ISSUER].recharge_code
    assert rule is not None
    return account_number(rule, 8_000_000_000_000_000 + 100 * number)


def owed(town: Town) -> Bills:
    return bills_of(town, "electricity")


def asking(town: Town, code: str, bills: Bills | None = None, **more: Any) -> httpx.Response:
    bills = bills or owed(town)
    body = {
        "code": code,
        "bill_ids": [bill.bill_id for bill in bills],
        "amount_fen": sum(bill.due_fen for bill in bills),
        "kiosk_id": "kiosk-1",
    }
    return town.post("/v1/recharge-cards", body | more)


def ask(town: Town, code: str, bills: Bills | None = None, **more: Any) -> RechargeCardAnswer:
    response = asking(town, code, bills, **more)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=RechargeCardAnswer)


def request(town: Town, code: str, face_fen: int = 20_000, bills: Bills | None = None) -> dict[str, Any]:
    more = {"method": "recharge_card", "recharge_code": code, "recharge_fen": face_fen}
    return town.request(bills or owed(town), None, **more)


def pay(town: Town, code: str, face_fen: int = 20_000, bills: Bills | None = None) -> PaymentAnswer:
    return town.submit(request(town, code, face_fen, bills))


def tries(town: Town) -> int:
    """That count."""
    with town.gateway.parts.database.reading() as connection:
        return len(connection.execute(select(recharge_try).where(recharge_try.c.counts)).all())


def at_rest(town: Town, redeemed_fen: int) -> None:
    """The books when nothing is under way and cards worth so much were redeemed."""
    assert town.open_payments() == 0
    assert town.balance_fen(CLEARING) == redeemed_fen
    assert town.balance_fen("suspense") == 0
    assert set(town.ledger_sums()) <= {0}
    parts = town.gateway.parts
    assert Auditor(parts.database, parts.time).audit() == ()
