"""The flat reader, which holds nothing and feels a card only by radio."""

import pytest

from drivers.idcard.flat_reader import FlatIdReader
from drivers.idcard.models import MODELS
from drivers.idcard.port import ForcedEject, IdCardEjected, IdCardRead, IdCardTaken
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.idcard.simulator import FlatIdReaderSimulator
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import SlotBench

from .conftest import SAM_V, FlatBench


def bench_with(removal: str, reads_once: bool) -> FlatBench:
    bench: FlatBench = SlotBench("memory", SAM_V, removal=removal)
    bench.slot.module.reads_once = reads_once
    bench.start()
    return bench


@pytest.mark.parametrize(("removal", "reads_once"), [("read", False), ("find", False), ("find", True)])
def test_a_card_left_lying_is_not_told_as_taken_until_it_is(
    zhang: SimulatedIdCard, removal: str, reads_once: bool
) -> None:
    bench = bench_with(removal, reads_once)
    bench.insert(zhang)
    bench.run(60.0)
    assert bench.kinds() == ["IdCardInserted", "IdCardRead", "IdCardEjected"]
    bench.slot.take()
    bench.run_until(IdCardTaken, within_s=5.0)


def test_the_other_way_of_seeing_it_gone_is_for_modules_that_read_once(zhang: SimulatedIdCard) -> None:
    """Why it is an option: chosen wrongly, a card that lies there is told as taken."""
    bench = bench_with("read", reads_once=True)
    bench.insert(zhang)
    bench.run_until(IdCardTaken, within_s=5.0)
    assert bench.slot.card is zhang


def test_an_option_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="guess"):
        SlotBench("memory", MODELS[1], removal="guess")


def test_one_miss_of_the_radio_is_not_a_card_taken(flat: FlatBench, zhang: SimulatedIdCard) -> None:
    flat.insert(zhang)
    flat.run_until(IdCardEjected)
    flat.hand("module_answers 41")
    flat.run(10.0)
    assert flat.when(IdCardTaken) == []


@pytest.mark.parametrize("name", ["unknown_kind", "damaged"])
def test_a_card_that_could_not_be_read_is_not_told_as_taken_either(flat: FlatBench, name: str) -> None:
    flat.hand(f"insert {name}")
    flat.run(20.0)
    assert flat.kinds() == ["IdCardInserted", "IdCardUnreadable", "IdCardEjected"]


def test_to_eject_is_to_ask_for_it_and_stop_the_radio(flat: FlatBench, zhang: SimulatedIdCard) -> None:
    flat.insert(zhang)
    flat.run_until(IdCardEjected)
    reset = len(flat.commanded_at("reset"))
    flat.reader.eject()
    flat.run(1.5)
    assert flat.kinds()[-1] == "IdCardEjected"
    assert len(flat.commanded_at("reset")) == reset + 1


def test_a_forced_ejection_answers_at_once_that_the_card_is_free(
    flat: FlatBench, zhang: SimulatedIdCard
) -> None:
    flat.insert(zhang)
    flat.run(0.1)
    flat.hand("press 3.2")
    flat.run_until(ForcedEject)
    flat.run_until(IdCardEjected, within_s=1.0)
    [forced_s] = flat.when(ForcedEject)
    assert flat.when(IdCardEjected)[-1] - forced_s < 0.5


def test_a_module_that_fails_once_is_reset_without_a_word(flat: FlatBench) -> None:
    told = len(flat.states())
    flat.hand("module_answers 60")
    flat.run(5.0)
    assert len(flat.states()) == told
    flat.hand("module_status 66")
    flat.run(5.0)
    assert flat.states()[-1] is DeviceState.HARDWARE_ERROR
    assert "not authorised" in flat.reason()
    flat.hand("module_status 90")
    flat.run(8.0)
    assert flat.states()[-1] is DeviceState.ONLINE


def test_a_power_cut_while_reading_leaves_the_card_free(flat: FlatBench, zhang: SimulatedIdCard) -> None:
    flat.insert(zhang)
    flat.after(0.3, flat.slot.cut_power)
    flat.after(5.0, flat.slot.restore_power)
    flat.run(15.0)
    assert "IdCardEjected" in flat.kinds()
    flat.slot.take()
    flat.run_until(IdCardTaken)
    flat.insert(zhang)
    flat.run_until(IdCardRead)


def test_closing_moves_nothing(flat: FlatBench) -> None:
    assert isinstance(flat.reader, FlatIdReader)
    assert isinstance(flat.slot, FlatIdReaderSimulator)
    sent = len(flat.sent)
    flat.reader.close()
    assert len(flat.sent) == sent
