"""The ID-003 codec against the vectors, torn, noisy and random lines, and its words for both sides."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.cash.id003.frames import Booting, Decoder, Frame, Message, Noise, crc_kermit, encode
from drivers.cash.id003.line_reader import Id003Reader, describe
from drivers.cash.id003.messages import (
    Ask,
    Denomination,
    NoCurrency,
    State,
    currency_table,
    identity,
    switched_off,
    values_fen,
)
from drivers.reading import Side

VECTORS = {
    (side, entry["name"]): bytes.fromhex(entry["hex"])
    for side, entries in json.loads(
        (Path(__file__).parent / "id003_vectors.json").read_text(encoding="utf-8")
    ).items()
    for entry in entries
}
EURO = VECTORS["device", "currency_table_eur"]
NOISE = bytes([0xFC, 0x07, 0x13, 0xFC, 0x05, 0xFF, 0xFC])
each_vector = pytest.mark.parametrize(("side", "name"), VECTORS)
frames = st.builds(Frame, st.integers(0, 255), st.binary(max_size=245))


def decoded(*pieces: bytes) -> list[Message]:
    decoder = Decoder()
    return [message for piece in pieces for message in decoder.feed(piece)] + decoder.line_fell_silent()


def good(messages: list[Message]) -> list[Message]:
    return [message for message in messages if not isinstance(message, Noise)]


@each_vector
def test_every_vector_decodes_and_encodes_to_itself(side: Side, name: str) -> None:
    [message] = decoded(VECTORS[side, name])
    assert (encode(message) if isinstance(message, Frame) else b"\x00") == VECTORS[side, name]


@each_vector
def test_the_reader_of_a_side_has_the_vectors_names(side: Side, name: str) -> None:
    [reading] = Id003Reader(side).feed(VECTORS[side, name])
    assert (reading.valid, reading.name, reading.side) == (True, name, side)


@each_vector
def test_a_frame_torn_anywhere_decodes_the_same(side: Side, name: str) -> None:
    wire = VECTORS[side, name] * 2
    for cut in range(1, len(wire)):
        assert decoded(wire[:cut], wire[cut:]) == decoded(wire)
    assert decoded(*(wire[at : at + 1] for at in range(len(wire)))) == decoded(wire)


@each_vector
def test_noise_around_frames_costs_no_frame(side: Side, name: str) -> None:
    if name == "booting":
        return  # a single 00 among noise is noise
    wire = VECTORS[side, name]
    assert good(decoded(NOISE + wire + NOISE + wire + NOISE)) == decoded(wire) * 2


@given(frames, st.data())
def test_a_flipped_bit_makes_noise_and_the_next_frame_is_whole(frame: Frame, data: st.DataObject) -> None:
    wire = bytearray(encode(frame))
    bit = data.draw(st.integers(0, len(wire) * 8 - 1))
    wire[bit // 8] ^= 1 << bit % 8
    after = Frame(State.IDLE)
    messages = good(decoded(bytes(wire) + encode(after)))
    assert messages[-1] == after
    assert messages.count(frame) == int(frame == after)


def test_a_length_that_lies_hides_no_frame_once_the_line_is_silent() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\xfc\xfa" + encode(Frame(State.IDLE))) == []
    assert decoder.line_fell_silent() == [Noise(b"\xfc\xfa"), Frame(State.IDLE)]


def test_zeros_of_a_booting_unit_stand_alone_between_frames() -> None:
    wire = b"\x00\x00" + encode(Frame(State.POWER_UP))
    assert decoded(wire) == [Booting(), Booting(), Frame(State.POWER_UP)]
    assert decoded(b"\xff" + wire) == [Noise(b"\xff\x00\x00"), Frame(State.POWER_UP)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=300), frames.map(encode)), max_size=30))
def test_whatever_arrives_is_told_once_and_nothing_piles_up(pieces: list[bytes]) -> None:
    reader, told = Id003Reader(), 0
    for piece in pieces:
        for reading in reader.feed(piece):
            told += len(reading.payload) + (4 if reading.valid and reading.name != "booting" else 0)
    for reading in reader.line_fell_silent():
        told += len(reading.payload) + (4 if reading.valid and reading.name != "booting" else 0)
    assert told == sum(len(piece) for piece in pieces)
    assert reader.line_fell_silent() == []


def test_endless_noise_is_told_in_pieces() -> None:
    decoder = Decoder()
    pieces = [message for _ in range(40) for message in decoder.feed(b"\x55" * 100)]
    assert all(isinstance(piece, Noise) and len(piece.data) <= 250 for piece in pieces)
    assert len(pieces) == 16


def test_a_frame_is_never_longer_than_its_length_byte_can_say() -> None:
    with pytest.raises(ValueError, match="at most 250"):
        encode(Frame(0x88, bytes(246)))


def test_a_frame_too_short_for_a_code_is_noise_whatever_its_checksum() -> None:
    short = b"\xfc\x04" + crc_kermit(b"\xfc\x04").to_bytes(2, "little")
    assert decoded(short) == [Noise(short)]


def test_the_checksum_is_kermit() -> None:
    assert crc_kermit(b"123456789") == 0x2189


@pytest.mark.parametrize(
    ("name", "of_host", "of_unit"),
    [
        ("status", "status", "idle"),
        ("reset", "reset", "power_up"),
        ("stack1", "stack1", "power_up_bill_in_acceptor"),
        ("stack2", "stack2", "power_up_bill_in_stacker"),
        ("return", "return", "stacker_full"),
        ("hold", "hold", "stacker_open"),
        ("ack", "ack", "ack"),
        ("accept_on", "accept_on", "echo_accept_on"),
        ("enable_all", "enable_all", "echo_enable_all"),
    ],
)
def test_the_same_bytes_mean_what_their_side_means(name: str, of_host: str, of_unit: str) -> None:
    wire = VECTORS["host", name]
    said: dict[Side, tuple[str, Side]] = {}
    for side in ("host", "device", "either"):
        [reading] = Id003Reader(side).feed(wire)
        said[side] = (reading.name, reading.side)
    assert said == {
        "host": (of_host, "host"),
        "device": (of_unit, "device"),
        "either": (of_host, "either"),
    }


def test_a_reader_of_neither_side_knows_what_only_one_side_says() -> None:
    reader = Id003Reader()
    [escrow, version, asked, strange] = reader.feed(
        encode(Frame(State.ESCROW, b"\x63"))
        + encode(Frame(Ask.GET_VERSION, b"U(CHN)"))
        + encode(Frame(Ask.GET_VERSION))
        + encode(Frame(0x33))
    )
    assert (escrow.name, escrow.side, escrow.payload) == ("escrow_63", "device", b"\x13\x63")
    assert (version.name, version.side) == ("version", "device")
    assert (asked.name, asked.side) == ("get_version", "host")
    assert (strange.valid, strange.name) == (True, "unknown")


def test_failures_are_told_in_words() -> None:
    assert describe(Frame(State.FAILURE, b"\xa2")) == "failure: stack motor"
    assert describe(Frame(State.JAM_STACKER)) == "jam stacker"


def test_the_currency_table_tells_values_per_escrow_code() -> None:
    table = currency_table(EURO[3:-2])
    assert table[0x65] == Denomination(0xE0, 50)
    assert values_fen(table, None)[0x68] == 500_00
    assert 0x61 not in table  # unused


def test_notes_of_several_countries_need_the_kiosks_choice() -> None:
    table = {0x61: Denomination(0x2D, 10), 0x62: Denomination(0x01, 20)}
    assert values_fen(table, 0x2D) == {0x61: 10_00}
    with pytest.raises(NoCurrency, match="01, 2D"):
        values_fen(table, None)
    with pytest.raises(NoCurrency, match="no note of country E0"):
        values_fen(table, 0xE0)
    with pytest.raises(NoCurrency, match="no note of any country"):
        values_fen({}, None)


@pytest.mark.parametrize("spoilt", ["61 2D 01", "60 2D 01 00", "61 2D 01 07", "61 2D 01 00 61 2D 05 00"])
def test_an_impossible_currency_table_is_refused(spoilt: str) -> None:
    with pytest.raises(NoCurrency):
        currency_table(bytes.fromhex(spoilt))


def test_a_denominations_bit_is_1_where_its_notes_are_off() -> None:
    values = {0x61: 1_00, 0x63: 10_00, 0x68: 100_00}
    assert switched_off(values, frozenset({1_00, 100_00})).data == bytes([0b0111_1110, 0xFF])


@pytest.mark.parametrize(
    ("version", "model", "firmware"),
    [
        (b"U(CHN)-24-SS ID003-05V110-33 23MAY08 4D2B", "U(CHN)-24-SS", "ID003-05V110-33 23MAY08 4D2B"),
        (b"i(CHN)-100-SS2-ID003-03V224-15 04APR11 01A9", "i(CHN)-100-SS2", "ID003-03V224-15 04APR11 01A9"),
        (b"S(CHN)-12-FL BDP-12V3.10 02JUN09", "S(CHN)-12-FL", "BDP-12V3.10 02JUN09"),
        (b"P(CHN)-01 OP003-02V1.4", "P(CHN)-01", "OP003-02V1.4"),
        (b"ID003 GPT V4.1", "ID003", "GPT V4.1"),
        (b"\x00\xffQ 7", "Q", "7"),
        (b"", "", ""),
    ],
)
def test_a_version_text_of_any_dialect_says_who_answers(version: bytes, model: str, firmware: str) -> None:
    found = identity(version)
    assert (found.model, found.firmware) == (model, firmware)
