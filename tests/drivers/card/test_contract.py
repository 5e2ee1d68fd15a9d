"""What every motorised card reader keeps to, whatever its make: the card always comes back."""

import logging
import random
from collections.abc import Iterator

import pytest

from drivers.card.models import MODELS
from drivers.card.position import OUT_AT_FRONT, Position
from drivers.card.simulated_cards import Length, SimulatedCard, gas_card
from drivers.events import DeviceEvent
from drivers.idcard.models import MODELS as ID_READERS
from drivers.idcard.simulated_cards import id_card
from drivers.models import AnyModel, DeviceClass
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import LINE_KINDS, AnyBench, SlotBench

MOTORISED = (*MODELS, ID_READERS[0])
MOMENTS_S = [0.05, 0.35, 0.65, 0.75, 0.85, 0.95, 1.1, 1.3, 1.6, 2.2]
"""Drawing in, closing the entry, reading, moving out, lying at the front."""
KEEPING = {
    "reset_eject_rear",
    "rear_hold",
    "capture_rear",
    "clear_abnormal",
    "init_capture",
    "init_capture_counted",
    "move_error_bin",
    "unknown_command",
}
"""What would keep a card, by the names of the line readers."""
CANARY = "90380501234"


@pytest.fixture(
    params=[
        pytest.param((model, line), id=f"{model.name}-{line}") for model in MOTORISED for line in LINE_KINDS
    ]
)
def fresh(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """Not yet brought up."""
    model, line = request.param
    bench: AnyBench = SlotBench(line, model)
    yield bench
    bench.close()
    assert not KEEPING & {name for _, name in bench.commands()}, "a card was to be kept"


@pytest.fixture
def bench(fresh: AnyBench) -> AnyBench:
    """Waiting for a card."""
    fresh.start()
    return fresh


def own_card(model: AnyModel) -> SimulatedCard:
    if model.device is DeviceClass.ID_READER:
        return id_card("Canary", "310108194002290011")
    return gas_card()


def happened(bench: AnyBench) -> list[str]:
    return [kind.removeprefix("Id") for kind in bench.kinds()]


def run_until(bench: AnyBench, kind: str, within_s: float = 20.0) -> None:
    until_s = bench.clock.monotonic_s() + within_s
    count = happened(bench).count(kind)
    while happened(bench).count(kind) == count:
        assert bench.clock.monotonic_s() < until_s, f"no {kind}, only {happened(bench)}"
        bench.reader.owner.run_once()


def lay_inside(bench: AnyBench, card: SimulatedCard) -> None:
    """As left behind by a kiosk that is gone."""
    bench.slot.slot.entry_open = True
    bench.insert(card)
    bench.slot.slot.settle(bench.clock.monotonic_s() + 1.0)


def comes_out(bench: AnyBench, card: SimulatedCard) -> None:
    assert bench.card_position() is Position.EJECTED
    assert bench.slot.take() is card
    run_until(bench, "CardTaken", within_s=3.0)


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


def vars_of(event: DeviceEvent) -> list[object]:
    """A card says its own number or, for a reader of identity cards, that of its own person."""
    values = [getattr(event, name) for name in event.__struct_fields__]
    return [CANARY if value == "310108194002290011" else value for value in values]


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
    assert bench.states()[-1] is DeviceState.ONLINE
