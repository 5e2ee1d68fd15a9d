"""The drivers' clocks."""

import threading

import pytest

from drivers.clock import FakeDeviceClock, ScaledDeviceClock


def test_waiting_on_the_fake_clock_is_instant_and_moves_both_times() -> None:
    clock = FakeDeviceClock(wall_s=100.0, monotonic_s=5.0)
    clock.wait(threading.Event(), 3600.0)
    assert (clock.monotonic_s(), clock.wall_s()) == (3605.0, 3700.0)


def test_planned_actions_run_in_order_at_their_instants() -> None:
    clock = FakeDeviceClock(monotonic_s=0.0)
    seen: list[tuple[str, float]] = []
    clock.call_at(2.0, lambda: seen.append(("second", clock.monotonic_s())))
    clock.call_at(1.0, lambda: seen.append(("first", clock.monotonic_s())))
    clock.call_at(9.0, lambda: seen.append(("later", clock.monotonic_s())))
    clock.wait(threading.Event(), 3.0)
    assert seen == [("first", 1.0), ("second", 2.0)]


def test_a_rung_bell_ends_a_wait_where_it_rang() -> None:
    clock, bell = FakeDeviceClock(monotonic_s=0.0), threading.Event()
    clock.call_at(1.0, bell.set)
    clock.wait(bell, 60.0)
    assert clock.monotonic_s() == 1.0


def test_a_scaled_clock_runs_faster_than_the_world() -> None:
    clock, world = ScaledDeviceClock(1000.0), ScaledDeviceClock(1.0)
    scaled_s, world_s = clock.monotonic_s(), world.monotonic_s()
    clock.wait(threading.Event(), 10.0)
    assert clock.monotonic_s() - scaled_s >= 10.0
    assert world.monotonic_s() - world_s < 5.0


def test_a_clock_cannot_stand_still() -> None:
    with pytest.raises(ValueError, match="above 0"):
        ScaledDeviceClock(0.0)
