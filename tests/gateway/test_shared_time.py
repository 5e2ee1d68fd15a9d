"""Several processes on one database whose clocks do not agree: what one leaves behind comes due for all."""

from collections.abc import Iterator

import pytest

from kiosk.gateway.steady_time import SteadyTime
from kiosk.runtime.clock import FakeClock

from .place import Place
from .town import Town

ASKS_PASSWORD = "134567890123450001"
DAY_S = 86_400


@pytest.fixture
def ahead(place: Place, clock: FakeClock) -> Iterator[Town]:
    town = Town(place, FakeClock(clock.wall_s() + DAY_S))
    yield town
    town.close()


@pytest.fixture
def right(place: Place, clock: FakeClock) -> Iterator[Town]:
    town = Town(place, clock)
    yield town
    town.close()


def test_a_payment_of_a_lost_process_with_a_clock_ahead_does_not_wait_for_that_day(
    right: Town, ahead: Town
) -> None:
    payment_id = ahead.pay(ASKS_PASSWORD).payment_id
    for _ in range(6):
        right.clock.advance(5)
        right.gateway.driver.drive()
    assert right.payment(payment_id).outcome == "settled"


def test_a_payment_of_a_process_with_a_clock_behind_ends_once_whoever_carries_it_on(
    right: Town, ahead: Town
) -> None:
    payment_id = right.pay(ASKS_PASSWORD).payment_id
    settled = ahead.after(90, payment_id).outcome == "settled"
    assert ahead.open_payments() == 0
    assert (ahead.balance_fen("clearing:wechat") > 0) is settled
    assert ahead.balance_fen("suspense") == 0


def test_time_only_goes_forward_to_what_another_has_stored() -> None:
    clock = FakeClock()
    time = SteadyTime(clock)
    now_ms = time.now_ms()
    time.not_before(now_ms - 1)
    assert time.now_ms() == now_ms
    time.not_before(now_ms + DAY_S * 1000)
    clock.advance(1)
    assert time.now_ms() == now_ms + DAY_S * 1000 + 1000
