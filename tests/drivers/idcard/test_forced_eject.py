"""The red button: three seconds, from any state, by the driver alone, whatever the kiosk is doing."""

import logging
import threading

import pytest

from drivers.card.crt310 import commands
from drivers.card.position import Position
from drivers.clock import ScaledDeviceClock
from drivers.events import DeviceEvent
from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.idcard.port import (
    EjectHold,
    ForcedEject,
    IdCardEjected,
    IdCardJammed,
)
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.idcard.simulator import IdReaderSimulator
from drivers.transport import memory_pipe

from .conftest import IdBench


def hold(bench: IdBench, seconds: float, in_s: float = 0.0) -> float:
    """Plan a hold of the wired button; the instant of its third second."""
    bench.after(in_s, bench.slot.press_button)
    bench.after(in_s + seconds, bench.slot.release_button)
    return bench.clock.monotonic_s() + in_s + 3.0


def test_two_point_nine_seconds_move_nothing(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    hold(bench, 2.9)
    bench.run(6.0)
    assert bench.when(ForcedEject) == []
    assert bench.commanded_at("reset_eject_front") == []
    assert bench.told[-1][1] == EjectHold(None)


@pytest.mark.parametrize("held_s", [3.0, 3.1, 10.0])
def test_three_seconds_eject_once_within_a_tenth(bench: IdBench, held_s: float) -> None:
    third_second_s = hold(bench, held_s)
    bench.run(held_s + 2.0)
    [at_s] = bench.commanded_at("reset_eject_front")
    assert third_second_s - 0.06 <= at_s <= third_second_s + 0.1
    assert len(bench.when(ForcedEject)) == 1
    assert not bench.slot.slot.rear_open  # a reset opens it, and behind it a card is captured


@pytest.mark.parametrize("in_s", [0.0, 0.3, 0.7, 0.9, 1.3])
def test_a_running_read_is_cut_short(bench: IdBench, zhang: SimulatedIdCard, in_s: float) -> None:
    """The hold completes at different places in the cycle of a card that cannot be read."""
    bench.slot.module.faults.silent = True
    third_second_s = hold(bench, 3.5, in_s)
    bench.run(2.2)
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    [at_s] = bench.commanded_at("reset_eject_front")
    assert at_s <= third_second_s + 0.1
    assert bench.slot.slot.position is Position.EJECTED


def test_after_a_forced_eject_the_slot_works_on(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.slot.module.faults.silent = True
    hold(bench, 3.2)
    bench.run(2.2)
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    bench.slot.module.faults.silent = False
    bench.slot.take()
    bench.run(6.0)
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    assert bench.kinds()[-2:] == ["IdCardRead", "IdCardEjected"]
    assert not bench.slot.slot.rear_open


def test_the_twin_on_the_screen_does_the_same(bench: IdBench) -> None:
    bench.reader.button_down()
    bench.run(2.9)
    bench.reader.button_up()
    bench.run(1.0)
    assert bench.when(ForcedEject) == []
    bench.reader.button_down()
    bench.run(3.2)
    assert len(bench.when(ForcedEject)) == 1


def test_a_twin_whose_release_was_lost_does_not_disarm_the_wired_button(bench: IdBench) -> None:
    bench.reader.button_down()
    bench.run(10.0)
    hold(bench, 3.1)
    bench.run(5.0)
    assert len(bench.when(ForcedEject)) == 2


def test_a_lifted_finger_is_forgiven(bench: IdBench) -> None:
    hold(bench, 1.5)
    hold(bench, 1.5, in_s=1.75)
    bench.run(5.0)
    assert len(bench.when(ForcedEject)) == 1


def test_the_hold_is_told_while_it_grows(bench: IdBench) -> None:
    hold(bench, 3.5)
    bench.run(4.0)
    grown = [event.held_s for _, event in bench.told if isinstance(event, EjectHold)]
    assert grown == sorted(held for held in grown if held is not None)
    assert len(grown) >= 25


def test_a_stuck_card_is_tried_again_by_the_button(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.slot.slot.jammed = True
    bench.insert(zhang)
    bench.run_until(IdCardJammed)
    third_second_s = hold(bench, 3.5)
    bench.after(2.9, lambda: setattr(bench.slot.slot, "jammed", False))
    bench.run_until(IdCardEjected, within_s=6.0)
    assert third_second_s - 0.06 <= bench.commanded_at("reset_eject_front")[-1] <= third_second_s + 0.1


def test_a_hold_while_the_reader_comes_up(idle_bench: IdBench, zhang: SimulatedIdCard) -> None:
    """A card inside, a fresh start and a thumb on the button already."""
    idle_bench.slot.insert(zhang)
    idle_bench.slot.slot.jammed = True
    idle_bench.slot.press_button()
    third_second_s = idle_bench.clock.monotonic_s() + 3.0
    idle_bench.run_until(ForcedEject, within_s=3.2)
    idle_bench.slot.slot.jammed = False
    idle_bench.run_until(IdCardEjected, within_s=5.0)
    assert idle_bench.when(ForcedEject)[0] <= third_second_s + 0.1


def test_a_forced_eject_without_a_line_is_not_taken_for_done(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.slot.module.faults.silent = True
    bench.insert(zhang)
    bench.after(1.2, bench.slot.unplug)
    bench.run(2.0)
    bench.reader.button_down()
    bench.run(3.5)
    assert bench.kinds()[-2:] == ["ForcedEject", "IdCardJammed"]
    bench.slot.plug_in()
    bench.run_until(IdCardEjected)


def test_a_kiosk_that_hangs_or_fails_never_holds_the_card(
    zhang: SimulatedIdCard, caplog: pytest.LogCaptureFixture
) -> None:
    """Real threads: the kiosk raises on the first event and hangs for ever on the second."""
    clock = ScaledDeviceClock(20.0)
    slot = IdReaderSimulator(clock)
    hung, released, ejected = threading.Event(), threading.Event(), threading.Event()
    told: list[DeviceEvent] = []

    def kiosk(event: DeviceEvent) -> None:
        told.append(event)
        if len(told) == 1:
            raise RuntimeError("the kiosk fails")
        hung.set()
        assert released.wait(30.0)

    reader = MotorisedIdReader(lambda: memory_pipe(slot, clock), clock, kiosk)
    slot.on_command = lambda _, command: ejected.set() if command == commands.RESET_EJECT_FRONT else None
    with caplog.at_level(logging.CRITICAL):
        reader.start()
        try:
            assert hung.wait(10.0)
            slot.press_button()
            assert ejected.wait(10.0)
            assert [type(event).__name__ for event in told] == ["StatusChanged", "DeviceIdentified"]
        finally:
            released.set()
            reader.close()
    assert "ForcedEject" in [type(event).__name__ for event in told]
