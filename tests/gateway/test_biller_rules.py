"""Hours, pauses and number rules of billers."""

from datetime import datetime

import pytest

from kiosk.gateway.parties.biller_rules import BillerRules, NumberRule, Window, shipped_biller_book

NUMBER = NumberRule(length=3, prefix="1", weights=(1,), modulus=10)


def rules(hours: tuple[Window, ...] = (), pauses: tuple[Window, ...] = ()) -> BillerRules:
    return BillerRules("b", "water", "B", NUMBER, (), hours, pauses)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 21, hour, minute)


@pytest.mark.parametrize(
    ("now", "state", "opening"),
    [
        (at(7, 59), "closed", at(8)),
        (at(8), "open", None),
        (at(11, 59), "open", None),
        (at(12), "closed", at(13)),
        (at(20), "closed", at(8).replace(day=22)),
    ],
)
def test_two_windows_a_day(now: datetime, state: str, opening: datetime | None) -> None:
    standing = rules(hours=(Window("08:00", "12:00"), Window("13:00", "20:00"))).standing(now)
    assert (standing.state, standing.next_opening) == (state, opening)


@pytest.mark.parametrize(
    ("now", "state", "opening"),
    [
        (at(22), "paused", at(2).replace(day=22)),
        (at(1), "paused", at(2)),
        (at(2), "open", None),
        (at(21, 59), "open", None),
    ],
)
def test_a_pause_over_midnight(now: datetime, state: str, opening: datetime | None) -> None:
    standing = rules(pauses=(Window("22:00", "02:00"),)).standing(now)
    assert (standing.state, standing.next_opening) == (state, opening)


@pytest.mark.parametrize(
    ("number", "valid"),
    [("109", True), ("108", False), ("1090", False), ("209", False), ("1O9", False), ("", False)],
)
def test_length_prefix_and_check(number: str, valid: bool) -> None:
    assert NUMBER.valid(number) is valid


def test_the_city_billers_never_close() -> None:
    city = [each for each in shipped_biller_book().rules if each.biller_id.endswith("-city")]
    states = {each.standing(at(hour, 3)).state for each in city for hour in range(24)}
    assert (len(city), states) == (4, {"open"})
