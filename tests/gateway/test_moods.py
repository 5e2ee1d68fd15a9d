"""Simulated providers and billers misbehave on request, and no money is lost or taken twice."""

import pytest

from kiosk.gateway.demonstration.moods import SLOW_S

from .town import Town, refused

APPROVING = "134567890123450000"


def put(town: Town, party: str, mood: str | None, calls: int | None = None) -> None:
    answer = town.http.put(f"/sandbox/moods/{party}", json={"mood": mood, "calls": calls})
    assert answer.status_code == 200, answer.text


def money_is_where_it_belongs(town: Town, *, paid: bool) -> None:
    assert set(town.ledger_sums()) <= {0}
    assert town.balance_fen("suspense") == 0
    assert (town.balance_fen("clearing:wechat") > 0) is paid
    assert town.open_payments() == 0


@pytest.mark.parametrize(
    ("mood", "calls", "outcome"),
    [
        ("silent", 3, "not_charged"),
        ("answers_lost", 2, "settled"),
        ("wrong_sum", 2, "settled"),
        ("wrong_number", 2, "settled"),
        ("unknown_state", 2, "settled"),
        ("malformed", 2, "settled"),
        ("takes_back", 1, "not_charged"),
        ("wrong_sum", 40, "not_charged"),
        ("malformed", 40, "not_charged"),
        ("unknown_state", 40, "not_charged"),
    ],
)
def test_a_provider_misbehaves(town: Town, mood: str, calls: int, outcome: str) -> None:
    put(town, "wechat", mood, calls)
    payment_id = town.pay(APPROVING).payment_id
    assert town.after(2_400, payment_id).outcome == outcome
    money_is_where_it_belongs(town, paid=outcome == "settled")


def test_a_reversal_without_effect_is_repeated_until_it_has_one(town: Town) -> None:
    put(town, "wechat", "answers_lost")
    payment_id = town.pay(APPROVING).payment_id
    put(town, "wechat", "reverses_nothing")
    town.cancel(payment_id)
    during = town.after(300, payment_id)
    assert (during.outcome, during.detail) == ("working", "reversing")
    put(town, "wechat", None)
    ended = town.after(90, payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    money_is_where_it_belongs(town, paid=False)


def test_a_reversal_without_effect_for_a_day_ends_as_a_refund(town: Town) -> None:
    put(town, "alipay", "answers_lost")
    payment_id = town.pay("284567890123450000").payment_id
    put(town, "alipay", "reverses_nothing")
    town.cancel(payment_id)
    town.clock.advance(86_400)
    ended = town.after(130, payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    assert town.balance_fen("clearing:alipay") == town.balance_fen("suspense") == 0


@pytest.mark.parametrize(
    ("mood", "calls", "outcome", "left"),
    [
        ("late", None, "settled", 0),
        ("rejects", 1, "part_settled", 1),
        ("answers_lost", 3, "settled", 0),
        ("wrong_sum", 3, "settled", 0),
        ("wrong_number", 3, "settled", 0),
        ("unknown_state", 3, "settled", 0),
        ("malformed", 3, "settled", 0),
    ],
)
def test_a_biller_misbehaves(town: Town, mood: str, calls: int | None, outcome: str, left: int) -> None:
    bills = town.household_bills()
    request = town.request(bills, "134567890123450003")
    payment_id = town.submit(request).payment_id
    put(town, "water-city", mood, calls)
    assert town.after(2_400, payment_id).outcome == outcome
    put(town, "water-city", None)
    assert len(town.household_bills()) == left
    money_is_where_it_belongs(town, paid=True)


def test_a_biller_that_is_silent_and_cannot_void_holds_the_money(town: Town) -> None:
    payment_id = town.submit(town.request(town.household_bills(), "134567890123450003")).payment_id
    put(town, "water-city", "silent")
    town.after(300, payment_id)
    put(town, "water-city", "no_voids")
    held = town.after(200, payment_id)
    assert (held.outcome, held.detail) == ("pending", "held")


def test_a_bill_that_changes_when_it_is_asked_for_is_not_paid(town: Town) -> None:
    bills = town.household_bills()
    put(town, "gas-city", "changes_bills", 1)
    answer = town.submit(town.request(bills, APPROVING))
    assert (answer.outcome, answer.detail) == ("not_charged", "bill_changed")
    assert {bill.due_fen for bill in town.household_bills() if bill.utility == "gas"} == {5500}


def test_a_slow_provider_is_waited_for(town: Town) -> None:
    assert town.gateway.demonstration is not None
    town.gateway.demonstration.moods.pause = town.clock.advance
    put(town, "wechat", "slow", 1)
    before_s = town.clock.monotonic_s()
    assert town.pay(APPROVING).outcome == "settled"
    assert town.clock.monotonic_s() - before_s == pytest.approx(SLOW_S)


def test_moods_end_after_their_calls_and_nobody_has_anothers(town: Town) -> None:
    put(town, "water-city", "silent", 1)
    assert town.http.get("/sandbox/moods").json() == {"moods": {"water-city": "silent"}}
    town.http.post("/v1/look-ups", json={"by": "account", "value": "0213805012"})
    assert town.http.get("/sandbox/moods").json() == {"moods": {}}
    body = {"mood": "takes_back", "calls": None}
    assert refused(town.http.put("/sandbox/moods/water-city", json=body)) == (400, "malformed")
    assert refused(town.http.put("/sandbox/moods/nobody", json=body)) == (404, "not_found")


def test_without_a_demonstration_there_are_no_moods(town: Town) -> None:
    town.restart_as(demonstration=False)
    assert town.http.get("/sandbox/moods").status_code == 404
