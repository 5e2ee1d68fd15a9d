"""Citizen numbers, bank cards and payment codes: what fits, what does not, and that the kiosk agrees.

All numbers are synthetic or the examples of the standards.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from drivers.numbers import (
    CitizenFault,
    CitizenNumber,
    citizen_check,
    citizen_number,
    is_bank_card,
    kinds_of,
    luhn_holds,
    wallet_of,
)
from kiosk.session.numbers import is_pay_code
from kiosk.session.rules import Rules

TODAY = date(2026, 11, 21)
IDS = json.loads((Path(__file__).parent / "number_vectors.json").read_text(encoding="utf-8"))["ids"]


def is_citizen(text: str, today: date | None = None) -> bool:
    return isinstance(citizen_number(text, today), CitizenNumber)


@pytest.mark.parametrize("number", [*IDS["citizen_valid"], "310101195001011236", "310108194002290011"])
def test_a_citizen_number_is_accepted(number: str) -> None:
    found = citizen_number(number)
    assert isinstance(found, CitizenNumber)
    assert (found.number, found.region_known) == (number, True)


@pytest.mark.parametrize("number", IDS["citizen_bad_check"])
def test_a_wrong_check_digit_is_named(number: str) -> None:
    assert citizen_number(number, TODAY) is CitizenFault.CHECK_DIGIT


@pytest.mark.parametrize("number", IDS["citizen_bad_date"])
def test_a_day_that_never_was_is_named(number: str) -> None:
    assert citizen_number(number, TODAY) is CitizenFault.DATE


@pytest.mark.parametrize(("old", "new"), IDS["old15_to_18"])
def test_an_old_number_is_told_as_the_new_one(old: str, new: str) -> None:
    found = citizen_number(old, TODAY)
    assert isinstance(found, CitizenNumber)
    assert found.number == new


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X"]
)
def test_any_way_of_typing_it_is_understood(typed: str) -> None:
    assert is_citizen(typed)


@pytest.mark.parametrize("typed", ["", "11010519491231002", "1101051949123100200", "X10105194912310021"])
def test_what_is_no_citizen_number_is_said_so(typed: str) -> None:
    assert citizen_number(typed, TODAY) is CitizenFault.SHAPE


@pytest.mark.parametrize(
    ("born", "fits"), [("20261121", True), ("20261122", False), ("18960101", True), ("18951231", False)]
)
def test_nobody_is_born_tomorrow_or_older_than_130_years(born: str, fits: bool) -> None:
    seventeen = f"310108{born}001"
    assert is_citizen(seventeen + citizen_check(seventeen), TODAY) == fits


def test_an_unknown_region_is_a_warning_only() -> None:
    seventeen = "99010819500101001"
    for known, digits in ((True, seventeen), (False, "17" + seventeen[2:])):
        found = citizen_number(digits + citizen_check(digits), TODAY)
        assert isinstance(found, CitizenNumber)
        assert found.region_known is known


@settings(deadline=None)
@given(some.sampled_from(IDS["citizen_valid"]), some.integers(0, 16), some.integers(1, 9))
def test_every_single_slip_is_found(number: str, place: int, by: int) -> None:
    slip = str((int(number[place]) + by) % 10)
    assert not is_citizen(number[:place] + slip + number[place + 1 :])


@pytest.mark.parametrize("number", [*IDS["pan_luhn_valid"], "6217000000000000004"])
def test_a_bank_card_number_is_accepted(number: str) -> None:
    assert luhn_holds(number)
    assert is_bank_card(number)


@pytest.mark.parametrize("number", [*IDS["pan_bad"], "", "62220202001122334x6", "4111111111111111"])
def test_what_is_no_bank_card_of_ours_is_not_accepted(number: str) -> None:
    assert not is_bank_card(number)


@pytest.mark.parametrize("wallet", ["wechat", "alipay", "unionpay"])
def test_a_payment_code_is_told_by_its_wallet(wallet: str) -> None:
    for code in IDS[f"{wallet}_code"]:
        assert wallet_of(code) == wallet


PUBLIC = Rules(machine_number="A", service_phone="1", utilities=())
_NEAR_A_CODE = some.tuples(
    some.sampled_from(["09", "10", "15", "16", "24", "25", "29", "30", "31", "61", "62", "63", "x"]),
    some.text("0123456789", min_size=13, max_size=23),
    some.sampled_from(["", "", "\n", "\u0661", " "]),
).map("".join)


@settings(deadline=None)
@given(_NEAR_A_CODE)
def test_the_kiosk_and_the_drivers_mean_the_same_by_a_payment_code(text: str) -> None:
    assert (wallet_of(text) is not None) == is_pay_code(text, PUBLIC)


def test_a_number_can_be_more_than_one_thing() -> None:
    """Citizen numbers from Peking to Inner Mongolia look like WeChat's codes: only the step at hand tells."""
    seventeen = next(
        number for serial in range(100, 110) if citizen_check(number := f"11010519500101{serial}") != "X"
    )
    assert kinds_of(seventeen + citizen_check(seventeen), TODAY) == ("payment_code:wechat", "citizen_number")
    assert kinds_of("6222020200112233446", TODAY) == ("payment_code:unionpay", "bank_card")
    assert kinds_of("3102664100017", TODAY) == ()


def test_a_citizen_number_stands_in_no_repr() -> None:
    assert "1949" not in repr(citizen_number("11010519491231002X", TODAY))
