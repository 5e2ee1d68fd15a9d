"""What every motorised card reader keeps to, whatever its make: the card always comes back."""

import logging

import pytest

from drivers.card.position import Position
from drivers.card.simulated_cards import Length
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.card.contract import (
    CANARY,
    comes_out,
    happened,
    lay_inside,
    own_card,
    run_until,
)
from tests.drivers.slot_bench import AnyBench


@pytest.fixture
def bench(fresh: AnyBench) -> AnyBench:
    """Waiting for a card."""
    fresh.start()
    return fresh


def test_a_card_is_read_once_and_given_back(bench: AnyBench) -> None:
    card = own_card(bench.model)
    bench.insert(card)
    run_until(bench, "CardEjected")
    assert happened(bench) == ["CardInserted", "CardRead", "CardEjected"]
    bench.run(60.0)
    assert happened(bench) == ["CardInserted", "CardRead", "CardEjected"]
    comes_out(bench, card)


def test_the_next_card_is_read_too(bench: AnyBench) -> None:
    for _ in range(3):
        card = own_card(bench.model)
        bench.insert(card)
        run_until(bench, "CardEjected")
        comes_out(bench, card)
        bench.run(1.0)
    assert happened(bench) == ["CardInserted", "CardRead", "CardEjected", "CardTaken"] * 3


def test_no_card_goes_in_unless_one_is_wanted(bench: AnyBench) -> None:
    bench.reader.disarm()
    bench.run(1.5)
    assert not bench.slot.insert(own_card(bench.model))


def test_a_card_found_at_start_is_told_and_given_back(fresh: AnyBench) -> None:
    card = own_card(fresh.model)
    lay_inside(fresh, card)
    run_until(fresh, "CardEjected")
    assert happened(fresh) == ["CardFoundAtStart", "CardEjected"]
    comes_out(fresh, card)


def test_a_card_held_at_the_entry_at_start_is_given_back(fresh: AnyBench) -> None:
    card = own_card(fresh.model)
    lay_inside(fresh, card)
    fresh.slot.slot.position = Position.HELD_AT_FRONT
    run_until(fresh, "CardEjected")
    comes_out(fresh, card)


@pytest.mark.parametrize("act", ["jam", "hold_card"])
def test_a_card_that_does_not_move_is_told_once_and_tried_again(bench: AnyBench, act: str) -> None:
    card = own_card(bench.model)
    bench.insert(card)
    bench.after(0.7, lambda: bench.hand(act))
    run_until(bench, "CardJammed", within_s=30.0)
    assert Status.MEDIA_JAMMED in bench.statuses()
    bench.run(30.0)
    assert happened(bench).count("CardJammed") == 1
    bench.hand("free")
    bench.hand("let_card_go")
    run_until(bench, "CardEjected")
    bench.run(6.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert bench.statuses() == ()
    comes_out(bench, card)


@pytest.mark.parametrize("length", [Length.LONG, Length.SHORT])
def test_a_card_of_wrong_length_is_given_back_unread(bench: AnyBench, length: Length) -> None:
    card = own_card(bench.model)
    card.length = length
    bench.insert(card)
    run_until(bench, "CardEjected")
    assert happened(bench) == ["CardInserted", "CardUnreadable", "CardEjected"]
    assert bench.told[-2][1].reason.value in {"unsupported_card", "not_an_id_card"}
    assert bench.states()[-1] is DeviceState.ONLINE
    comes_out(bench, card)


def test_a_fault_is_reset_once_without_a_word(bench: AnyBench) -> None:
    told, resets = len(bench.states()), len(bench.commanded_at("reset_keep", "init_keep"))
    bench.hand("refuse 12")
    bench.run(10.0)
    assert len(bench.states()) == told
    assert len(bench.commanded_at("reset_keep", "init_keep")) == resets + 1


def test_a_fault_that_a_reset_does_not_mend_is_told(bench: AnyBench) -> None:
    bench.hand("refuse 12 1000")
    bench.run(10.0)
    assert bench.states()[-1] is DeviceState.HARDWARE_ERROR
    assert bench.statuses() == (Status.MODULE_FAULT,)
    assert "refused with 12" in bench.reason()


@pytest.mark.parametrize("moment_s", [0.1, 0.3, 0.62, 0.68, 0.72, 0.8, 1.0, 1.2])
def test_a_forced_ejection_breaks_off_whatever_runs_within_a_tenth(bench: AnyBench, moment_s: float) -> None:
    """Among the moments: in the middle of an APDU, and of a reading by radio."""
    card = own_card(bench.model)
    bench.insert(card)
    asked_at_s = bench.clock.monotonic_s() + moment_s
    bench.after(moment_s, bench.reader.force_eject)
    run_until(bench, "CardEjected")
    acts = bench.commanded_at("reset_eject_front", "init_keep")
    assert any(asked_at_s <= at_s <= asked_at_s + 0.15 for at_s in acts)
    comes_out(bench, card)


def test_a_forced_ejection_of_a_unit_that_refuses_everything_is_owned_up_to(bench: AnyBench) -> None:
    card = own_card(bench.model)
    bench.insert(card)
    bench.after(0.7, lambda: bench.hand("refuse 12 1000"))
    bench.after(0.72, bench.reader.force_eject)
    bench.run(12.0)
    assert "CardEjected" not in happened(bench)
    assert "CardJammed" in happened(bench)
    assert bench.states()[-1] is not DeviceState.ONLINE
    bench.slot._refuse_next.clear()
    bench.run(20.0)
    comes_out(bench, card)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_closing_gives_the_card_back_and_closes_the_entry(bench: AnyBench) -> None:
    bench.insert(own_card(bench.model))
    bench.clock.sleep(1.0)
    bench.reader.close()
    assert bench.card_position() is Position.EJECTED
    assert not bench.slot.slot.entry_open


def test_nothing_personal_is_logged_traced_or_shown(
    bench: AnyBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    card = own_card(bench.model)
    bench.hand("spoil_answers 1")
    bench.insert(card)
    run_until(bench, "CardEjected")
    shown = caplog.text + repr(bench.told) + repr(bench.trace.entries()) + repr(card)
    assert "CardRead" in repr(bench.told)
    packed = bytes.fromhex(CANARY + "F")[:4].hex(" ").upper()
    utf16 = "Canary".encode("utf-16-le")[:6].hex(" ").upper()
    for secret in (CANARY, "310108194002290011", "Canary", packed, utf16):
        assert secret not in shown
