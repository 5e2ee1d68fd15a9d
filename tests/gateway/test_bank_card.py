"""Paying by bank card: the terminal charges, the gateway believes only the acquirer."""

from typing import Any

import pytest

from .town import Town, answered, new_id, refused


def authorise(town: Town, payment_id: str, amount_fen: int = 23875, last4: str = "1234") -> Any:
    body = {"reference": payment_id, "amount_fen": amount_fen, "card_last4": last4}
    return town.post("/sandbox/acquirer/authorise", body)


def result(town: Town, payment_id: str, outcome: str) -> Any:
    return answered(town.post(f"/v1/payments/{payment_id}/card-result", {"outcome": outcome}))


def test_an_approved_card_settles(town: Town) -> None:
    expected = town.pay(None)
    assert (expected.outcome, expected.provider) == ("card_expected", "card")
    approval = authorise(town, expected.payment_id).json()
    assert (approval["state"], approval["response_code"]) == ("approved", "00")
    settled = result(town, expected.payment_id, "approved")
    assert (settled.outcome, settled.card_last4) == ("settled", "1234")
    assert town.balance_fen("clearing:card") == 23875


def test_an_approval_the_kiosk_never_reported_is_found(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    authorise(town, payment_id)
    assert town.after(5, payment_id).outcome == "settled"


@pytest.mark.parametrize(("last4", "detail"), [("0051", "declined_funds"), ("0054", "declined")])
def test_a_declined_card_is_not_charged(town: Town, last4: str, detail: str) -> None:
    payment_id = town.pay(None).payment_id
    assert authorise(town, payment_id, last4=last4).json()["state"] == "declined"
    ended = result(town, payment_id, "declined")
    assert (ended.outcome, ended.detail) == ("not_charged", detail)
    assert {bill.state for bill in town.household_bills()} == {"payable"}


def test_a_claimed_approval_the_acquirer_does_not_know_is_no_success(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    assert result(town, payment_id, "approved").outcome == "card_expected"
    assert town.after(151, payment_id).outcome == "not_charged"


def test_a_claimed_decline_of_an_approved_card_settles_all_the_same(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    authorise(town, payment_id)
    assert result(town, payment_id, "declined").outcome == "settled"


def test_a_terminal_without_result_is_fenced_and_a_late_card_is_refused(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    ended = result(town, payment_id, "unknown")
    assert (ended.outcome, ended.detail) == ("not_charged", "timed_out")
    late = authorise(town, payment_id).json()
    assert (late["state"], late["response_code"]) == ("reversed", "12")


def test_a_lost_answer_of_the_acquirer_is_found_by_the_query(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    assert refused(authorise(town, payment_id, last4="0091")) == (504, "answer_lost")
    assert town.http.get(f"/sandbox/acquirer/{payment_id}").json()["state"] == "approved"
    assert result(town, payment_id, "unknown").outcome == "settled"


def test_another_sum_at_the_acquirer_is_given_back(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    authorise(town, payment_id, amount_fen=1)
    ended = result(town, payment_id, "unknown")
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    assert town.balance_fen("suspense") == 0


def test_cancel_gives_an_approved_card_its_money_back(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    authorise(town, payment_id)
    ended = town.cancel(payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")


def test_the_terminal_may_reverse_by_reference(town: Town) -> None:
    payment_id = town.pay(None).payment_id
    authorise(town, payment_id)
    reversal = town.post("/sandbox/acquirer/reverse", {"reference": payment_id}).json()
    assert reversal["state"] == "reversed"
    assert town.after(5, payment_id).outcome == "not_charged"


def test_card_results_are_for_card_payments(town: Town) -> None:
    path = f"/v1/payments/{new_id()}/card-result"
    assert refused(town.post(path, {"outcome": "approved"})) == (404, "payment_unknown")
    path = f"/v1/payments/{town.pay('134567890123450000').payment_id}/card-result"
    assert refused(town.post(path, {"outcome": "approved"})) == (409, "payment_not_by_card")
