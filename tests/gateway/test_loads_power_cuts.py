"""Loads while processes die, stand still or lose answers: what is paid is loaded or given back, once."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.runtime.clock import FakeClock
from kiosk.wire.payments import PaymentRequest

from .interposed import Call, interposed
from .loads_desk import NO_KEYPAD, OFFLINE, ONLINE, REFUSES, assert_at_rest, buy, drive, load_of, meter, order
from .place import Place
from .test_power_cuts import Fuse, PowerCut
from .test_several_processes import Meanwhile
from .town import Town

# Outward calls of each: pay, credit, load and two queries; load, token; load, token, take back,
# refund, refund done; load, take back, refund, refund done.
CALLS = {ONLINE: 5, OFFLINE: 4, NO_KEYPAD: 7, REFUSES: 6}
CUTS = [(number, call) for number, calls in CALLS.items() for call in range(2, calls + 1)]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("number", "call"), CUTS)
def test_a_power_cut_at_any_call_is_recovered_from(town: Town, number: str, call: int, after: bool) -> None:
    wanted = order(meter(town, number))
    fuse = Fuse(call, after)
    town.surround(interposed(town.gateway.parts.outside, fuse.around))
    try:
        town.gateway.payments.submit(msgspec.convert(wanted, PaymentRequest))
        drive(town, 10)
    except PowerCut:
        town.restart()
    assert fuse.left <= 0, "the power never went"
    drive(town, 60)
    assert_at_rest(town, wanted["payment_id"])


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("number", CALLS)
def test_answers_that_are_lost_are_asked_for_again(town: Town, number: str, lost: int) -> None:
    payment_id, left = buy(town, number), lost

    def losing(call: Call) -> Call:
        def lose(*arguments: Any) -> Any:
            nonlocal left
            answer = call(*arguments)
            left -= 1
            if left >= 0:
                raise AdapterSilent("test")
            return answer

        return lose

    town.surround(interposed(town.gateway.parts.outside, losing))
    drive(town, 300)
    assert_at_rest(town, payment_id)


@pytest.fixture
def towns(place: Place, clock: FakeClock) -> Iterator[tuple[Town, Town]]:
    first, second = Town(place, clock), Town(place, clock)
    yield first, second
    second.close()
    first.close()


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("number", "at"), [(ONLINE, 1), (OFFLINE, 2), (NO_KEYPAD, 3), (REFUSES, 2), (REFUSES, 3)]
)
def test_another_process_may_carry_a_load_on_at_any_moment(
    towns: tuple[Town, Town], number: str, at: int, after: bool
) -> None:
    """One stands still in the middle of an act for longer than its lease; the other does it all meanwhile."""
    first, second = towns
    payment_id = buy(first, number)

    def meanwhile() -> None:
        first.clock.advance(31)
        drive(second, 60)

    between = Meanwhile(at, after, meanwhile)
    first.surround(interposed(first.gateway.parts.outside, between.around))
    drive(first, 2)
    assert between.left <= 0
    drive(first, 30)
    assert_at_rest(first, payment_id)
    assert load_of(first, payment_id) == load_of(second, payment_id)


def test_two_processes_sell_one_load_of_a_meter(towns: tuple[Town, Town]) -> None:
    first, second = towns
    bought = meter(first, ONLINE)
    paid, refused = first.submit(order(bought)), second.submit(order(meter(second, ONLINE)))
    assert (paid.outcome, refused.outcome, refused.detail) == ("settled", "not_charged", "bill_busy")
    drive(second, 10)
    assert_at_rest(first, paid.payment_id)
