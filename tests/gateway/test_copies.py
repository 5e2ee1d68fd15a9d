"""Copies of receipts: each counted once, for ninety days, with the receipt's own code."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from kiosk.gateway.sql.schema_copies import receipt_copy
from kiosk.wire.paid import RECEIPT_DAYS

from .town import ELECTRICITY, ID_NUMBER, Town, refused

APPROVES = "134567890123450000"


def copy_id(number: int) -> str:
    return str(UUID(int=number))


def copies(town: Town, number: int = 1, **other: str) -> Any:
    answer = town.pay(APPROVES)
    return told(town, answer.receipt_no, answer.verification_code, number, **other)


def told(town: Town, receipt_no: str | None, code: str | None, number: int = 1, **other: str) -> Any:
    body = {"copy_id": copy_id(number), "code": code, "shown": "id_card"} | other
    return town.post(f"/v1/receipts/{receipt_no}/copies", body, **{"X-Kiosk-Id": "kiosk-1"})


def rows(town: Town) -> list[dict[str, Any]]:
    with town.gateway.parts.database.reading() as connection:
        return [dict(row) for row in connection.execute(select(receipt_copy)).mappings()]


def test_a_copy_that_is_told_again_is_the_same_copy(town: Town) -> None:
    paid = town.pay(APPROVES)
    for number, copies_by_now in ((1, 1), (1, 1), (2, 2), (1, 2)):
        answer = told(town, paid.receipt_no, paid.verification_code, number)
        assert answer.status_code == 200, answer.text
        assert answer.json()["copies"] == copies_by_now
    assert [row["copy_id"] for row in rows(town)] == [copy_id(1), copy_id(2)]


def test_on_record_is_where_and_by_what_and_nobodys_number(town: Town) -> None:
    assert copies(town, shown="code").status_code == 200
    (row,) = rows(town)
    assert (row["kiosk_id"], row["shown"]) == ("kiosk-1", "code")
    assert ELECTRICITY not in str(row)
    assert ID_NUMBER not in str(row)


@pytest.mark.parametrize(("receipt_no", "code"), [("99999999999", None), (None, "WRONGONE")])
def test_nobody_copies_what_they_cannot_name(town: Town, receipt_no: str | None, code: str | None) -> None:
    paid = town.pay(APPROVES)
    answer = told(town, receipt_no or paid.receipt_no, code or paid.verification_code)
    assert refused(answer) == (404, "receipt_unknown")
    assert rows(town) == []


def test_a_typed_number_is_no_proof(town: Town) -> None:
    assert refused(copies(town, shown="account")) == (400, "malformed")


def test_after_ninety_days_nothing_is_copied(town: Town) -> None:
    paid = town.pay(APPROVES)
    town.clock.advance(RECEIPT_DAYS * 86_400 - 60)
    assert told(town, paid.receipt_no, paid.verification_code).status_code == 200
    town.clock.advance(120)
    assert refused(told(town, paid.receipt_no, paid.verification_code, 2)) == (404, "receipt_unknown")


def test_one_id_is_of_one_receipt(town: Town) -> None:
    assert copies(town).status_code == 200
    bills = town.look_up("account", "3102664200015", scope="household").bills
    other = town.pay("134567890123460000", bills)
    answer = told(town, other.receipt_no, other.verification_code)
    assert refused(answer) == (422, "idempotency_key_reused")
