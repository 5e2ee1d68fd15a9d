"""The CRT-310 codec against the vectors, torn, noisy and random lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card.crt310 import commands
from drivers.card.crt310.frames import Control, Decoder, Frame, Message, encode
from tests.drivers.vectors import frames

WIRE = frames("crt310", "host") | frames("crt310", "device")
NAMES = sorted(WIRE)
NAMED_COMMANDS = {
    "reset_keep": commands.RESET_KEEP_CARD,
    "status": commands.STATUS,
    "card_type": commands.CARD_TYPE,
    "entry_all_off": commands.CLOSE_ENTRY,
    "stop_at_rf": commands.STOP_AT_RADIO,
    "eject_front": commands.EJECT_FRONT,
    "ic_power_off": commands.CONTACTS_OFF,
    "led_on": commands.LAMP_ON,
    "third_party_on": commands.LEND_LINE,
    "third_party_off": commands.TAKE_LINE_BACK,
}
NOISE = bytes([0x00, 0xFF, 0x02, 0x00, 0x00, 0x03, 0xAA])
messages = st.one_of(
    st.sampled_from(Control),
    st.builds(Frame, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=264)),
)


def decoded(*pieces: bytes) -> list[Message]:
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)] + decoder.line_fell_silent()


def wire(message: Message) -> bytes:
    return encode(message) if isinstance(message, Frame) else bytes([message])


@pytest.mark.parametrize("name", NAMES)
def test_every_vector_decodes_and_encodes_to_itself(name: str) -> None:
    [message] = decoded(WIRE[name])
    assert wire(message) == WIRE[name]


@pytest.mark.parametrize(("name", "command"), NAMED_COMMANDS.items())
def test_our_commands_are_the_bytes_of_the_manual(name: str, command: Frame) -> None:
    assert encode(command) == WIRE[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_torn_anywhere_decodes_the_same(name: str) -> None:
    whole = decoded(WIRE[name])
    for cut in range(1, len(WIRE[name])):
        assert decoded(WIRE[name][:cut], WIRE[name][cut:]) == whole


@pytest.mark.parametrize("name", NAMES)
def test_noise_around_frames_costs_no_frame(name: str) -> None:
    [message] = decoded(WIRE[name])
    assert decoded(NOISE + WIRE[name] + NOISE + WIRE[name] + NOISE) == [message, message]


def test_a_half_frame_does_not_swallow_the_next_one() -> None:
    half = WIRE["version"][:9]
    assert decoded(half, WIRE["status_inside"]) == decoded(WIRE["status_inside"])


def test_a_length_that_lies_does_not_swallow_the_frame_behind_it() -> None:
    assert decoded(b"\x02\x00\xf0" + WIRE["status_inside"]) == decoded(WIRE["status_inside"])


@pytest.mark.parametrize("at", range(len(WIRE["status_inside"])))
def test_a_frame_with_a_flipped_bit_is_not_believed(at: int) -> None:
    broken = bytearray(WIRE["status_inside"])
    broken[at] ^= 0x10
    found = decoded(bytes(broken), WIRE["status_inside"])
    assert [message for message in found if isinstance(message, Frame)] == decoded(WIRE["status_inside"])


def test_a_negative_answer_refuses_its_own_command_only() -> None:
    [refusal] = decoded(WIRE["neg_voltage"])
    assert isinstance(refusal, Frame)
    assert refusal.refuses(commands.EJECT_FRONT)
    assert not refusal.refuses(commands.STATUS)


@settings(max_examples=100, deadline=None)
@given(st.lists(messages, max_size=5), st.data())
def test_any_messages_survive_any_tearing(sent: list[Message], data: st.DataObject) -> None:
    line = b"".join(map(wire, sent))
    cut = data.draw(st.integers(0, len(line)))
    assert decoded(line[:cut], line[cut:]) == sent


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=4))
def test_random_bytes_never_break_the_decoder(pieces: list[bytes]) -> None:
    assert all(len(message.data) <= 264 for message in decoded(*pieces) if isinstance(message, Frame))
    assert Frame(0x31, 0x30) in decoded(*pieces, b"\x00" * 600, encode(Frame(0x31, 0x30)))


def test_card_contents_stay_out_of_repr() -> None:
    assert "canary" not in repr(Frame(0x37, 0x31, b"canary"))
