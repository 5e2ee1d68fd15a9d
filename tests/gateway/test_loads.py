"""Energy bought in advance: facts before money, the payment, the load, and the ways out of trouble."""

import pytest

from kiosk.gateway.demonstration.world import refund, remote_load
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql.schema import bill_claim
from kiosk.runtime.clock import FakeClock

from .loads_desk import (
    NO_KEYPAD,
    OFFLINE,
    ONLINE,
    REFUSES,
    assert_at_rest,
    buy,
    company,
    drive,
    load_of,
    meter,
    order,
)
from .town import ELECTRICITY, Town, refused


def test_before_money_a_meter_says_what_may_be_loaded_and_nothing_of_who_lives_there(town: Town) -> None:
    found = meter(town, ONLINE)
    assert (found.state, found.way, found.balance_fen) == ("may_load", "meter", 1860)
    assert (found.least_fen, found.most_fen) == (1000, 100_000)
    assert found.presets_fen == (2000, 5000, 10_000, 20_000)
    assert "*" in found.holder_masked
    assert "*" in found.account_masked
    assert (found.last_load, found.open_load) == (None, None)
    assert ONLINE.encode() not in town.stored()


def test_an_account_that_gets_bills_is_told_apart(town: Town) -> None:
    assert meter(town, ELECTRICITY).state == "not_prepaid"


def test_a_load_is_confirmed_by_the_meter_and_the_next_may_be_bought(town: Town) -> None:
    payment_id = buy(town, ONLINE)
    assert town.payment(payment_id).legs[0].kind == "prepaid"
    assert load_of(town, payment_id).state == "waiting"
    drive(town)
    assert load_of(town, payment_id).state == "loading"
    drive(town, 8)
    assert load_of(town, payment_id).state == "loaded"
    assert_at_rest(town, payment_id)
    found = meter(town, ONLINE)
    assert (found.state, found.version, found.balance_fen) == ("may_load", 2, 6860)
    assert found.last_load is not None
    assert found.last_load.amount_fen == 5000
    assert town.payment(payment_id).legs[0].load == "loaded"


def test_a_meter_out_of_reach_gets_twenty_digits_and_the_same_whenever_asked(town: Town) -> None:
    payment_id = buy(town, OFFLINE)
    drive(town)
    load = load_of(town, payment_id)
    assert (load.state, len(load.token or "")) == ("token", 20)
    assert load_of(town, payment_id) == load
    assert town.http.get(f"/v1/loads/{load.load_id}").json()["token"] == load.token
    assert_at_rest(town, payment_id)


@pytest.mark.parametrize("number", [NO_KEYPAD, REFUSES])
def test_when_nothing_works_the_money_goes_back_and_the_receipt_says_so(town: Town, number: str) -> None:
    payment_id = buy(town, number)
    drive(town, 5)
    assert load_of(town, payment_id).state == "returned"
    assert_at_rest(town, payment_id)
    answer = town.payment(payment_id)
    receipt = f"/v1/receipts/{answer.receipt_no}?code={answer.verification_code}"
    told = town.http.get(receipt).json()
    assert (told["outcome"], told["amount_fen"], told["legs"][0]["load"]) == ("part_settled", 0, "returned")
    page = town.http.get(receipt, headers={"Accept": "text/html"}).text
    assert "50.00" not in page
    assert "已收讫" not in page


def test_a_load_that_is_paid_is_never_paid_again_while_it_waits(town: Town) -> None:
    bought = meter(town, ONLINE)
    first = town.submit(order(bought))
    again = meter(town, ONLINE)
    assert (again.state, again.most_fen, again.presets_fen) == ("load_unfinished", 0, ())
    assert again.open_load is not None
    assert again.open_load.payment_id == first.payment_id
    second = town.submit(order(bought))
    assert (second.outcome, second.detail) == ("not_charged", "bill_busy")
    drive(town, 10)
    third = town.submit(order(bought))
    assert (third.outcome, third.detail) == ("not_charged", "bill_changed")
    assert town.count(bill_claim) == 0


@pytest.mark.parametrize(("fen", "detail"), [(999, "under_limit"), (100_001, "over_limit")])
def test_a_sum_beyond_the_limits_is_refused_before_any_charge(town: Town, fen: int, detail: str) -> None:
    ended = town.submit(order(meter(town, ONLINE), fen))
    assert (ended.outcome, ended.detail) == ("not_charged", detail)
    assert town.balance_fen("clearing:wechat") == 0


def test_a_meter_is_bought_for_as_a_meter_and_a_bill_paid_as_a_bill(town: Town) -> None:
    bought = meter(town, ONLINE)
    as_bill = order(bought)
    del as_bill["bills"][0]["load"]
    assert refused(town.send(as_bill)) == (400, "malformed")
    bill = town.household_bills()[0]
    as_meter = order(bought, bill.due_fen)
    as_meter["bills"] = [{"bill_id": bill.bill_id, "version": 1, "amount_fen": bill.due_fen, "load": "meter"}]
    assert refused(town.send(as_meter)) == (400, "malformed")
    by_card = order(bought, method="recharge_card", phone_code=None, recharge_code="1", recharge_fen=5000)
    assert refused(town.send(by_card)) == (422, "recharge_card_not_taken")


def test_bills_and_loads_are_paid_together(town: Town) -> None:
    bill = next(each for each in town.household_bills() if each.utility == "water")
    together = order(meter(town, ONLINE), 5000)
    together["bills"].append({"bill_id": bill.bill_id, "version": 1, "amount_fen": bill.due_fen})
    together["amount_fen"] += bill.due_fen
    answer = town.submit(together)
    assert (answer.outcome, [leg.kind for leg in answer.legs]) == ("settled", ["prepaid", "bill"])
    drive(town, 8)
    assert load_of(town, answer.payment_id).state == "loaded"


def test_a_meter_that_stays_silent_gets_digits_in_time_and_a_late_confirmation_wins(
    town: Town, clock: FakeClock
) -> None:
    company(town).ways["E-880001"] = "offline"
    payment_id = buy(town, ONLINE)
    company(town).ways["E-880001"] = "online"
    drive(town, 10)
    assert load_of(town, payment_id).state == "loaded"
    assert town.count(remote_load) == 1


def test_what_is_asked_about_loads_that_nobody_has_is_refused(town: Town) -> None:
    unknown = f"{'0' * 32}-0"
    for verb, path in (("GET", ""), ("POST", "/send"), ("POST", "/give-back")):
        assert refused(town.http.request(verb, f"/v1/loads/{unknown}{path}")) == (404, "load_unknown")
    nobody = "00000000-0000-4000-8000-000000000000"
    assert refused(town.http.get(f"/v1/payments/{nobody}/loads")) == (404, "payment_unknown")
    assert refused(town.http.get("/v1/loads/none")) == (400, "malformed")


def test_a_load_over_the_line_is_neither_sent_again_nor_given_back_on_a_wish(town: Town) -> None:
    payment_id = buy(town, ONLINE)
    drive(town)
    load_id = load_of(town, payment_id).load_id
    for wish in ("send", "give-back"):
        assert town.post(f"/v1/loads/{load_id}/{wish}", {}).json()["state"] == "loading"
    drive(town, 8)
    assert_at_rest(town, payment_id)
    assert town.count(refund) == 0


def test_the_auditor_finds_nothing_wrong_with_loads_at_any_moment(town: Town) -> None:
    auditor = Auditor(town.gateway.parts.database, town.gateway.parts.time)
    for each, number in enumerate((ONLINE, OFFLINE, REFUSES)):
        buy(town, number, phone_code=f"13456789012{each:03d}0000")
        for _ in range(6):
            assert auditor.audit() == ()
            drive(town)
