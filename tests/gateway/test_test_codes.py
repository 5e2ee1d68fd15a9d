"""The test phone codes of the README end as documented, for every provider, at the documented moment."""

import pytest

from .town import ELECTRICITY, Town

PROVIDERS = pytest.mark.parametrize(
    ("stem", "provider", "deadline_s"),
    [
        ("13456789012345", "wechat", 45),
        ("28123456789012", "alipay", 60),
        ("621234567890123", "unionpay", 60),
        ("0112345678901234", "ecny", 60),
    ],
)


@PROVIDERS
def test_0000_approves(town: Town, stem: str, provider: str, deadline_s: int) -> None:
    answer = town.pay(stem + "0000")
    assert (answer.outcome, answer.provider, answer.amount_fen) == ("settled", provider, 23875)
    assert [leg.state for leg in answer.legs] == ["posted"] * 3
    assert answer.receipt_no is not None
    assert answer.paid_at == "2026-11-21T17:41:00+08:00"
    assert town.household_bills() == ()


@PROVIDERS
def test_0001_asks_for_a_password_and_approves(town: Town, stem: str, provider: str, deadline_s: int) -> None:
    answer = town.pay(stem + "0001")
    assert (answer.outcome, answer.detail) == ("working", "payer_confirming")
    polled_s = 9 if provider == "alipay" else 10
    assert town.after(polled_s - 1, answer.payment_id).outcome == "working"
    assert town.after(1, answer.payment_id).outcome == "settled"


@PROVIDERS
def test_0002_declines_for_funds(town: Town, stem: str, provider: str, deadline_s: int) -> None:
    answer = town.pay(stem + "0002")
    assert (answer.outcome, answer.detail) == ("not_charged", "declined_funds")
    assert {leg.state for leg in answer.legs} == {"not_charged"}
    assert {bill.state for bill in town.household_bills()} == {"payable"}


@PROVIDERS
def test_0003_loses_the_answer_but_has_charged(town: Town, stem: str, provider: str, deadline_s: int) -> None:
    answer = town.pay(stem + "0003")
    assert (answer.outcome, answer.detail) == ("working", None)
    assert town.after(5, answer.payment_id).outcome == "settled"


@PROVIDERS
def test_0004_loses_the_answer_and_has_not_charged(
    town: Town, stem: str, provider: str, deadline_s: int
) -> None:
    answer = town.pay(stem + "0004")
    soonest_s = 15 if provider == "wechat" else 5
    assert town.after(soonest_s - 1, answer.payment_id).outcome == "working"
    ended = town.after(1, answer.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "timed_out")
    assert town.balance_fen(f"clearing:{provider}") == 0


@PROVIDERS
def test_0005_succeeds_after_the_deadline_and_is_given_back(
    town: Town, stem: str, provider: str, deadline_s: int
) -> None:
    answer = town.pay(stem + "0005")
    at_deadline = town.after(deadline_s, answer.payment_id)
    assert (at_deadline.outcome, at_deadline.detail) == ("working", "reversing")
    ended = town.after(10, answer.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    assert town.balance_fen(f"clearing:{provider}") == town.balance_fen("suspense") == 0
    assert len(town.household_bills()) == 3


def test_any_other_ending_is_an_expired_code(town: Town) -> None:
    answer = town.pay("134567890123459999")
    assert (answer.outcome, answer.detail) == ("not_charged", "code_expired")


def test_a_used_code_is_refused(town: Town) -> None:
    electricity = town.look_up("code", ELECTRICITY).bills
    assert town.pay("134567890123450000", electricity).outcome == "settled"
    again = town.pay("134567890123450000")
    assert (again.outcome, again.detail) == ("not_charged", "code_used")


@pytest.mark.parametrize(
    "code", ["62" + "1" * 16, "01" + "1" * 17, "16" + "1" * 16, "13" + "1" * 15, "A" * 18, "9" * 18]
)
def test_codes_of_no_provider_are_of_the_wrong_kind(town: Town, code: str) -> None:
    answer = town.pay(code)
    assert (answer.outcome, answer.detail) == ("not_charged", "code_wrong_kind")
    assert {bill.state for bill in town.household_bills()} == {"payable"}
