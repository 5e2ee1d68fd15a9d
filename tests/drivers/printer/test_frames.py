import pytest
from hypothesis import given
from hypothesis import strategies as some

from drivers.printer import frames
from drivers.printer.frames import (
    AutomaticStatus,
    BuffersCleared,
    Confirmed,
    FlowControl,
    FullStatus,
    Information,
    Message,
    PaperInOrder,
    RealTimeStatus,
    StatusDecoder,
)

_MESSAGES: list[tuple[bytes, Message]] = [
    (b"\x12", RealTimeStatus(0x12)),
    (b"\x1a", RealTimeStatus(0x1A)),
    (b"\x7e", RealTimeStatus(0x7E)),
    (bytes.fromhex("18 00 0C 00"), AutomaticStatus(bytes.fromhex("18 00 0C 00"))),
    (bytes.fromhex("38 00 00 00"), AutomaticStatus(bytes.fromhex("38 00 00 00"))),
    (bytes.fromhex("37 22 31 32 33 34 00"), Confirmed(b"1234")),
    (bytes.fromhex("37 22 12 11 13 37 00"), Confirmed(b"\x12\x11\x13\x37")),
    (bytes.fromhex("37 25 00"), BuffersCleared()),
    (b"\x0f", PaperInOrder(0x0F)),
    (b"\x5fTM-T20III\x00", Information("TM-T20III")),
    (b"\x5f\x00", Information("")),
    (b"\x11", FlowControl(room=True)),
    (b"\x13", FlowControl(room=False)),
    (bytes.fromhex("10 0F 20 00 00 00"), FullStatus(0x20, 0, 0, 0)),
    (bytes.fromhex("10 0F 00 00 00 00"), FullStatus(0, 0, 0, 0)),
]


@pytest.mark.parametrize(("data", "message"), _MESSAGES)
def test_each_answer_is_known_by_its_bits_however_it_is_split(data: bytes, message: Message) -> None:
    for cut in range(len(data) + 1):
        decoder = StatusDecoder()
        assert decoder.feed(data[:cut]) + decoder.feed(data[cut:]) == [message]


@given(some.lists(some.sampled_from(_MESSAGES), max_size=12), some.data())
def test_answers_come_out_in_order_at_any_split(
    said: list[tuple[bytes, Message]], draw: some.DataObject
) -> None:
    stream = b"".join(data for data, _ in said)
    decoder = StatusDecoder()
    heard: list[Message] = []
    while stream:
        cut = draw.draw(some.integers(1, len(stream)))
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    assert heard == [message for _, message in said]


def test_flow_control_is_told_apart_and_noise_is_no_answer() -> None:
    heard = StatusDecoder().feed(b"\x11\x13\xff\x90\x12")
    assert heard == [FlowControl(room=True), FlowControl(room=False), RealTimeStatus(0x12)]


@pytest.mark.parametrize("data", [b"\x5fTM\xff\x12", b"\x5f" + b"T" * 81 + b"\x12"])
def test_a_name_that_is_none_hides_no_answer_behind_it(data: bytes) -> None:
    assert StatusDecoder().feed(data)[-1] == RealTimeStatus(0x12)


def test_a_broken_automatic_status_hides_no_answer_behind_it() -> None:
    assert StatusDecoder().feed(b"\x10\x12") == [RealTimeStatus(0x12)]


@given(some.binary(max_size=200))
def test_any_bytes_are_survived(data: bytes) -> None:
    StatusDecoder().feed(data)


def test_questions_are_the_published_bytes() -> None:
    assert frames.ask_status(4) == bytes.fromhex("10 04 04")
    assert frames.ask_confirmation(b"1234") == bytes.fromhex("1D 28 48 06 00 30 30 31 32 33 34")
    assert bytes.fromhex("1D 72 01") == frames.ASK_PAPER_IN_ORDER
