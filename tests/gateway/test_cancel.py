"""Cancelling: an unknown id is buried, a payment under way is fenced, an end stays an end."""

from .town import Town, new_id

APPROVES = "134567890123450000"


def test_an_unknown_id_is_buried_and_a_late_request_finds_it_ended(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    buried = town.cancel(request["payment_id"])
    assert (buried.outcome, buried.detail, buried.amount_fen) == ("not_charged", "cancelled", 0)
    late = town.submit(request)
    assert (late.outcome, late.detail) == ("not_charged", "cancelled")
    assert town.balance_fen("clearing:wechat") == 0
    assert {bill.state for bill in town.household_bills()} == {"payable"}


def test_burying_twice_is_burying_once(town: Town) -> None:
    payment_id = new_id()
    assert town.cancel(payment_id) == town.cancel(payment_id)


def test_a_payment_the_payer_is_confirming_is_closed_without_a_charge(town: Town) -> None:
    answer = town.pay("284567890123450001")
    ended = town.cancel(answer.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "cancelled")
    assert town.after(30, answer.payment_id).outcome == "not_charged"
    assert town.balance_fen("clearing:alipay") == 0


def test_money_that_came_before_the_fence_is_given_back(town: Town) -> None:
    answer = town.pay("134567890123450001")
    assert town.cancel(answer.payment_id).detail == "reversing"
    ended = town.after(16, answer.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    assert town.balance_fen("clearing:wechat") == 0


def test_a_settled_payment_stays_settled(town: Town) -> None:
    settled = town.pay(APPROVES)
    assert town.cancel(settled.payment_id) == settled
