"""Silence, half frames, wrong checksums, noise, a pulled cable: told, survived, and the card comes back."""

import itertools

import pytest

from drivers.idcard.port import IdCardEjected, IdCardInserted, IdCardRead, IdCardUnreadable, Unreadable
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.simulation.faults import LineFaults
from drivers.vocabulary import DeviceState

from .conftest import IdBench


def read_and_given_back(bench: IdBench, card: SimulatedIdCard) -> bool:
    bench.insert(card)
    bench.run_until(IdCardEjected)
    return bench.kinds() == ["IdCardInserted", "IdCardRead", "IdCardEjected"]


@pytest.mark.parametrize("noise", [b"\x00\xff", b"\xaa\xaa\xaa\x96\x69\x00", b"\x02\x00", b"\x06"])
def test_noise_on_the_line_costs_nothing(bench: IdBench, zhang: SimulatedIdCard, noise: bytes) -> None:
    bench.slot.faults.noise = noise
    bench.slot.module.faults.noise = noise
    assert read_and_given_back(bench, zhang)


@pytest.mark.parametrize(
    "faults",
    [
        LineFaults(cut_answers=1),
        LineFaults(cut_answers=2),
        LineFaults(spoilt_answers=1),
        LineFaults(spoilt_answers=2),
    ],
)
def test_broken_answers_are_asked_again(bench: IdBench, zhang: SimulatedIdCard, faults: LineFaults) -> None:
    bench.after(0.5, lambda: vars(bench.slot.module.faults).update(vars(faults)))
    bench.after(0.5, lambda: vars(bench.slot.faults).update(vars(faults)))
    assert read_and_given_back(bench, zhang)


def test_a_read_answer_broken_on_the_way_is_read_again(bench: IdBench, zhang: SimulatedIdCard) -> None:
    """The module has read the card and finds it no more until it is reset."""
    bench.after(1.05, lambda: setattr(bench.slot.module.faults, "spoilt_answers", 1))
    assert read_and_given_back(bench, zhang)
    assert bench.slot.module.faults.spoilt_answers == 0


def test_a_silent_module_gives_the_card_back_and_takes_no_more(
    bench: IdBench, zhang: SimulatedIdCard
) -> None:
    bench.slot.module.faults.silent = True
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    assert [event for _, event in bench.told if isinstance(event, IdCardUnreadable)] == [
        IdCardUnreadable(Unreadable.MODULE_FAULT)
    ]
    assert bench.states()[-1] is DeviceState.HARDWARE_ERROR
    bench.slot.take()
    bench.run(12.0)
    assert bench.kinds()[-1] == "IdCardTaken"
    assert not bench.slot.insert(zhang)
    bench.slot.module.faults.silent = False
    bench.run(7.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert bench.slot.insert(zhang)


def test_a_module_that_falls_silent_at_the_read_holds_the_card_for_six_seconds_at_most(
    bench: IdBench, zhang: SimulatedIdCard
) -> None:
    bench.insert(zhang)
    bench.after(1.05, lambda: setattr(bench.slot.module.faults, "silent", True))
    bench.run_until(IdCardEjected)
    assert bench.when(IdCardEjected)[0] - bench.when(IdCardInserted)[0] < 6.0


@pytest.mark.parametrize("status", [0x60, 0x66])
def test_a_module_out_of_service_is_told_before_any_card(idle_bench: IdBench, status: int) -> None:
    idle_bench.slot.module.status = status
    idle_bench.start()
    assert idle_bench.states()[-1] is DeviceState.HARDWARE_ERROR
    assert not idle_bench.slot.slot.entry_open


def test_a_silent_slot_is_offline_until_it_speaks(bench: IdBench) -> None:
    bench.slot.faults.silent = True
    bench.run(10.0)
    assert bench.states()[-1] is DeviceState.OFFLINE
    bench.slot.faults.silent = False
    bench.run(8.0)
    assert bench.states()[-1] is DeviceState.ONLINE


@pytest.mark.parametrize("in_s", [0.3, 0.7, 0.9, 1.0, 1.1, 1.4, 1.7, 2.0])
def test_unplugged_anywhere_the_card_comes_back_on_return(
    bench: IdBench, zhang: SimulatedIdCard, in_s: float
) -> None:
    bench.insert(zhang)
    bench.after(in_s, bench.slot.unplug)
    bench.run(in_s + 7.0)
    assert bench.states()[-1] is DeviceState.NO_DEVICE
    bench.slot.plug_in()
    bench.run(12.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert bench.slot.take() is zhang
    bench.run(2.0)
    assert bench.kinds()[-2:] == ["IdCardEjected", "IdCardTaken"]
    bench.insert(zhang)
    bench.run_until(IdCardEjected)


def test_a_card_found_at_start_is_told_and_given_back(idle_bench: IdBench, zhang: SimulatedIdCard) -> None:
    idle_bench.insert(zhang)  # a slot stands open after power-on
    idle_bench.run_until(IdCardEjected)
    assert idle_bench.kinds() == ["IdCardFoundAtStart", "IdCardEjected"]


def test_reopening_backs_off_from_half_a_second_to_five(bench: IdBench) -> None:
    bench.slot.unplug()
    lost_s = bench.clock.monotonic_s()
    bench.run(40.0)
    tries = [lost_s, *bench.tried_to_open_at[1:]]
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert gaps[:4] == pytest.approx([0.5, 1.0, 2.0, 4.0], abs=0.1)
    assert gaps[4:] == pytest.approx([5.0] * len(gaps[4:]), abs=0.1)
    assert bench.states().count(DeviceState.NO_DEVICE) == 1


def test_a_broken_answer_never_becomes_a_person(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.slot.module.faults.spoilt_answers = 1_000
    bench.insert(zhang)
    bench.run_until(IdCardEjected, within_s=30.0)
    assert bench.when(IdCardRead) == []
