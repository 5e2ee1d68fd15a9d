"""What every identity-card reader keeps to: the red button works in any state."""

from collections.abc import Callable

import pytest

from drivers.idcard.port import (
    EjectHold,
    ForcedEject,
    IdCardEjected,
    IdCardRead,
    IdCardTaken,
)
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.vocabulary import DeviceState
from tests.drivers.idcard.contract import (
    HELD_S,
    IN_TIME_S,
    NUMBER,
    SAMPLING_S,
)
from tests.drivers.slot_bench import AnyBench


@pytest.fixture
def bench(fresh: AnyBench) -> AnyBench:
    """Waiting for a card."""
    fresh.start()
    return fresh


def throws_out(bench: AnyBench) -> list[float]:
    """When the device was told to let go: the slot by its reset to the front, the flat one by stopping the
    radio, which is all that it can do."""
    return bench.commanded_at("reset_eject_front" if bench.model.capabilities.holds_card else "reset")


def idle(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.reader.disarm()


def waiting(bench: AnyBench, card: SimulatedIdCard) -> None:
    """The entry is open."""


def coming_in(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.after(HELD_S - 0.3, lambda: bench.insert(card))


def being_read(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.after(HELD_S - 1.1, lambda: bench.insert(card))


def in_front_of_a_silent_module(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.insert(card)
    bench.after(0.5, lambda: bench.hand("module_silent"))


def lying_at_the_front(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.insert(card)


def module_out_of_service(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.hand("module_status 60")
    bench.after(1.5, lambda: bench.slot.insert(card))


def on_a_silent_line(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.insert(card)
    bench.after(HELD_S - 0.2, lambda: bench.hand("fall_silent"))


def on_a_noisy_line(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.hand("noise 02 00 FF AA AA")
    bench.insert(card)


def just_back_from_a_power_cut(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.insert(card)
    bench.after(HELD_S - 0.4, bench.slot.cut_power)
    bench.after(HELD_S - 0.1, bench.slot.restore_power)


STATES = [
    idle,
    waiting,
    coming_in,
    being_read,
    in_front_of_a_silent_module,
    lying_at_the_front,
    module_out_of_service,
    on_a_silent_line,
    on_a_noisy_line,
    just_back_from_a_power_cut,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("phase_s", [0.0, 0.011, 0.043])
def test_the_button_acts_from_any_state_within_a_tenth_of_the_third_second(
    bench: AnyBench,
    card: SimulatedIdCard,
    state: Callable[[AnyBench, SimulatedIdCard], None],
    phase_s: float,
) -> None:
    state(bench, card)
    bench.after(phase_s, bench.slot.press_button)
    bench.after(phase_s + HELD_S + 0.1, bench.slot.release_button)
    third_second_s = bench.clock.monotonic_s() + phase_s + HELD_S
    bench.run(HELD_S + 1.0)
    acted = [at_s for at_s in throws_out(bench) if abs(at_s - third_second_s) <= IN_TIME_S]
    assert acted
    assert min(acted) >= third_second_s - SAMPLING_S
    assert len(bench.when(ForcedEject)) == 1


def test_a_forced_ejection_without_a_line_is_owned_up_to(bench: AnyBench, card: SimulatedIdCard) -> None:
    """The slot may still hold the card; the plate holds nothing, and says so."""
    bench.insert(card)
    bench.after(0.3, bench.slot.unplug)
    bench.run(1.5)
    bench.reader.button_down()
    bench.run(3.5)
    holds = bench.model.capabilities.holds_card
    assert bench.kinds()[-2:] == ["ForcedEject", "IdCardJammed" if holds else "IdCardEjected"]
    bench.slot.plug_in()
    bench.run(10.0)
    assert bench.slot.take() is card
    bench.run_until(IdCardTaken)


@pytest.mark.parametrize("state", [coming_in, being_read, in_front_of_a_silent_module])
def test_the_card_is_free_two_seconds_after_the_third(
    bench: AnyBench, card: SimulatedIdCard, state: Callable[[AnyBench, SimulatedIdCard], None]
) -> None:
    """The module may have the line, and be in the middle of a word or silent."""
    state(bench, card)
    bench.hand("press 3.2")
    third_second_s = bench.clock.monotonic_s() + HELD_S
    bench.run_until(ForcedEject)
    bench.run(2.0)
    freed = [at_s for at_s in bench.when(IdCardEjected) if at_s >= third_second_s - SAMPLING_S]
    assert freed
    assert freed[0] <= third_second_s + 2.0


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_two_point_nine_seconds_do_nothing_in_any_state(
    bench: AnyBench, card: SimulatedIdCard, state: Callable[[AnyBench, SimulatedIdCard], None]
) -> None:
    state(bench, card)
    bench.after(0.0, bench.slot.press_button)
    bench.after(2.9, bench.slot.release_button)
    bench.run(HELD_S + 3.0)
    assert bench.when(ForcedEject) == []
    held = [event for _, event in bench.told if isinstance(event, EjectHold)]
    assert held[-1] == EjectHold(None)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_after_a_forced_ejection_the_card_is_outside_and_the_reader_works_on(
    bench: AnyBench, card: SimulatedIdCard, state: Callable[[AnyBench, SimulatedIdCard], None]
) -> None:
    state(bench, card)
    bench.hand("press 3.2")
    bench.run(HELD_S + 1.0)
    for words in ("speak_again", "module_speaks", "module_status 90", "noise"):
        bench.hand(words)
    bench.run(20.0)
    bench.slot.take()
    bench.run(5.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    bench.reader.arm()
    bench.run(2.0)
    bench.insert(card)
    assert bench.run_until(IdCardRead).number == NUMBER


@pytest.mark.parametrize("held_s", [3.0, 3.1, 9.0])
def test_one_hold_acts_once(bench: AnyBench, held_s: float) -> None:
    before = len(throws_out(bench))
    bench.hand(f"press {held_s}")
    bench.run(held_s + 1.0)
    assert len(throws_out(bench)) == before + 1
    assert len(bench.when(ForcedEject)) == 1


@pytest.mark.parametrize("lift_s", [0.02, 0.1, 0.25])
def test_a_bouncing_contact_does_not_break_a_hold(bench: AnyBench, lift_s: float) -> None:
    bench.after(0.0, lambda: bench.hand("press 1.5"))
    bench.after(1.5 + lift_s, lambda: bench.hand("press 1.6"))
    bench.run(6.0)
    assert len(bench.when(ForcedEject)) == 1


def test_the_twin_on_the_screen_does_the_same(bench: AnyBench, card: SimulatedIdCard) -> None:
    bench.reader.button_down()
    bench.run(HELD_S + 0.2)
    bench.reader.button_up()
    assert len(bench.when(ForcedEject)) == 1
