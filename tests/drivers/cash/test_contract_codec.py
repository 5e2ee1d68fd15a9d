"""The contract of every note acceptor's codec, both sides of the wire, by the vectors and beyond."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.reading import Reading
from tests.drivers.cash.acceptor_bench import ACCEPTORS, vectors

VECTORS = [
    pytest.param(model, frame, id=f"{model}-{side}-{name}")
    for model in ACCEPTORS
    for side in ("host", "device")
    for name, frame in vectors(model, side).items()
    if len(frame) > 1  # a lone byte is a message only where nothing else is under way
]
for_every_vector = pytest.mark.parametrize(("model", "frame"), VECTORS)
for_every_model = pytest.mark.parametrize("model", ACCEPTORS)

NOISE = bytes.fromhex("0D 55 7F")


def read(model: str, *pieces: bytes) -> list[Reading]:
    reader = ACCEPTORS[model].reader()
    readings = [reading for piece in pieces for reading in reader.feed(piece)]
    return readings + reader.line_fell_silent()


def sound(model: str, *pieces: bytes) -> list[Reading]:
    return [reading for reading in read(model, *pieces) if reading.valid]


@for_every_vector
def test_a_frame_reads_as_one_message(model: str, frame: bytes) -> None:
    (reading,) = read(model, frame)
    assert reading.valid
    assert reading.payload


@for_every_vector
def test_a_frame_split_at_any_byte_reads_the_same(model: str, frame: bytes) -> None:
    whole = read(model, frame)
    for cut in range(1, len(frame)):
        assert read(model, frame[:cut], frame[cut:]) == whole
    assert read(model, *(bytes([byte]) for byte in frame)) == whole


@for_every_vector
def test_noise_before_between_and_after_costs_no_frame(model: str, frame: bytes) -> None:
    whole = read(model, frame)
    assert sound(model, NOISE + frame + NOISE + frame + NOISE) == whole * 2
    assert sound(model, NOISE, frame, NOISE, frame) == whole * 2


@for_every_vector
def test_two_frames_at_once_are_two_messages(model: str, frame: bytes) -> None:
    assert read(model, frame + frame) == read(model, frame) * 2


@for_every_vector
def test_a_flipped_bit_is_no_message_and_costs_no_other(model: str, frame: bytes) -> None:
    whole = read(model, frame)
    for at in range(len(frame)):
        bad = bytes([*frame[:at], frame[at] ^ 0x04, *frame[at + 1 :]])
        readings = read(model, bad + frame + frame)
        assert [reading for reading in readings if reading.valid] == whole * 2
        assert any(not reading.valid for reading in readings)


@for_every_vector
def test_a_frame_behind_half_a_frame_is_read_when_the_line_falls_silent(model: str, frame: bytes) -> None:
    whole = read(model, frame)
    for cut in range(1, len(frame)):
        assert sound(model, frame[:cut] + frame) == whole


@for_every_model
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_bytes_in_any_pieces_read_the_same_and_none_is_lost(model: str, data: st.DataObject) -> None:
    frames = [*vectors(model, "host").values(), *vectors(model, "device").values()]
    parts = data.draw(st.lists(st.one_of(st.binary(max_size=12), st.sampled_from(frames)), max_size=12))
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[start:end] for start, end in pairwise([0, *cuts, len(stream)])]
    assert sound(model, *pieces) == sound(model, stream)


@for_every_model
def test_two_hundred_thousand_random_bytes_neither_raise_nor_pile_up(model: str) -> None:
    luck = random.Random(20260301)
    frames = [*vectors(model, "host").values(), *vectors(model, "device").values()]
    reader = ACCEPTORS[model].reader()
    sent = told = 0
    while sent < 200_000:
        piece = luck.choice(
            [luck.randbytes(luck.randrange(60)), luck.choice(frames)[: luck.randrange(1, 9)], b"\x7f\x80\xff"]
        )
        sent += len(piece)
        told += sum(len(reading.payload) for reading in reader.feed(piece) if not reading.valid)
    left = sum(len(reading.payload) for reading in reader.line_fell_silent())
    assert told > 100_000
    assert left < 2_000
