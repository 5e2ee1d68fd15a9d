"""What every motorised card reader keeps to when its line, its power or its unit fails."""

import random

import pytest

from drivers.card.position import OUT_AT_FRONT, Position
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.card.contract import (
    CANARY,
    MOMENTS_S,
    comes_out,
    happened,
    own_card,
    run_until,
    vars_of,
)
from tests.drivers.slot_bench import AnyBench


@pytest.fixture
def bench(fresh: AnyBench) -> AnyBench:
    """Waiting for a card."""
    fresh.start()
    return fresh


@pytest.mark.parametrize("trouble", [("unplug", "plug_in"), ("fall_silent", "speak_again")])
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_a_line_lost_at_any_moment_ends_with_the_card_outside(
    bench: AnyBench, moment_s: float, trouble: tuple[str, str]
) -> None:
    begun, ended = trouble
    card = own_card(bench.model)
    bench.insert(card)
    bench.after(moment_s, lambda: bench.hand(begun))
    bench.run(moment_s + 9.0)
    assert bench.states()[-1] in {DeviceState.NO_DEVICE, DeviceState.OFFLINE}
    assert bench.statuses() == (Status.NOT_AVAILABLE,)
    bench.hand(ended)
    bench.run(20.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    comes_out(bench, card)


@pytest.mark.parametrize("moment_s", MOMENTS_S)
@pytest.mark.parametrize("dark_s", [0.15, 8.0])
def test_a_power_cut_at_any_moment_ends_with_the_card_outside(
    bench: AnyBench, moment_s: float, dark_s: float
) -> None:
    """Also one so short that the line is never missed."""
    card = own_card(bench.model)
    bench.insert(card)
    bench.after(moment_s, bench.slot.cut_power)
    bench.after(moment_s + dark_s, bench.slot.restore_power)
    bench.run(moment_s + dark_s + 20.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    comes_out(bench, card)
    bench.run(2.0)
    assert bench.slot.slot.entry_open
    assert not bench.slot.slot.rear_open
    bench.insert(card)
    run_until(bench, "CardRead")


@pytest.mark.parametrize("dark_s", [0.15, 8.0])
def test_a_power_cut_while_waiting_leaves_the_way_in_open_and_no_way_behind(
    bench: AnyBench, dark_s: float
) -> None:
    bench.slot.cut_power()
    bench.after(dark_s, bench.slot.restore_power)
    bench.run(dark_s + 12.0)
    assert bench.slot.slot.entry_open
    assert not bench.slot.slot.rear_open
    assert bench.states()[-1] is DeviceState.ONLINE


def test_a_command_that_arrives_broken_is_sent_again(bench: AnyBench) -> None:
    bench.hand("nak 2")
    card = own_card(bench.model)
    bench.insert(card)
    run_until(bench, "CardEjected")
    assert happened(bench) == ["CardInserted", "CardRead", "CardEjected"]


@pytest.mark.parametrize("late_s", [0.2, 0.45, 0.8, 2.5])
def test_a_late_answer_is_never_taken_for_another(bench: AnyBench, late_s: float) -> None:
    card = own_card(bench.model)
    bench.insert(card)
    bench.after(0.7, lambda: bench.hand(f"late {late_s}"))
    bench.after(6.0, lambda: bench.hand("late 0"))
    bench.run(40.0)
    reads = [event for _, event in bench.told if "Read" in type(event).__name__]
    assert all(CANARY in str(vars_of(read)) for read in reads)
    assert bench.states()[-1] is DeviceState.ONLINE
    comes_out(bench, card)


@pytest.mark.parametrize("noise", ["00 FF", "AA AA AA 96 69 00", "02 00", "F2 00 00 05", "06", "04"])
def test_noise_costs_no_card(bench: AnyBench, noise: str) -> None:
    bench.hand(f"noise {noise}")
    bench.insert(own_card(bench.model))
    run_until(bench, "CardEjected", within_s=60.0)
    assert happened(bench)[0] == "CardInserted"


@pytest.mark.parametrize("fault", ["cut_answers 2", "spoil_answers 2"])
@pytest.mark.parametrize("moment_s", [0.0, 0.7, 0.9, 1.1])
def test_a_broken_answer_costs_no_card(bench: AnyBench, fault: str, moment_s: float) -> None:
    bench.after(moment_s, lambda: bench.hand(fault))
    bench.insert(own_card(bench.model))
    run_until(bench, "CardEjected")
    assert happened(bench) == ["CardInserted", "CardRead", "CardEjected"]


def test_who_answers_is_asked_at_every_return(bench: AnyBench) -> None:
    [first] = bench.identities()
    assert first.model
    assert first.serial
    asked = len(bench.commanded_at("serial"))
    bench.slot.unplug()
    bench.run(2.0)
    bench.slot.plug_in()
    bench.run(5.0)
    assert len(bench.commanded_at("serial")) == asked + 1
    assert bench.identities() == [first]


def test_a_wrong_baud_rate_is_told_as_such(fresh: AnyBench) -> None:
    fresh.slot._unit_baud_rate = 9600
    fresh.hand("line_baud 38400")
    fresh.run(6.0)
    assert fresh.states()[-1] is DeviceState.OFFLINE
    assert "only noise: check baud rate and model" in fresh.reason()


@pytest.mark.parametrize("seed", range(4))
def test_no_storm_of_faults_keeps_a_card(bench: AnyBench, seed: int) -> None:
    chance = random.Random(seed)
    card = own_card(bench.model)
    acts = ["unplug", "plug_in", "cut_power", "restore_power", "fall_silent", "speak_again", "jam", "free"]
    acts += ["refuse 12", "nak 1", "cut_answers 1", "spoil_answers 1", "late 0.3", "late 0", "hold_card"]
    acts += ["let_card_go", "stick_shutter", "free_shutter", "noise 02 00 F2", "noise", "press 3.2"]
    for _ in range(25):
        bench.slot.insert(card)
        bench.hand(chance.choice(acts))
        bench.run(chance.uniform(0.05, 1.5))
        assert bench.card_position() is not Position.CAPTURED
    for act in ("plug_in", "restore_power", "speak_again", "free", "late 0", "let_card_go", "free_shutter"):
        bench.hand(act)
    bench.hand("noise")
    bench.reader.disarm()
    bench.run(60.0)
    assert bench.card_position() in OUT_AT_FRONT
    assert bench.slot.slot.cards_in_bin == 0
    assert bench.states()[-1] is DeviceState.ONLINE
