"""The line readers of all card readers: every vector by its name, at any split, in any noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.card.crt310 import frames as crt310
from drivers.card.crt310.reading import line_reader as crt310_reader
from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.crt_f2 import frames as crt_f2
from drivers.card.crt_f2.commands import ERRORS
from drivers.card.crt_f2.reading import line_reader as crt_f2_reader
from drivers.card.listener import Listener
from drivers.clock import FakeDeviceClock
from drivers.idcard.frames import encode_answer
from drivers.idcard.reading import line_reader as sam_v_reader
from drivers.idcard.reading import shared_line_reader
from drivers.reading import Reading
from drivers.transport import memory_pipe
from tests.drivers.vectors import Protocol, Side, frames

READERS = {"crt310": crt310_reader, "crt_f2": crt_f2_reader, "sam_v": sam_v_reader}
DESCRIBED_ONLY = {
    "mifare_serial_with_03_like_data": "mifare_serial_answer",
    "mifare_read_example": "mifare_read",
}
"""Vectors whose name says why they are there."""

EVERY: list[tuple[Protocol, Side, str]] = [
    (protocol, side, name)
    for protocol in ("crt310", "crt_f2", "sam_v")
    for side in ("host", "device")
    for name in frames(protocol, side)
]


def read(protocol: str, *pieces: bytes) -> list[Reading]:
    reader = READERS[protocol]()
    return [reading for piece in pieces for reading in reader.feed(piece)] + reader.line_fell_silent()


@pytest.mark.parametrize(("protocol", "side", "name"), EVERY)
def test_every_vector_has_its_name_and_side_at_any_split(protocol: Protocol, side: Side, name: str) -> None:
    wire = frames(protocol, side)[name]
    [whole] = read(protocol, wire)
    assert whole.valid
    assert whole.name == DESCRIBED_ONLY.get(name, name)
    assert whole.side in {side, "either"}
    for cut in range(1, min(len(wire), 40)):
        assert read(protocol, wire[:cut], wire[cut:]) == [whole]


@pytest.mark.parametrize(("protocol", "side", "name"), EVERY)
def test_noise_is_told_and_costs_no_message(protocol: Protocol, side: Side, name: str) -> None:
    wire = frames(protocol, side)[name]
    [whole] = read(protocol, wire)
    noise = b"\x00\xff\xaa"
    readings = read(protocol, noise, wire, noise, wire)
    assert [reading for reading in readings if reading.valid] == [whole, whole]
    assert [reading.payload for reading in readings if not reading.valid] == [noise, noise]


def test_the_payload_is_what_the_envelope_carries() -> None:
    [status] = read("crt310", frames("crt310", "device")["status_inside"])
    assert status.payload == bytes.fromhex("31 30 4A 4E 4E")
    [jam] = read("crt_f2", frames("crt_f2", "device")["neg_jam"])
    assert jam.payload == bytes.fromhex("4E 32 39 31 30")
    [found] = read("sam_v", frames("sam_v", "device")["find_ok"])
    assert found.payload == bytes.fromhex("00 00 9F 00 00 00 00")


@pytest.mark.parametrize(
    "name", ["read_base_citizen", "read_base_foreign_I", "read_base_hmt_J", "read_base_fp_1024"]
)
def test_what_a_card_says_is_marked_and_its_photo_left_out(name: str) -> None:
    [reading] = read("sam_v", frames("sam_v", "device")[name])
    assert reading.personal
    assert len(reading.payload) == 3 + (6 if "fp" in name else 4) + 256


@pytest.mark.parametrize(
    ("protocol", "frame"),
    [
        ("crt310", crt310.encode(crt310.Frame(0x37, 0x31, b"\x00\x05\x00\xa4\x04\x00\x00"))),
        ("crt310", crt310.encode(crt310.Frame(0x37, 0x31, b"Y\x00\x02\x90\x00"))),
        ("crt310", crt310.encode(crt310.Frame(0x45, 0x31, b"track"))),
        ("crt_f2", crt_f2.encode(crt_f2.command(0x51, 0x39, b"\x00\xa4\x04\x00\x00"))),
        ("crt_f2", crt_f2.encode(crt_f2.Frame(0x50, 0x51, 0x39, b"220\x90\x00"))),
        ("sam_v", encode_answer(0x90, b"an address of somebody")),
    ],
)
def test_apdus_tracks_and_addresses_are_marked_as_personal(protocol: str, frame: bytes) -> None:
    [reading] = read(protocol, frame)
    assert reading.personal


@pytest.mark.parametrize("content", [b"Y\x07", b"Y\x20\x07", b"Y" + bytes(range(32)), b"E", b"N", b"W"])
@pytest.mark.parametrize("parameter", [0x31, 0x33, 0x34, 0x35])
def test_the_name_of_what_a_memory_card_says_tells_nothing_of_it(parameter: int, content: bytes) -> None:
    [reading] = read("crt310", crt310.encode(crt310.Frame(0x38, parameter, content)))
    assert reading.personal
    assert not any(character.isdigit() for character in reading.name.removeprefix("sle4442"))


@pytest.mark.parametrize("content", [b"", b"E", b"N", b"W", b"Y\x00", b"Y\x00\x00"])
def test_an_answer_too_short_for_an_apdu_is_read_all_the_same(content: bytes) -> None:
    [reading] = read("crt310", crt310.encode(crt310.Frame(0x37, 0x31, content)))
    assert reading.valid


@pytest.mark.parametrize("error", sorted(ERRORS))
def test_every_error_of_the_f2_family_has_a_name_of_its_own(error: str) -> None:
    refused = [
        read("crt_f2", crt_f2.encode(crt_f2.negative(crt_f2.command(0x32, 0x39), code)))[0].name
        for code in ERRORS
    ]
    assert len(set(refused)) == len(ERRORS)
    assert all(name.startswith("neg_") for name in refused)


def test_a_module_and_the_transport_around_it_are_read_on_one_line() -> None:
    reader = shared_line_reader()
    line = frames("crt310", "host")["third_party_on"] + frames("sam_v", "device")["read_base_citizen"]
    names = [reading.name for reading in reader.feed(line + frames("crt310", "device")["status_inside"])]
    assert names == ["third_party_on", "read_base_citizen", "status_inside"]


@pytest.mark.parametrize("protocol", sorted(READERS))
def test_endless_noise_comes_out_in_pieces_no_longer_than_a_frame(protocol: str) -> None:
    reader = READERS[protocol]()
    told = [reading for _ in range(300) for reading in reader.feed(b"\x99" * 1000)]
    assert sum(len(reading.payload) for reading in told) > 290_000
    assert max(len(reading.payload) for reading in told) <= 4103


def test_what_arrived_before_is_forgotten_with_the_exchange_it_belongs_to() -> None:
    clock = FakeDeviceClock()
    slot = Crt310Simulator(clock)
    listener: Listener[crt310.Message] = Listener(memory_pipe(slot, clock), clock, crt310.Decoder)
    slot.receive(crt310.encode(crt310.Frame(0x31, 0x30)), clock.monotonic_s())
    clock.sleep(0.1)
    listener.forget()
    assert listener.next(0.1) is None


@settings(max_examples=150, deadline=None)
@given(
    protocol=st.sampled_from(sorted(READERS)),
    pieces=st.lists(
        st.binary(max_size=300) | st.sampled_from([b"\xf2\x00", b"\x02\x00", b"\xaa\xaa\xaa\x96\x69"])
    ),
)
def test_random_bytes_never_break_a_reader(protocol: str, pieces: list[bytes]) -> None:
    """Every byte is in exactly one reading or inside the envelope of a message."""
    readings = read(protocol, *pieces)
    assert read(protocol, b"".join(pieces)) == readings
    assert sum(len(reading.payload) for reading in readings) <= sum(map(len, pieces))
