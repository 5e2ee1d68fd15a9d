import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from drivers.printer import frames, raster
from drivers.printer.host_commands import LARGEST_RASTER_BYTES
from drivers.printer.reader import EscposReader
from drivers.reading import Reading
from tests.drivers.printer.bench import picture

_VECTORS = json.loads((Path(__file__).parent / "escpos_vectors.json").read_text(encoding="utf-8"))
_HOST = {
    name: bytes.fromhex(data) for name, data in _VECTORS["host"].items() if name != "print_done_1234"
} | {
    "print_done": bytes.fromhex(_VECTORS["host"]["print_done_1234"]),
    "initialise": frames.INITIALISE,
    "asb_off": frames.AUTOMATIC_STATUS_OFF,
    "dle_eot_20": frames.ASK_FULL_STATUS,
    "dle_enq_2": frames.RECOVER_AND_CLEAR,
    "clear_buffers": frames.CLEAR_BUFFERS,
    "gs_i_67": frames.ASK_MODEL,
    "feed": b"\x1bd\x06",
    "cut": b"\x1dV\x00",
}
_DEVICE = {
    "asb": b"\x18\x00\x0c\x00",
    "print_done_reply": bytes.fromhex(_VECTORS["device"]["print_done_reply_1234"]),
    "gs_r": b"\x03",
    "gs_i": b"\x5fTM-T20III\x00",
    "ticket_status": b"\x10\x0f\x20\x00\x00\x00",
    "buffers_cleared": b"\x37\x25\x00",
    "xoff": b"\x13",
    "xon": b"\x11",
    "real_time_status": b"\x12",
}


def _read(*pieces: bytes) -> list[Reading]:
    reader = EscposReader()
    return [reading for piece in pieces for reading in reader.feed(piece)]


@pytest.mark.parametrize(("name", "data"), [*_HOST.items(), *_DEVICE.items()])
def test_every_message_has_its_name_and_side_at_any_split(name: str, data: bytes) -> None:
    side = "host" if name in _HOST else "device"
    for cut in range(len(data) + 1):
        (reading,) = _read(data[:cut], data[cut:])
        assert (reading.valid, reading.name, reading.side) == (True, name, side)


@pytest.mark.parametrize("name", [name for name in _VECTORS["device"] if name.startswith("n")])
def test_what_a_single_byte_answers_only_the_asker_knows(name: str) -> None:
    data = bytes.fromhex(_VECTORS["device"][name])
    assert _read(data) == [Reading(True, "real_time_status", data, "device")]


@pytest.mark.parametrize("name", [name for name in _VECTORS["device"] if name.startswith("asb")])
def test_an_automatic_status_is_read_whole(name: str) -> None:
    data = bytes.fromhex(_VECTORS["device"][name])
    assert _read(data) == [Reading(True, "asb", data, "device")]


def test_a_slip_on_the_line_is_read_band_by_band_and_shows_nobody_what_stands_on_it() -> None:
    bands = list(raster.bands(picture(rows=600)))
    stream = frames.INITIALISE + b"".join(bands) + raster.feed_and_cut() + frames.ask_confirmation(b"1234")
    readings = _read(*(stream[at : at + 1000] for at in range(0, len(stream), 1000)))
    names = ["initialise", "raster", "raster", "raster", "feed", "cut", "print_done"]
    assert [reading.name for reading in readings] == names
    assert [reading.personal for reading in readings] == [name == "raster" for name in names]


@given(some.lists(some.sampled_from([*_HOST, *_DEVICE]), min_size=1, max_size=10), some.binary(max_size=30))
def test_noise_costs_no_good_message_behind_it(names: list[str], noise: bytes) -> None:
    reader = EscposReader()
    reader.feed(noise)
    reader.line_fell_silent()
    said = b"".join((_HOST | _DEVICE)[name] for name in names)
    assert [reading.name for reading in reader.feed(said)] == names


def test_the_zeros_that_complete_half_a_band_do_not_flood_a_trace() -> None:
    readings = _read(bytes(1024), bytes(1024), frames.INITIALISE, b"\x00\x00")
    assert [reading.name for reading in readings] == ["padding", "padding", "initialise", "gs_r", "gs_r"]


def test_a_length_that_lies_is_noise_and_not_waited_for() -> None:
    readings = _read(b"\x1dv0\x00\xff\xff\xff\xff" + frames.ask_status(2))
    assert [reading.valid for reading in readings][-1]
    assert readings[-1].name == "dle_eot_2"


def test_a_good_message_behind_half_a_picture_is_found_in_the_silence() -> None:
    reader = EscposReader()
    assert reader.feed(b"\x1dv0\x00\x48\x00\x00\x01" + bytes([0xFF]) * 100 + frames.INITIALISE) == []
    assert reader.line_fell_silent()[-1].name == "initialise"


def test_no_more_is_held_than_the_largest_band() -> None:
    reader = EscposReader()
    reader.feed(b"\x1dv0\x00\x80\x00\x60\x09")
    heard = []
    for _ in range(400):
        heard += reader.feed(bytes(1000))
    assert len(heard[0].payload) == LARGEST_RASTER_BYTES
