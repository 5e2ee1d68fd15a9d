"""Three seconds on the red button, seen through samples 25 ms apart."""

import pytest

from drivers.idcard.hold import Hold, HoldTimer

Press = tuple[float, float]


def told(presses: list[Press], phase_s: float = 0.0, until_s: float = 8.0) -> list[tuple[float, Hold]]:
    """What the timer says, sampled every 25 ms starting at `phase_s`."""
    timer = HoldTimer()
    said = []
    for step in range(int((until_s - phase_s) / 0.025)):
        now_s = phase_s + step * 0.025
        pressed = any(down_s <= now_s < up_s for down_s, up_s in presses)
        said.append((now_s, timer.sample(pressed, now_s)))
    return [(now_s, hold) for now_s, hold in said if hold is not Hold.NOTHING]


def completions(presses: list[Press], phase_s: float = 0.0) -> list[float]:
    return [now_s for now_s, hold in told(presses, phase_s) if hold is Hold.COMPLETE]


PHASES = [0.0, 0.001, 0.008, 0.013, 0.024]


@pytest.mark.parametrize("phase_s", PHASES)
def test_two_point_nine_seconds_do_nothing(phase_s: float) -> None:
    assert completions([(1.0, 3.9)], phase_s) == []


@pytest.mark.parametrize("phase_s", PHASES)
@pytest.mark.parametrize("held_s", [3.0, 3.1])
def test_three_seconds_complete_once_and_in_time(held_s: float, phase_s: float) -> None:
    [at_s] = completions([(1.0, 1.0 + held_s)], phase_s)
    assert 3.93 <= at_s <= 4.05


def test_holding_on_completes_once() -> None:
    assert len(completions([(1.0, 8.0)])) == 1


def test_a_second_hold_completes_again() -> None:
    assert len(completions([(0.0, 3.2), (4.0, 7.5)])) == 2


@pytest.mark.parametrize("lift_s", [0.03, 0.1, 0.25])
def test_a_short_lift_is_forgiven(lift_s: float) -> None:
    assert len(completions([(1.0, 2.0), (2.0 + lift_s, 4.2)])) == 1


def test_a_long_lift_starts_over() -> None:
    assert completions([(1.0, 2.5), (2.9, 5.0)]) == []


def test_a_lift_just_before_the_end_is_not_completed_by_the_forgiven_time() -> None:
    assert completions([(1.0, 3.9)]) == []


def test_a_bounce_is_not_told() -> None:
    assert told([(1.0, 1.026)]) == []


def test_growth_is_told_ten_times_a_second_and_letting_go_once() -> None:
    said = [hold for _, hold in told([(1.0, 2.0)])]
    assert said.count(Hold.GROWING) in range(7, 12)
    assert said[-1] is Hold.LET_GO
    assert said.count(Hold.LET_GO) == 1
