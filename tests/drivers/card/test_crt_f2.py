"""The F2 family: its codec, its dialogue, and units that refuse, repeat, forget or are worn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card.crt_f2 import commands
from drivers.card.crt_f2.commands import ERRORS
from drivers.card.crt_f2.dialogue import Dialogue
from drivers.card.crt_f2.frames import Control, Decoder, Frame, Head, Message, encode, positive
from drivers.card.port import CardEjected, CardUnreadable, Unreadable
from drivers.card.position import Position
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import SimulatedCard, SimulatedCpuCard, cpu_card, gas_card
from drivers.clock import FakeDeviceClock
from drivers.status import Status
from drivers.transport import WorkedByHand, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.vectors import frames

from .conftest import F2Bench

WIRE = frames("crt_f2", "host") | frames("crt_f2", "device")
OURS = {
    "init_keep": commands.INIT_KEEP_CARD,
    "sensors": commands.SENSORS,
    "eject_gate": commands.EJECT,
    "entry_on": commands.ENTRY_ON,
    "entry_off": commands.ENTRY_OFF,
    "ic_type": commands.CHIP_TYPE,
    "version": commands.VERSION,
    "serial": commands.SERIAL_NUMBER,
    "cpu_reset_emv5v": commands.CPU_RESET_EMV,
}
NOISE = bytes([0x00, 0xFF, 0xF2, 0x00, 0x00, 0x01, 0x03])
messages = st.one_of(
    st.sampled_from(Control),
    st.builds(
        Frame,
        st.sampled_from(Head),
        st.integers(0, 255),
        st.integers(0, 255),
        st.binary(max_size=512),
        st.integers(0, 15),
    ),
)


def decoded(*pieces: bytes) -> list[Message]:
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)] + decoder.line_fell_silent()


def wire(message: Message) -> bytes:
    return encode(message) if isinstance(message, Frame) else bytes([message])


@pytest.mark.parametrize("name", sorted(WIRE))
def test_every_vector_decodes_and_encodes_to_itself_at_any_split(name: str) -> None:
    [message] = decoded(WIRE[name])
    assert wire(message) == WIRE[name]
    for cut in range(1, len(WIRE[name])):
        assert decoded(WIRE[name][:cut], WIRE[name][cut:]) == [message]


@pytest.mark.parametrize(("name", "command"), OURS.items())
def test_our_commands_are_the_bytes_of_the_manual(name: str, command: Frame) -> None:
    assert encode(command) == WIRE[name]


def test_an_apdu_is_relayed_as_the_manual_prints_it() -> None:
    select = bytes.fromhex("00 A4 04 00 08 A0 00 00 03 33 01 01 01")
    printed = "F2 00 00 11 43 51 39 00 A4 04 00 08 A0 00 00 03 33 01 01 01 00 03 F2"
    assert encode(commands.cpu_apdu(select + b"\x00")) == bytes.fromhex(printed)


@pytest.mark.parametrize("name", sorted(WIRE))
def test_noise_around_frames_costs_no_frame(name: str) -> None:
    [message] = decoded(WIRE[name])
    assert decoded(NOISE + WIRE[name] + NOISE + WIRE[name] + NOISE) == [message, message]


@pytest.mark.parametrize("at", range(len(WIRE["status_gate"])))
def test_a_frame_with_a_flipped_bit_is_not_believed(at: int) -> None:
    broken = bytearray(WIRE["status_gate"])
    broken[at] ^= 0x10
    found = decoded(bytes(broken), WIRE["status_gate"])
    assert [message for message in found if isinstance(message, Frame)] == decoded(WIRE["status_gate"])


def test_both_heads_of_a_refusal_are_accepted() -> None:
    for name in ("neg_jam", "neg_jam_head45"):
        [refusal] = decoded(WIRE[name])
        assert isinstance(refusal, Frame)
        assert refusal.is_refusal
        assert refusal.error == "10"
        assert refusal.answers(commands.EJECT)


@settings(max_examples=100, deadline=None)
@given(st.lists(messages, max_size=5), st.data())
def test_any_messages_survive_any_tearing(sent: list[Message], data: st.DataObject) -> None:
    line = b"".join(map(wire, sent))
    cut = data.draw(st.integers(0, len(line)))
    assert decoded(line[:cut], line[cut:]) == sent


def test_card_contents_stay_out_of_repr() -> None:
    assert "canary" not in repr(commands.cpu_apdu(b"canary"))


def test_the_first_command_after_power_on_initialises_and_moves_no_card(f2: F2Bench) -> None:
    names = [name for _, name in f2.commands()]
    assert names[:4] == ["eot", "status", "ack", "init_keep"]


def test_every_answer_is_acknowledged(f2: F2Bench) -> None:
    """Those asked for, at least: a unit repeats what is not."""
    answered = [name for _, name in f2.commands() if name not in {"ack", "eot", "nak"}]
    assert f2.slot.acknowledged == len(answered)


def test_a_broken_answer_is_asked_for_again_and_not_carried_out_twice(f2: F2Bench) -> None:
    asked: list[Frame] = []

    def spoil_the_first_response(now_s: float, command: Frame) -> None:
        if (command.command, command.parameter) == (0x51, 0x39):
            asked.append(command)
        if len(asked) == 1:
            f2.clock.call_at(now_s + 0.006, lambda: f2.hand("spoil_answers 1") and None)  # behind the ACK

    f2.slot.on_command = spoil_the_first_response
    f2.insert(gas_card())
    f2.run_until(CardEjected)
    assert f2.kinds() == ["CardInserted", "CardRead", "CardEjected"]
    assert len(f2.commanded_at("nak")) == 1
    assert len(asked) == 2  # select and read, each once


def test_a_chip_that_is_not_emv_is_activated_by_the_other_voltage_mode(f2: F2Bench) -> None:
    f2.slot.refusals = {commands.CPU_RESET_EMV: "69"}
    f2.insert(gas_card())
    f2.run_until(CardEjected)
    assert "CardRead" in f2.kinds()


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (SimulatedCard(), Unreadable.UPSIDE_DOWN),
        (SimulatedCpuCard(upside_down=True), Unreadable.UPSIDE_DOWN),
        (SimulatedCpuCard(), Unreadable.UNSUPPORTED_CARD),
        (SimulatedCard(type_characters=b"20"), Unreadable.UNSUPPORTED_CARD),
        (cpu_card(DEMONSTRATION_PROFILES[0], "9038"), Unreadable.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_named_and_comes_back(
    f2: F2Bench, card: SimulatedCard, reason: Unreadable
) -> None:
    f2.insert(card)
    f2.run_until(CardEjected)
    assert [event for _, event in f2.told if isinstance(event, CardUnreadable)] == [CardUnreadable(reason)]
    assert f2.states()[-1] is DeviceState.ONLINE


@pytest.mark.parametrize("moment_s", [0.65, 0.75, 0.85, 1.0])
def test_a_card_pulled_while_reading_is_told_as_taken(f2: F2Bench, moment_s: float) -> None:
    f2.insert(gas_card())
    f2.after(moment_s, f2.slot.pull)
    f2.run(6.0)
    assert f2.kinds()[-1:] in ([], ["CardTaken"])
    reasons = [event.reason for _, event in f2.told if isinstance(event, CardUnreadable)]
    assert reasons in ([], [Unreadable.REMOVED_EARLY])
    assert f2.states()[-1] is DeviceState.ONLINE


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("10", Status.MEDIA_JAMMED),
        ("12", Status.MODULE_FAULT),
        ("51", Status.MODULE_FAULT),
        ("60", Status.SUPPLY_FAULT),
        ("A1", Status.RETAIN_BIN_FULL),
        ("B0", Status.NOT_INITIALISED),
        ("7F", Status.MODULE_FAULT),
    ],
)
def test_a_lasting_error_is_told_in_words_and_ends_when_it_ends(
    f2: F2Bench, error: str, status: Status
) -> None:
    f2.hand(f"refuse {error} 1000")
    f2.run(12.0)
    assert f2.statuses() == (status,)
    assert f"refused with {error}" in f2.reason()
    f2.slot._refuse_next.clear()
    f2.run(12.0)
    assert f2.states()[-1] is DeviceState.ONLINE


def test_a_reading_that_the_unit_breaks_off_is_told_too(f2: F2Bench) -> None:
    f2.slot.refusals = {commands.CPU_RESET_EMV: "60"}
    f2.insert(gas_card())
    f2.run_until(CardEjected)
    assert f2.kinds() == ["CardInserted", "CardUnreadable", "CardEjected"]


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_any_error_at_any_command_of_a_reading_costs_no_card(f2: F2Bench, error: str) -> None:
    for after_s in (0.65, 0.8, 1.3):
        card = gas_card()
        f2.insert(card)
        f2.after(after_s, lambda: f2.hand(f"refuse {error}"))
        f2.run(12.0)
        assert f2.slot.take() is card
        f2.run(70.0)


def test_a_card_at_the_gate_is_only_out_once_it_was_moved_out(f2: F2Bench) -> None:
    """Held in the rollers or released, the unit says the same."""
    f2.reader.disarm()
    f2.run(1.0)
    f2.slot.slot.entry_open = True
    card = gas_card()
    f2.insert(card)
    f2.slot.slot.halt()
    f2.run_until(CardEjected)
    assert f2.commanded_at("eject_gate")
    assert f2.card_position() is Position.EJECTED


def test_a_forced_ejection_stops_what_runs_before_it_begins(f2: F2Bench) -> None:
    f2.insert(gas_card())
    f2.after(0.9, f2.reader.force_eject)
    asked_at_s = f2.clock.monotonic_s() + 0.9
    f2.run_until(CardEjected)
    names = [name for at_s, name in f2.commands() if at_s >= asked_at_s and name != "ack"]
    assert names[:2] == ["eot", "init_keep"]
    assert names.index("init_keep") < names.index("eject_gate")


def test_an_ejection_that_is_refused_is_done_after_an_initialisation(f2: F2Bench) -> None:
    def mend(now_s: float, command: Frame) -> None:
        if command == commands.INIT_KEEP_CARD:
            f2.slot.refusals = {}

    f2.slot.refusals = {commands.EJECT: "12"}
    f2.slot.on_command = mend
    f2.insert(gas_card())
    f2.run_until(CardEjected)
    assert f2.kinds() == ["CardInserted", "CardRead", "CardEjected"]


class Prompter(WorkedByHand):
    """Says what it was told to say, as soon as it hears a command."""

    def __init__(self, *said: Message) -> None:
        super().__init__()
        self._said = b"".join(map(wire, said))
        self._due = b""

    def receive(self, data: bytes, now_s: float) -> None:
        if any(isinstance(message, Frame) for message in decoded(data)):
            self._due, self._said = self._said, b""

    def due(self, now_s: float) -> bytes:
        due, self._due = self._due, b""
        return due

    def next_due_s(self) -> float | None:
        return None

    def button_pressed(self) -> bool:
        return False


def test_an_answer_to_another_command_or_of_another_unit_is_passed_over() -> None:
    clock = FakeDeviceClock()
    late = positive(commands.STATUS, b"010", b"late")
    other_unit = Frame(Head.POSITIVE, 0xA4, 0x30, b"010other", address=3)
    right = positive(commands.VERSION, b"010", b"V1")
    dialogue = Dialogue(memory_pipe(Prompter(Control.ACK, late, other_unit, right), clock), clock)
    assert dialogue.ask(commands.VERSION, 1.0).content == b"V1"


def test_a_command_within_twenty_milliseconds_replaces_the_one_before(f2: F2Bench) -> None:
    now_s = f2.clock.monotonic_s()
    f2.slot.receive(encode(commands.VERSION), now_s)
    f2.slot.receive(encode(commands.STATUS), now_s + 0.001)
    said = decoded(f2.slot.due(now_s + 1.0))
    assert [frame.command for frame in said if isinstance(frame, Frame)] == [0x31]


def test_the_first_initialisation_fixes_the_baud_rate(f2: F2Bench) -> None:
    f2.hand("line_baud 19200")
    f2.run(0.1)
    assert f2.slot._understands_baud()
