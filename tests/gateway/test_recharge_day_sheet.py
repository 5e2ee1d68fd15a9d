"""Recharge cards on the day sheet: counted by their face value, the newest method behind all others."""

from typing import Any

import msgspec

from kiosk.payment.day_totals import FIRST_METHODS, NO_TOTALS, DayTotals, MethodTotals, Tally
from kiosk.payment.methods import METHODS

from .recharge_desk import cards, owed, pay
from .test_day_sheet import TELL, sheet, tell, word
from .town import Town, refused

FACE = Tally(1, 20_000)


def with_cards(**tallies: Tally) -> DayTotals:
    return DayTotals((*NO_TOTALS.methods[:-1], MethodTotals("recharge_card", **tallies)))


def test_a_card_counts_with_its_face_value_wherever_its_fen_went(town: Town) -> None:
    bills = owed(town)
    closed = pay(town, cards(town, "used", 10_000)[0], 10_000 + 10_000, bills)
    assert closed.outcome == "not_charged"
    town.http.put("/sandbox/moods/electric-city", json={"mood": "rejects", "calls": 1})
    assert pay(town, cards(town)[0], bills=bills).outcome == "part_settled"
    found = sheet(town).gateway
    assert found.of("recharge_card") == MethodTotals("recharge_card", settled=FACE, not_charged=FACE)
    tell(town, with_cards(settled=FACE))
    machine = sheet(town).machine
    assert machine is not None
    assert machine.verdict == "agrees"


def test_a_redemption_that_was_closed_is_given_back(town: Town) -> None:
    town.http.put("/sandbox/moods/recharge_card", json={"mood": "answers_lost", "calls": 1})
    answer = pay(town, cards(town)[0])
    town.cancel(answer.payment_id)
    assert town.after(60, answer.payment_id).detail == "late_success_returned"
    assert sheet(town).gateway.of("recharge_card").given_back == FACE


def test_a_kiosk_that_does_not_know_the_newest_method_is_heard(town: Town) -> None:
    """As what kiosks told before there was a newer method is still read."""
    older = DayTotals(NO_TOTALS.methods[:FIRST_METHODS])
    tell(town, older)
    found = sheet(town)
    assert found.machine is not None
    assert found.machine.verdict == "agrees"
    assert [line.method for line in found.machine.lines] == list(METHODS)
    assert pay(town, cards(town)[0]).outcome == "settled"
    machine = sheet(town).machine
    assert machine is not None
    assert machine.verdict == "differs"


def test_methods_out_of_their_order_are_refused(quiet_town: Town) -> None:
    methods = NO_TOTALS.methods
    for wrong in (methods[::-1], (*methods[:2], methods[3]), (*methods[:3], methods[0])):
        body: dict[str, Any] = word() | {"totals": msgspec.to_builtins(DayTotals(wrong))}
        assert refused(quiet_town.post(TELL, body)) == (400, "malformed")
    short = word() | {"totals": msgspec.to_builtins(DayTotals(methods[:2]))}
    assert refused(quiet_town.post(TELL, short)) == (400, "malformed")
