"""A recharge card is asked about without being touched, and pays its issuer's bills whole and once."""

from typing import Any

import pytest

from .cash_desk import biller_of, bills_of, credited_fen, open_cases
from .recharge_desk import PAYABLE, ask, asking, at_rest, cards, nobodys_code, owed, pay, request
from .town import Town, refused

DUE_FEN = 11_230


def test_only_bills_of_an_issuer_say_that_a_card_pays_them(town: Town) -> None:
    digits = {bill.utility: bill.recharge_digits for bill in town.household_bills()}
    assert digits == {"electricity": 18, "water": None, "gas": None}


@pytest.mark.parametrize("face_fen", [20_000, 50_000])
def test_asking_tells_face_value_and_rest_and_changes_nothing(town: Town, face_fen: int) -> None:
    code = cards(town, face_fen=face_fen)[0]
    first = ask(town, code)
    assert (first.state, first.face_fen, first.rest_fen) == ("usable", face_fen, face_fen - DUE_FEN)
    assert first.card_masked == "*" * 14 + code[-4:]
    assert ask(town, code) == first
    at_rest(town, 0)


@pytest.mark.parametrize("state", ["used", "expired", "blocked", "other_biller"])
def test_a_card_that_cannot_be_redeemed_says_why_and_takes_no_try(town: Town, state: str) -> None:
    code = cards(town, state, 10_000)[0]
    for _ in range(8):
        told = ask(town, code)
        assert (told.state, told.face_fen, told.rest_fen) == (state, 0, 0)
    answer = pay(town, code)
    assert (answer.outcome, answer.detail) == ("not_charged", f"recharge_{state}")
    at_rest(town, 0)


def test_a_card_smaller_than_the_sum_is_refused_before_it_is_touched(town: Town) -> None:
    code = cards(town, face_fen=10_000)[0]
    assert ask(town, code).state == "too_small"
    assert ask(town, code).face_fen == 10_000
    answer = pay(town, code, 10_000)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_too_small")
    assert (answer.amount_fen, answer.face_fen) == (DUE_FEN, 0)
    assert ask(town, code, amount_fen=9_000).state == "usable"


@pytest.mark.parametrize("typed", ["1", "9" * 17, "9" * 19, "99103000000000001x", "٩" * 18, "\x00" * 18])
def test_a_mistyped_code_is_told_at_once_and_takes_no_try(town: Town, typed: str) -> None:
    for _ in range(8):
        told = ask(town, typed)
        assert (told.state, told.card_masked.strip("*")) == (
            "mistyped",
            typed[-4:] if typed.isascii() and typed.isdigit() and len(typed) > 8 else "",
        )
    answer = pay(town, typed)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_unknown")


def test_every_slip_of_one_digit_is_found(quiet_town: Town) -> None:
    [code, *_] = cards(quiet_town)
    slips = [f"{code[:n]}{(int(code[n]) + 1) % 10}{code[n + 1 :]}" for n in range(18)]
    assert {ask(quiet_town, slip).state for slip in slips} == {"mistyped"}


def test_the_bill_is_paid_and_the_rest_goes_to_its_account(town: Town) -> None:
    answer = pay(town, cards(town)[0])
    assert (answer.outcome, answer.detail) == ("settled", "recharge_rest_on_account")
    assert (answer.method, answer.provider) == ("recharge_card", "recharge_card")
    assert (answer.amount_fen, answer.face_fen) == (DUE_FEN, 20_000)
    legs = [(leg.kind, leg.amount_fen, leg.state) for leg in answer.legs]
    assert legs == [("bill", DUE_FEN, "posted"), ("account", 20_000 - DUE_FEN, "posted")]
    assert owed(town) == ()
    assert credited_fen(town) == 20_000 - DUE_FEN
    assert town.balance_fen(PAYABLE) == -20_000
    at_rest(town, 20_000)


def test_the_last_four_digits_and_no_more_are_told(town: Town) -> None:
    code = cards(town)[0]
    assert pay(town, code).card_last4 == code[-4:]


def test_a_card_of_just_the_sum_leaves_no_rest(town: Town) -> None:
    biller, bill_no = biller_of(town, owed(town)[0])
    biller.change(bill_no, 20_000)
    town.clock.advance(60)
    code = cards(town)[0]
    assert (ask(town, code).state, ask(town, code).rest_fen) == ("usable", 0)
    answer = pay(town, code)
    assert (answer.outcome, answer.detail, len(answer.legs)) == ("settled", None, 1)
    at_rest(town, 20_000)


def test_a_card_is_redeemed_once(town: Town) -> None:
    code = cards(town)[0]
    assert pay(town, code).outcome == "settled"
    other = town.look_up("account", "3102664200015").bills
    assert ask(town, code, other).state == "used"
    answer = pay(town, code, bills=other)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_used")
    at_rest(town, 20_000)


def test_the_same_request_again_is_the_same_payment(town: Town) -> None:
    body = request(town, cards(town)[0])
    assert town.submit(body) == town.submit(body)
    other = body | {"recharge_code": cards(town)[1]}
    assert refused(town.send(other)) == (422, "idempotency_key_reused")
    assert refused(town.send(body | {"recharge_fen": 50_000})) == (422, "idempotency_key_reused")
    at_rest(town, 20_000)


def test_a_card_worth_another_sum_than_was_agreed_to_is_not_redeemed(town: Town) -> None:
    code = cards(town)[0]
    for agreed_fen in (19_999, 20_001, 50_000):
        answer = pay(town, code, agreed_fen)
        assert (answer.outcome, answer.detail) == ("not_charged", "recharge_changed")
    assert ask(town, code).state == "usable"
    at_rest(town, 0)


def test_a_bill_that_has_changed_leaves_the_card_untouched(town: Town) -> None:
    body = request(town, cards(town)[0])
    biller, bill_no = biller_of(town, owed(town)[0])
    biller.change(bill_no, DUE_FEN + 100)
    answer = town.submit(body)
    assert (answer.outcome, answer.detail) == ("not_charged", "bill_changed")
    town.clock.advance(60)
    assert ask(town, cards(town)[0]).state == "usable"


def test_the_receipt_tells_what_was_paid_and_put_on_account(town: Town) -> None:
    answer = pay(town, cards(town)[0])
    url = f"/v1/receipts/{answer.receipt_no}?code={answer.verification_code}"
    told = town.http.get(url).json()
    assert told["amount_fen"] == 20_000
    assert [leg["kind"] for leg in told["legs"]] == ["bill", "account"]
    page = town.http.get(url, headers={"Accept": "text/html"}).text
    assert "112.30" in page
    assert "87.70" in page


# -- the bill that its biller will not take ------------------------------------------------------------


def test_a_rejected_bill_goes_to_its_account_and_never_back_to_the_card(town: Town) -> None:
    code = cards(town)[0]
    town.http.put("/sandbox/moods/electric-city", json={"mood": "rejects", "calls": 1})
    answer = pay(town, code)
    assert (answer.outcome, answer.detail) == ("part_settled", "recharge_bill_on_account")
    assert [(leg.kind, leg.state) for leg in answer.legs] == [("account", "posted")] * 2
    assert (answer.amount_fen, answer.face_fen) == (DUE_FEN, 20_000)
    assert credited_fen(town) == 20_000
    assert [bill.state for bill in owed(town)] == ["payable"]
    at_rest(town, 20_000)


def test_what_no_account_takes_is_a_voucher_that_the_counter_pays(town: Town) -> None:
    town.http.put("/sandbox/moods/electric-city", json={"mood": "rejects", "calls": 3})
    answer = pay(town, cards(town)[0])
    assert (answer.outcome, answer.detail) == ("part_settled", "recharge_voucher")
    assert [leg.state for leg in answer.legs] == ["voucher", "voucher"]
    vouchers = {case.number: case.fen for case in open_cases(town, "voucher")}
    assert {leg.voucher_no: leg.amount_fen for leg in answer.legs} == vouchers
    assert town.balance_fen("refund_payable") == -20_000
    at_rest(town, 20_000)


# -- what is no request for a card ---------------------------------------------------------------------


def test_bills_that_no_card_pays_together_are_refused_and_leave_no_trace(town: Town) -> None:
    code = cards(town)[0]
    for bills in (town.household_bills(), bills_of(town, "water")):
        assert refused(asking(town, code, bills)) == (422, "recharge_card_not_taken")
        body = request(town, code, 50_000, bills)
        assert refused(town.send(body)) == (422, "recharge_card_not_taken")
        assert refused(town.http.get(f"/v1/payments/{body['payment_id']}")) == (404, "payment_unknown")
    assert refused(asking(town, code, bill_ids=["never-shown"])) == (404, "bill_unknown")


@pytest.mark.parametrize(
    "changed",
    [
        {"recharge_code": None},
        {"recharge_fen": None},
        {"recharge_code": ""},
        {"recharge_code": "9" * 33},
        {"recharge_code": 991030000000000000},
        {"recharge_fen": 0},
        {"recharge_fen": -20_000},
        {"recharge_fen": "20000"},
        {"phone_code": "134567890123450000"},
        {"method": "bank_card"},
        {"method": "cash"},
    ],
)
def test_a_payment_that_says_too_little_or_too_much_is_refused(
    quiet_town: Town, changed: dict[str, Any]
) -> None:
    body = request(quiet_town, cards(quiet_town)[0]) | changed
    assert refused(quiet_town.send(body)) == (400, "malformed")


@pytest.mark.parametrize(
    "changed",
    [{"code": ""}, {"code": "9" * 33}, {"code": 9}, {"bill_ids": []}, {"amount_fen": 0}, {"pin": "1"}],
)
def test_a_wrong_question_is_refused(quiet_town: Town, changed: dict[str, Any]) -> None:
    bills = owed(quiet_town)
    body = {"code": nobodys_code(quiet_town), "bill_ids": [bill.bill_id for bill in bills]}
    body |= {"amount_fen": 1, "kiosk_id": "kiosk-1"} | changed
    assert refused(quiet_town.post("/v1/recharge-cards", body)) == (400, "malformed")


def test_a_gateway_without_an_issuer_takes_no_cards(town: Town) -> None:
    code, bills = cards(town)[0], owed(town)
    outside = town.gateway.parts.outside
    town.surround(type(outside)(outside.providers, outside.acquirer, outside.billers))
    assert {bill.recharge_digits for bill in town.household_bills()} == {None}
    assert refused(asking(town, code, bills)) == (422, "recharge_card_not_taken")
