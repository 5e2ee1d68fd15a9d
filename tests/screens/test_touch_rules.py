"""The rules of touch and of the hold, without any screen."""

import pytest

from screens.hold import LIFT_S, Hold
from screens.touch import KEY_REPEAT_GUARD_S, RESTING_S, TouchRules


@pytest.mark.parametrize(("pause_s", "counts"), [(0.1, False), (0.69, False), (0.71, True)])
def test_a_second_tap_counts_after_700_ms(pause_s: float, counts: bool) -> None:
    rules = TouchRules()
    assert rules.accept_tap("pay", 10.0)
    assert rules.accept_tap("pay", 10.0 + pause_s) is counts


def test_an_ignored_tap_does_not_prolong_the_guard() -> None:
    rules = TouchRules()
    rules.accept_tap("pay", 10.0)
    assert not rules.accept_tap("pay", 10.6)
    assert rules.accept_tap("pay", 10.71)


def test_after_a_change_of_screen_every_target_waits_the_full_time() -> None:
    rules = TouchRules()
    rules.accept_tap("digit_1", 10.0, KEY_REPEAT_GUARD_S)
    rules.screen_changed()
    assert not rules.accept_tap("digit_2", 10.5, KEY_REPEAT_GUARD_S)
    assert rules.accept_tap("digit_2", 10.71, KEY_REPEAT_GUARD_S)
    assert rules.accept_tap("digit_3", 10.8, KEY_REPEAT_GUARD_S)


def test_a_finger_owns_the_screen_until_it_lifts_or_rests() -> None:
    rules = TouchRules()
    assert rules.finger_down("first", 0.0)
    assert not rules.finger_down("second", 1.0)
    rules.finger_up("second")
    assert not rules.finger_down("third", 1.0)
    assert rules.finger_down("fourth", RESTING_S)
    rules.finger_up("fourth")
    assert rules.finger_down("fifth", RESTING_S)


def test_a_hold_counts_from_the_first_touch() -> None:
    hold = Hold()
    assert hold.held_s(0.0) is None
    assert hold.down(1.0)
    assert hold.held_s(3.5) == 2.5


def test_a_short_lift_is_forgiven() -> None:
    hold = Hold()
    hold.down(0.0)
    hold.up(1.0)
    assert not hold.settle(1.0 + LIFT_S - 0.01)
    assert not hold.down(1.2), "it is the same hold"
    assert not hold.settle(2.0)
    assert hold.held_s(2.0) == 2.0


def test_a_long_lift_ends_it_once() -> None:
    hold = Hold()
    hold.down(0.0)
    hold.up(2.0)
    assert hold.settle(2.01 + LIFT_S)
    assert not hold.settle(5.0)
    assert not hold.active
    assert not hold.was_tap


@pytest.mark.parametrize(("slip_mm", "goes_on"), [(9.9, True), (10.1, False)])
def test_slipping_ten_millimetres_is_forgiven(slip_mm: float, goes_on: bool) -> None:
    hold = Hold()
    hold.down(0.0)
    hold.slip(slip_mm, 1.0)
    hold.settle(1.01 + LIFT_S)
    assert hold.active is goes_on


def test_slipping_back_in_time_is_forgiven_too() -> None:
    hold = Hold()
    hold.down(0.0)
    hold.slip(30.0, 1.0)
    hold.slip(0.0, 1.2)
    assert not hold.settle(2.0)
    assert hold.active


def test_a_tap_is_told_from_a_hold() -> None:
    hold = Hold()
    hold.down(0.0)
    hold.up(0.2)
    hold.settle(1.0)
    assert hold.was_tap
    hold.down(5.0)
    assert not hold.was_tap
