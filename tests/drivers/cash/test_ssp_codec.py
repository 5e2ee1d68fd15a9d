"""What is SSP's own in its codec: names, stuffing, sequence flags, events of unknown length, channels."""

import pytest

from drivers.cash.port import RefusalReason
from drivers.cash.ssp.frames import Decoder, Frame, encode
from drivers.cash.ssp.line_reader import SspLineReader
from drivers.cash.ssp.messages import (
    LAST_REJECT_CODES,
    REJECT_REASONS,
    Event,
    PollEvent,
    inhibits,
    poll_answer,
)
from drivers.cash.ssp.setup import NoteChannel, Setup, parse_setup, setup_bytes
from tests.drivers.cash.acceptor_bench import vectors

HOST, DEVICE = vectors("ssp", "host"), vectors("ssp", "device")


def frame_of(data: bytes) -> Frame:
    (frame,) = Decoder().feed(data)
    assert isinstance(frame, Frame)
    return frame


@pytest.mark.parametrize("data", [*HOST.values(), *DEVICE.values()])
def test_a_frame_is_written_as_it_was_read(data: bytes) -> None:
    assert encode(frame_of(data)) == data


@pytest.mark.parametrize(("name", "data"), HOST.items())
def test_a_command_is_named_as_the_vectors_name_it_without_its_sequence_flag(name: str, data: bytes) -> None:
    known = {"stuffed_data": "inhibits_ch1_7"}
    (reading,) = SspLineReader().feed(data)
    assert (reading.name, reading.side) == (
        known.get(name, name.removesuffix("_0").removesuffix("_1")),
        "host",
    )


@pytest.mark.parametrize(("name", "data"), DEVICE.items())
def test_an_answer_is_named_as_the_vectors_name_it(name: str, data: bytes) -> None:
    (reading,) = SspLineReader().feed(data)
    assert (reading.name, reading.side) == (name, "device")


@pytest.mark.parametrize("name", [name for name in HOST if name.endswith(("_0", "_1"))])
def test_the_sequence_flag_is_the_head_bit(name: str) -> None:
    assert frame_of(HOST[name]).sequence is name.endswith("_1")


def test_two_sevenf_bytes_stay_two_however_they_arrive() -> None:
    """Un-stuffing what is un-stuffed already would make one of them."""
    data = encode(Frame(sequence=True, data=bytes.fromhex("F0 7F 7F 00 7F")))
    for cut in range(1, len(data)):
        decoder = Decoder()
        (frame,) = decoder.feed(data[:cut]) + decoder.feed(data[cut:])
        assert frame == Frame(sequence=True, data=bytes.fromhex("F0 7F 7F 00 7F"))


def test_a_checksum_that_needs_stuffing_is_read() -> None:
    frames = [Frame(sequence=False, data=number.to_bytes(2)) for number in range(0xF000, 0xF800)]
    stuffed = [frame for frame in frames if b"\x7f\x7f" in encode(frame)[-3:]]
    assert stuffed
    for frame in stuffed:
        assert frame_of(encode(frame)) == frame


def test_the_longest_frame_is_read_and_no_longer_one_is_written() -> None:
    longest = Frame(sequence=True, data=b"\x7f" * 255)
    assert frame_of(encode(longest)) == longest
    with pytest.raises(ValueError, match="1 to 255"):
        encode(Frame(sequence=True, data=bytes(256)))
    with pytest.raises(ValueError, match="1 to 255"):
        encode(Frame(sequence=True, data=b""))


def test_a_frame_that_begins_inside_another_is_read() -> None:
    readings = SspLineReader().feed(DEVICE["setup_cny_6ch"][:20] + DEVICE["ok"])
    assert [reading.name for reading in readings] == ["noise", "ok"]


def test_events_with_a_channel_are_not_split() -> None:
    """E6, E2 and E1 carry one as EF and EE do."""
    data = bytes.fromhex("E6 01 E2 03 E1 02 EF 00 EE 04 CC EB E8")
    assert poll_answer(data) == (
        (
            PollEvent(Event.FRAUD, 1),
            PollEvent(Event.CLEARED_TO_BOX, 3),
            PollEvent(Event.CLEARED_AT_FRONT, 2),
            PollEvent(Event.NOTE, 0),
            PollEvent(Event.CREDIT, 4),
            PollEvent(Event.STACKING),
            PollEvent(Event.STACKED),
            PollEvent(Event.DISABLED),
        ),
        b"",
    )


def test_an_event_nobody_knows_ends_the_answer_and_keeps_what_came_before() -> None:
    assert poll_answer(bytes.fromhex("EE 03 9C 01 E8")) == (
        (PollEvent(Event.CREDIT, 3),),
        bytes.fromhex("9C 01 E8"),
    )
    assert poll_answer(bytes.fromhex("EB EE")) == ((PollEvent(Event.STACKED),), bytes.fromhex("EE"))


def test_every_reject_code_of_the_manual_has_a_reason() -> None:
    assert set(REJECT_REASONS) == set(LAST_REJECT_CODES) - {0}
    assert REJECT_REASONS[0x13] is RefusalReason.ESCROW_TIME_OUT


def test_inhibits_are_two_bytes_at_least_and_as_many_as_the_channels_need() -> None:
    assert inhibits(frozenset({1, 2, 3}), 6) == frame_of(HOST["inhibits_ch1_3_0"]).data
    assert inhibits(frozenset(), 6) == frame_of(HOST["inhibits_none_1"]).data
    assert inhibits(frozenset({17}), 17) == bytes.fromhex("02 00 00 01")


def test_the_setup_tells_the_channels_whatever_the_protocol_version() -> None:
    setup = parse_setup(frame_of(DEVICE["setup_cny_6ch"]).data[1:])
    values_fen = (100, 500, 1000, 2000, 5000, 10000)
    channels = tuple(NoteChannel("CNY", value_fen) for value_fen in values_fen)
    assert setup == Setup(unit_type=0, firmware="0333", protocol_version=6, channels=channels)
    assert setup_bytes(setup, "CNY") == frame_of(DEVICE["setup_cny_6ch"]).data[1:]
    older = Setup(0, "0333", 5, channels)
    assert parse_setup(setup_bytes(older, "CNY")) == older


@pytest.mark.parametrize("length", range(71))
def test_half_a_setup_is_no_setup(length: int) -> None:
    whole = frame_of(DEVICE["setup_cny_6ch"]).data[1:]
    with pytest.raises(ValueError, match="set-up"):
        parse_setup(whole[:length][: len(whole) - 1])


def test_another_kind_of_unit_is_no_note_validator() -> None:
    with pytest.raises(ValueError, match="type 03"):
        parse_setup(b"\x03" + bytes(70))
