"""A hand's words: every one does something on every simulated reader, and every way to be is reachable."""

import pytest

from drivers.card.crt310 import commands as crt310
from drivers.card.crt310.dialogue import Dialogue
from drivers.card.crt310.frames import Frame
from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.crt_f2.simulator import CrtF2Simulator
from drivers.card.meter_records import Purchase
from drivers.card.models import MODELS
from drivers.card.position import Position
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.wallet import IC_CARDS
from drivers.clock import FakeDeviceClock
from drivers.idcard.models import MODELS as ID_READERS
from drivers.models import AnyModel
from drivers.simulation.acts import WrongWords, work
from drivers.transport import memory_pipe

from .conftest import CRT310, F2Bench, IcBench

WORDS = {
    "CARD": "plastic",
    "[SECONDS]": "0.5",
    "SECONDS": "0.1",
    "TIMES": "1",
    "CODE": "02",
    "RATE": "9600",
    "HEX": "90",
    "[HEX]": "00FF",
    "none|eject|keep": "eject",
    "empty|few|enough": "few",
}


@pytest.mark.parametrize("model", [*MODELS, *ID_READERS], ids=lambda model: model.name)
def test_every_act_of_every_reader_can_be_asked_for_in_words(model: AnyModel) -> None:
    assert model.simulate is not None
    device = model.simulate(FakeDeviceClock())
    for name, act in device.acts().items():
        words = act.takes.split()
        work(device, f"{name} {WORDS.get(words[0], words[0]) if words else ''}")
    with pytest.raises(WrongWords, match="explode"):
        work(device, "explode")
    with pytest.raises(WrongWords, match="no card 'gold'"):
        work(device, "insert gold")


@pytest.mark.parametrize("simulator", [Crt310Simulator, CrtF2Simulator])
def test_a_card_keeps_what_stands_on_it_until_the_simulator_ends(
    simulator: type[Crt310Simulator | CrtF2Simulator],
) -> None:
    slot = simulator(FakeDeviceClock())
    slot.slot.entry_open = True
    with pytest.raises(WrongWords, match="no card 'gas' has been used"):
        work(slot, "meter gas")
    assert work(slot, "insert gas") == "in"
    card = slot.pull()
    assert isinstance(card, SimulatedMeterCard)
    assert work(slot, "meter gas") == "nothing to take over"
    card.purchase = Purchase(2, 700)
    assert work(slot, "meter gas") == "taken over"
    assert work(slot, "insert gas") == "in"
    assert slot.pull() is card
    assert card.meter.balance_fen == 3_050


@pytest.mark.parametrize("name", sorted(IC_CARDS))
def test_every_card_goes_in_by_its_name(name: str) -> None:
    slot = Crt310Simulator(FakeDeviceClock())
    assert work(slot, f"insert {name}") == "in"
    assert work(slot, f"insert {name}") == "the entry takes no card now"
    assert work(slot, "where") == "held_at_front, entry open"
    assert work(slot, "pull") == "a card"
    assert work(slot, "pull") == "no card"


MOVES = {
    Position.EMPTY: None,
    Position.HELD_AT_FRONT: Frame(0x32, 0x31),
    Position.INSIDE: Frame(0x32, 0x2E),
    Position.AT_CONTACTS: Frame(0x32, 0x2F),
    Position.EJECTED: Frame(0x32, 0x30),
    Position.HELD_AT_REAR: Frame(0x32, 0x32),
    Position.CAPTURED: Frame(0x32, 0x33),
}


@pytest.mark.parametrize(("position", "move"), MOVES.items())
def test_every_position_can_be_reached_and_seen(position: Position, move: Frame | None) -> None:
    """By hand and by bytes that no driver of ours sends."""

    clock = FakeDeviceClock()
    slot = Crt310Simulator(clock)
    dialogue = Dialogue(memory_pipe(slot, clock), clock)
    if move is not None:
        work(slot, "insert plastic")
        clock.sleep(1.0)
        dialogue.ask(move, 8.0)
    seen = crt310.TransportStatus.from_bytes(dialogue.ask(crt310.STATUS, 1.0))
    assert seen.position is position


def test_the_stacker_and_the_bin_show_in_the_status(f2: F2Bench) -> None:
    f2.hand("stacker few")
    f2.hand("bin_full")
    assert f2.slot.unit.status == b"011"
    assert f2.hand("empty_bin") == "0 cards"
    assert f2.slot.unit.status == b"010"


def test_a_bin_of_fifty_cards_is_full_until_it_is_emptied(f2: F2Bench) -> None:
    f2.slot.slot.cards_in_bin = 49
    assert not f2.slot.slot.bin_full
    f2.slot.slot.cards_in_bin = 50
    assert f2.slot.unit.status == b"021"
    assert f2.hand("empty_bin") == "50 cards"
    assert f2.slot.unit.status == b"020"


def test_a_wrong_baud_rate_is_only_noise_until_it_is_right(bench: IcBench) -> None:
    bench.hand("line_baud 19200")
    bench.run(5.0)
    assert "only noise" in bench.reason()
    bench.hand("line_baud 9600")
    bench.run(8.0)
    assert bench.reason() == "card slot is ready"


def test_the_models_say_that_nothing_is_kept_as_they_come() -> None:
    assert [model.capabilities.can_retain for model in (*MODELS, *ID_READERS)] == [False] * 5
    assert CRT310.capabilities.type == "motor"
    assert ID_READERS[1].capabilities.type == "contactless"
