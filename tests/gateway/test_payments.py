"""Submitting payments over HTTP: one id is one payment, one bill in one payment, nonsense has no effect."""

import concurrent.futures
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from kiosk.gateway.demonstration.biller import SimulatedBiller
from kiosk.gateway.parties.adapters import AdapterSilent, BillerBill
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.sql import schema

from .test_posting import alter_billers, silent
from .town import ELECTRICITY, Town, answered, bill_rows, new_id, refused

APPROVES = "134567890123450000"
ASKS_PASSWORD = "134567890123450001"


def stored_payments(town: Town) -> int:
    with town.gateway.parts.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(schema.payment)).scalar_one()


def water_biller(town: Town) -> SimulatedBiller:
    assert town.gateway.demonstration is not None
    return town.gateway.demonstration.billers["water-city"]


def test_the_same_request_again_is_the_same_payment(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    first, again = town.submit(request), town.submit(request)
    assert first == again
    assert town.balance_fen("clearing:wechat") == 23875


def test_the_same_request_again_needs_no_biller(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    first = town.submit(request)
    alter_billers(town, set(town.gateway.parts.outside.billers), bill=silent)
    assert town.submit(request) == first
    assert refused(town.send(request | {"kiosk_id": "kiosk-2"})) == (422, "idempotency_key_reused")
    assert refused(town.send(request | {"payment_id": new_id()})) == (503, "biller_unavailable")


def test_the_same_request_while_it_runs_says_where_it_stands(town: Town) -> None:
    request = town.request(town.household_bills(), ASKS_PASSWORD)
    assert town.submit(request) == town.submit(request)
    assert town.after(10, request["payment_id"]).outcome == "settled"
    assert town.balance_fen("clearing:wechat") == 23875


@pytest.mark.parametrize(
    "change",
    [
        {"kiosk_id": "kiosk-2"},
        {"phone_code": "134567890123460000"},
        {"method": "bank_card", "phone_code": None},
    ],
)
def test_the_same_id_with_other_content_is_refused(town: Town, change: dict[str, Any]) -> None:
    request = town.request(town.household_bills(), APPROVES)
    before = town.submit(request)
    assert refused(town.send(request | change)) == (422, "idempotency_key_reused")
    assert town.payment(request["payment_id"]) == before


def test_the_key_is_needed_and_must_be_the_payment_id(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    assert refused(town.post("/v1/payments", request)) == (400, "idempotency_key_missing")
    other = {"Idempotency-Key": new_id()}
    assert refused(town.post("/v1/payments", request, **other)) == (400, "idempotency_key_wrong")
    assert stored_payments(town) == 0
    quoted = {"Idempotency-Key": f'"{request["payment_id"]}"'}
    assert answered(town.post("/v1/payments", request, **quoted)).outcome == "settled"


def test_many_at_once_under_one_id_charge_once(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: town.send(request), range(16)))
    assert {response.status_code for response in responses} <= {200, 409}
    assert town.payment(request["payment_id"]).outcome == "settled"
    assert town.balance_fen("clearing:wechat") == 23875


def test_many_at_once_for_one_bill_charge_once(town: Town) -> None:
    bills = town.household_bills()
    requests = [town.request(bills, f"1345678901{n:04d}0000") for n in range(8)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(town.submit, requests))
    assert sorted(answer.outcome for answer in answers) == ["not_charged"] * 7 + ["settled"]
    assert {answer.detail for answer in answers} <= {None, "bill_busy", "bill_paid"}
    assert town.balance_fen("clearing:wechat") == 23875


def test_a_bill_somebody_else_is_paying_is_not_charged(town: Town) -> None:
    first = town.pay(ASKS_PASSWORD)
    electricity = town.look_up("code", ELECTRICITY).bills
    busy = town.pay(APPROVES, electricity)
    assert (busy.outcome, busy.detail) == ("not_charged", "bill_busy")
    assert town.cancel(first.payment_id).outcome == "working"
    assert town.after(15, first.payment_id).outcome == "not_charged"
    assert town.pay("134567890123460000", electricity).outcome == "settled"


def test_a_bill_changed_since_it_was_shown_is_not_charged(town: Town) -> None:
    bills = town.household_bills()
    biller = water_biller(town)
    biller.change(biller.bills("0213805012")[0].bill_no, 7300)
    answer = town.pay(APPROVES, bills)
    assert (answer.outcome, answer.detail) == ("not_charged", "bill_changed")
    assert town.household_bills()[0].version == 2
    assert town.pay("134567890123460000").amount_fen == 23875 - 7245 + 7300


def test_a_bill_paid_elsewhere_meanwhile_is_not_charged(town: Town) -> None:
    bills = town.household_bills()
    biller = water_biller(town)
    biller.withdraw(biller.bills("0213805012")[0].bill_no)
    assert town.pay(APPROVES, bills).detail == "bill_paid"
    assert len(town.household_bills()) == 2


def test_less_than_the_bill_is_not_taken(town: Town) -> None:
    electricity = town.look_up("code", ELECTRICITY).bills
    rows = [bill_rows(electricity)[0] | {"amount_fen": 100}]
    answer = town.submit(town.request(electricity, APPROVES) | {"bills": rows, "amount_fen": 100})
    assert (answer.outcome, answer.detail) == ("not_charged", "bill_changed")


@pytest.mark.parametrize(
    ("account", "detail"), [("0513810013", "biller_closed"), ("96380506008", "biller_paused")]
)
def test_a_closed_or_paused_biller_takes_no_payment(town: Town, account: str, detail: str) -> None:
    answer = town.pay(APPROVES, town.look_up("account", account).bills)
    assert (answer.outcome, answer.detail) == ("not_charged", detail)


class SilentBiller:
    """Answers nothing."""

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        raise AdapterSilent("test")

    bill = post = query = void = bills


def test_a_biller_that_does_not_answer_is_unavailable_and_nothing_is_kept(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    outside = town.gateway.parts.outside
    billers = {**outside.billers, "gas-city": SilentBiller()}
    town.surround(Outside(outside.providers, outside.acquirer, billers))
    assert refused(town.send(request)) == (503, "biller_unavailable")
    assert refused(town.post("/v1/look-ups", {"by": "code", "value": ELECTRICITY, "scope": "household"})) == (
        503,
        "biller_unavailable",
    )
    assert town.look_up("code", ELECTRICITY).bills != ()
    town.surround(outside)
    assert town.submit(request).outcome == "settled"


def test_sums_that_do_not_add_up_are_refused(quiet_town: Town) -> None:
    bills = quiet_town.household_bills()
    assert refused(quiet_town.send(quiet_town.request(bills, APPROVES, amount_fen=1))) == (
        422,
        "amount_mismatch",
    )
    twice = quiet_town.request(bills[:1], APPROVES) | {
        "bills": bill_rows(bills)[:1] * 2,
        "amount_fen": 2 * bills[0].due_fen,
    }
    assert refused(quiet_town.send(twice)) == (400, "malformed")
    unknown = {"bills": [{"bill_id": "nothing", "version": 1, "amount_fen": 5}], "amount_fen": 5}
    assert refused(quiet_town.send(quiet_town.request(bills, APPROVES) | unknown)) == (404, "bill_unknown")
    assert stored_payments(quiet_town) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": "23875"},
        {"amount_fen": 23875.0},
        {"amount_fen": -1},
        {"amount_fen": 0},
        {"amount_fen": 10**30},
        {"amount_fen": True},
        {"payment_id": "1; drop table payment"},
        {"payment_id": 7},
        {"bills": []},
        {"bills": None},
        {"method": "cash"},
        {"method": "bank_card"},
        {"phone_code": None},
        {"kiosk_id": ""},
        {"kiosk_id": "x" * 100},
        {"surprise": 1},
    ],
)
def test_malformed_requests_have_no_effect(quiet_town: Town, wrong: dict[str, Any]) -> None:
    request = quiet_town.request(quiet_town.household_bills(), APPROVES) | wrong
    key = {"Idempotency-Key": str(request["payment_id"])}
    body = msgspec.json.encode(request)
    response = quiet_town.http.post(
        "/v1/payments", content=body, headers={"content-type": "application/json"} | key
    )
    assert refused(response) == (400, "malformed")
    assert str(APPROVES) not in response.text
    assert stored_payments(quiet_town) == 0


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (b"", "application/json", (400, "malformed")),
        (b"{", "application/json", (400, "malformed")),
        (b"\xff\xfe", "application/json", (400, "malformed")),
        (b"[" * 50_000, "application/json", (400, "malformed")),
        (b"[]", "application/json", (400, "malformed")),
        (b"a=1", "application/x-www-form-urlencoded", (415, "media_type_wrong")),
        (b"{}", "text/plain", (415, "media_type_wrong")),
        (b"x" * 70_000, "application/json", (413, "too_large")),
    ],
)
def test_bodies_that_are_no_request_are_refused(
    quiet_town: Town, content: bytes, content_type: str, expected: tuple[int, str]
) -> None:
    for path in ("/v1/payments", "/v1/look-ups"):
        assert (
            refused(quiet_town.http.post(path, content=content, headers={"content-type": content_type}))
            == expected
        )


@pytest.mark.parametrize(
    ("verb", "path", "expected"),
    [
        ("GET", "/v1/payments/00000000-0000-0000-0000-000000000000", (404, "payment_unknown")),
        ("GET", "/v1/payments/x", (400, "malformed")),
        ("GET", "/v1/nothing", (404, "not_found")),
        ("DELETE", "/v1/payments", (405, "method_not_allowed")),
        ("GET", "/v1/receipts/12345678", (400, "malformed")),
        ("GET", "/v1/receipts/12345678?code=A", (404, "receipt_unknown")),
    ],
)
def test_paths_that_lead_nowhere_are_problems_too(
    quiet_town: Town, verb: str, path: str, expected: tuple[int, str]
) -> None:
    assert refused(quiet_town.http.request(verb, path)) == expected
