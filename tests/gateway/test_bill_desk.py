"""Billers are asked for bills no more often than need be, and what is shown instead says how old it is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AccountPast, AdapterSilent, BilledMonths, BillerBill
from kiosk.gateway.parties.biller_rules import BillerBook, BillerRules, LookUpRules, NumberRule
from kiosk.gateway.parties.breaker import LEAST_S, SILENCES
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.payments.bill_desk import BillDesk
from kiosk.gateway.payments.biller_turns import BillerTurns
from kiosk.gateway.payments.history_desk import FRESH_S, HistoryDesk
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.tokens import Tokens
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import BillAnswer

from .town import ELECTRICITY, WATER, Town, refused

BILL = BillerBill("B1", 1, "2026-10", "2026-10", "7.5", "t", 500, 0)
NUMBER = NumberRule(length=3, prefix="", weights=(1,), modulus=1)


class Asked:
    """A biller that counts and may be silent."""

    def __init__(self) -> None:
        self.times = 0
        self.silent = False
        self.during: Callable[[], object] = lambda: None

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        self.times += 1
        self.during()
        if self.silent:
            raise AdapterSilent("water")
        return (msgspec.structs.replace(BILL, version=self.times),)

    def past(self, account_number: str) -> AccountPast:
        self.times += 1
        if self.silent:
            raise AdapterSilent("water")
        return AccountPast("t", (BilledMonths("2026-10", "2026-10", "7.5", self.times),))


class Desk:
    def __init__(self, rules: LookUpRules) -> None:
        self.clock = FakeClock()
        self.biller = Asked()
        water = BillerRules("water", "water", "W", NUMBER, (), look_ups=rules)
        unused: Any = None
        biller: Any = self.biller
        parts = Parts(
            process_name="p",
            settings=unused,
            database=unused,
            store=unused,
            codes=Tokens("0" * 64),
            time=SteadyTime(self.clock),
            book=BillerBook((water,)),
            register=unused,
            outside=Outside({}, None, {"water": biller}, records={"water": biller}),
        )
        turns = BillerTurns(parts)
        self.desk, self.history = BillDesk(parts, turns), HistoryDesk(parts, turns)

    def version(self, number: str = "007") -> tuple[int, bool]:
        shown = self.desk.bills("water", number)
        return shown.bills[0].version, shown.old

    def past(self, number: str = "007") -> tuple[int, bool]:
        shown = self.history.past("water", number)
        return shown.past.bills[0].amount_fen, shown.old

    def counted(self, how: str) -> float:
        return float(self.desk.counted.labels("water", how)._value.get())


@pytest.fixture
def desk() -> Desk:
    return Desk(LookUpRules(fresh_s=30, shown_old_s=3600, per_minute=10))


def test_bills_are_kept_for_a_while_and_asked_for_again_then(desk: Desk) -> None:
    assert [desk.version() for _ in range(3)] == [(1, False)] * 3
    desk.clock.advance(29)
    assert desk.version() == (1, False)
    desk.clock.advance(1)
    assert desk.version() == (2, False)
    assert (desk.counted("asked"), desk.counted("kept")) == (2, 3)


def test_another_account_is_another_question(desk: Desk) -> None:
    assert (desk.version("007"), desk.version("008"), desk.biller.times) == ((1, False), (2, False), 2)


def test_a_bill_that_was_posted_is_forgotten_at_once(desk: Desk) -> None:
    desk.version()
    desk.desk.forget("water", "B1")
    assert desk.version() == (2, False)


def test_what_was_asked_before_a_posting_is_not_kept_after_it(desk: Desk) -> None:
    desk.biller.during = lambda: desk.desk.forget("water", "B1")
    assert desk.version() == (1, False)
    desk.biller.during = lambda: None
    assert desk.version() == (2, False)


def test_a_silent_biller_leaves_old_bills_that_say_so_until_they_are_too_old(desk: Desk) -> None:
    known_ms = desk.desk.bills("water", "007").known_ms
    desk.biller.silent = True
    desk.clock.advance(3599)
    shown = desk.desk.bills("water", "007")
    assert (shown.old, shown.known_ms) == (True, known_ms)
    desk.clock.advance(1)
    with pytest.raises(AdapterSilent):
        desk.version()
    with pytest.raises(AdapterSilent):
        desk.version("008")
    assert desk.counted("silent") == 3


def test_a_biller_is_asked_so_many_times_a_minute(desk: Desk) -> None:
    for number in range(10):
        desk.version(f"{number:03d}")
    with pytest.raises(AdapterSilent):
        desk.version("100")
    assert (desk.biller.times, desk.counted("over_limit")) == (10, 1)
    desk.clock.advance(6)
    assert desk.version("100") == (11, False)


def test_bills_gone_by_are_asked_for_seldom_and_shown_old_while_the_biller_is_silent(desk: Desk) -> None:
    assert [desk.past() for _ in range(3)] == [(1, False)] * 3
    desk.clock.advance(FRESH_S)
    assert desk.past() == (2, False)
    desk.biller.silent = True
    desk.clock.advance(FRESH_S)
    assert desk.past() == (2, True)
    desk.clock.advance(3600)
    with pytest.raises(AdapterSilent):
        desk.past()


def test_a_biller_has_one_count_for_whatever_it_is_asked(desk: Desk) -> None:
    for number in range(5):
        desk.version(f"{number:03d}")
        desk.past(f"{number:03d}")
    with pytest.raises(AdapterSilent):
        desk.past("100")
    assert desk.biller.times == 10


def test_a_silent_biller_is_left_alone_and_then_tried_by_one() -> None:
    desk = Desk(LookUpRules(fresh_s=0, per_minute=10_000))
    desk.version()
    desk.biller.silent = True
    for _ in range(SILENCES + 10):
        assert desk.version() == (1, True)
    assert desk.biller.times == 1 + SILENCES
    desk.clock.advance(LEAST_S)
    assert [desk.version()[1] for _ in range(3)] == [True] * 3
    assert desk.biller.times == 2 + SILENCES
    desk.clock.advance(LEAST_S)
    desk.version()
    assert desk.biller.times == 2 + SILENCES, "after a probe that failed, twice as long"
    desk.clock.advance(LEAST_S)
    desk.biller.silent = False
    assert desk.version() == (3 + SILENCES, False)
    assert desk.version() == (4 + SILENCES, False)
    assert desk.counted("left_alone") == 13


def test_many_who_ask_at_once_make_one_question(desk: Desk) -> None:
    asking, go_on = threading.Event(), threading.Event()

    def during() -> None:
        asking.set()
        go_on.wait(10)

    desk.biller.during = during
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(desk.version)
        assert asking.wait(10)
        others = [pool.submit(desk.version) for _ in range(7)]
        go_on.set()
        assert {each.result(10) for each in (first, *others)} == {(1, False)}
    assert desk.biller.times == 1


def test_who_waited_for_a_question_that_failed_asks_for_himself(desk: Desk) -> None:
    """Nobody waits for ever, and nobody is told another's silence as an answer."""
    desk.biller.silent = True
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(desk.version) for _ in range(4)]
        assert all(isinstance(each.exception(10), AdapterSilent) for each in answers)


def test_the_wire_says_how_old_a_bill_is_and_paying_asks_anew(town: Town) -> None:
    [fresh] = town.look_up("account", WATER).bills
    assert fresh.known_at is None
    town.http.put("/sandbox/moods/water-city", json={"mood": "silent"})
    town.clock.advance(60)
    [old] = town.look_up("account", WATER).bills
    assert (old.known_at, old.state) == ("2026-11-21T17:41:00+08:00", "payable")
    assert refused(town.send(town.request((old,), "134567890123450000"))) == (503, "biller_unavailable")
    body = {"by": "account", "value": ELECTRICITY, "scope": "household"}
    answer = town.post("/v1/look-ups", body)
    assert answer.status_code == 200, "the household's water bills are known, though old"
    bills = msgspec.json.decode(answer.content)["bills"]
    assert {each["utility"] for each in bills if each["known_at"]} == {"water"}


def test_a_payment_is_seen_at_once(town: Town) -> None:
    bills: tuple[BillAnswer, ...] = town.household_bills()
    town.pay("134567890123450000", bills)
    assert town.household_bills() == ()
