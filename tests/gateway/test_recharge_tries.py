"""Nobody finds a card by trying codes: too many wrong ones at a kiosk, or over all, and none is taken."""

import msgspec
import pytest

from kiosk.gateway.payments import recharge_tries
from kiosk.gateway.settings import RechargeTries
from kiosk.gateway.sql.schema_recharge import recharge_try
from kiosk.runtime.clock import FakeClock

from .place import Place
from .recharge_desk import ask, cards, nobodys_code, owed, pay, request, tries
from .town import SETTINGS, Town

RULES = SETTINGS.recharge_tries


def wrong(town: Town, times: int, kiosk_id: str = "kiosk-1", first: int = 0) -> None:
    bills = owed(town)
    for number in range(first, first + times):
        assert ask(town, nobodys_code(town, number), bills, kiosk_id=kiosk_id).state == "unknown"


def test_too_many_wrong_codes_lock_the_kiosk_and_say_until_when(town: Town) -> None:
    wrong(town, RULES.most_per_kiosk)
    good = cards(town)[0]
    told = ask(town, good)
    assert (told.state, told.face_fen, told.try_again_at) == ("locked", 0, "2026-11-21T18:11:00+08:00")
    answer = pay(town, good)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_locked")
    assert ask(town, good, kiosk_id="kiosk-2").state == "usable", "another kiosk is not locked"
    town.clock.advance(RULES.within_s - 1)
    assert ask(town, good).state == "locked"
    town.clock.advance(1)
    assert ask(town, good).state == "usable"
    assert pay(town, good).outcome == "settled"


def test_wrong_codes_that_are_paid_with_count_as_well(town: Town) -> None:
    for number in range(RULES.most_per_kiosk):
        answer = pay(town, nobodys_code(town, number))
        assert (answer.outcome, answer.detail) == ("not_charged", "recharge_unknown")
    assert ask(town, cards(town)[0]).state == "locked"


def test_the_same_wrong_payment_again_is_one_try(town: Town) -> None:
    body = request(town, nobodys_code(town))
    for _ in range(RULES.most_per_kiosk + 3):
        assert town.submit(body).detail == "recharge_unknown"
    assert tries(town) == 1


def test_a_payment_cut_off_before_it_was_stored_has_one_try(town: Town) -> None:
    body, now_ms = request(town, nobodys_code(town)), town.gateway.parts.time.now_ms()
    town.gateway.parts.database.write(
        lambda c: recharge_tries.begin(c, "kiosk-1", now_ms, RULES, str(body["payment_id"]))
    )
    assert town.submit(body).detail == "recharge_unknown"
    assert tries(town) == 1


def test_neither_a_restart_nor_right_codes_give_new_tries(town: Town) -> None:
    wrong(town, RULES.most_per_kiosk - 1)
    assert ask(town, cards(town)[0]).state == "usable"
    town.restart()
    wrong(town, 1, first=10)
    assert ask(town, cards(town)[0]).state == "locked"


def test_tries_slide_out_one_by_one(town: Town) -> None:
    for number in range(RULES.most_per_kiosk):
        wrong(town, 1, first=number)
        town.clock.advance(60)
    assert ask(town, cards(town)[0]).state == "locked"
    town.clock.advance(RULES.within_s - RULES.most_per_kiosk * 60)
    wrong(town, 1, first=20)
    assert ask(town, cards(town)[0]).state == "locked"


def test_many_kiosks_together_are_locked_too(place: Place, clock: FakeClock) -> None:
    rules = RechargeTries(most_per_kiosk=3, most_over_all=5, within_s=600)
    town = Town(place, clock, msgspec.structs.replace(SETTINGS, recharge_tries=rules))
    try:
        wrong(town, 2, "kiosk-1")
        wrong(town, 2, "kiosk-2", first=2)
        assert ask(town, cards(town)[0], kiosk_id="kiosk-3").state == "usable"
        wrong(town, 1, "kiosk-3", first=4)
        assert ask(town, cards(town)[0], kiosk_id="kiosk-4").state == "locked"
    finally:
        town.close()


def test_tries_that_count_no_more_are_forgotten(file_town: Town) -> None:
    wrong(file_town, 2)
    file_town.clock.advance(86_401)
    wrong(file_town, 1, first=2)
    assert file_town.count(recharge_try) == 1


@pytest.mark.parametrize("state", ["used", "expired", "blocked", "other_biller"])
def test_cards_that_were_sold_are_no_wrong_codes(quiet_town: Town, state: str) -> None:
    assert {ask(quiet_town, code).state for code in cards(quiet_town, state, 10_000)} == {state}
    assert tries(quiet_town) == 0
