import pytest
from hypothesis import given
from hypothesis import strategies as some

from drivers.terminal.frames import (
    Acknowledged,
    Approved,
    Broken,
    Cancel,
    Declined,
    Enquiry,
    FrameDecoder,
    Identified,
    Identify,
    LastResult,
    Message,
    Prompt,
    Reverse,
    Reversed,
    Sale,
    State,
    Unknown,
    Working,
    encode,
)
from drivers.terminal.port import DeclineReason, TerminalStage

_MESSAGES: list[Message] = [
    Sale("0192f3a4-0000-7000-8000-000000000001", 23875),
    LastResult("A1"),
    Reverse("A1"),
    Cancel(),
    Enquiry(),
    *(Prompt(stage) for stage in TerminalStage),
    Approved("A1", 23875, "3446", "012345", "000000098765"),
    *(Declined("A1", reason) for reason in DeclineReason),
    Reversed("A1"),
    Unknown("A1"),
    Identify(),
    Identified("T1", "1.0", "0001"),
    *(State(working) for working in Working),
]


def test_a_frame_is_the_documented_bytes() -> None:
    assert encode(Sale("A1", 100)) == bytes.fromhex("02 00 0B 53 41 4C 45 1C 41 31 1C 31 30 30 03 52")


@given(some.lists(some.sampled_from(_MESSAGES), max_size=6), some.data())
def test_every_message_survives_the_line_at_any_split(messages: list[Message], draw: some.DataObject) -> None:
    stream = b"".join(map(encode, messages))
    decoder = FrameDecoder()
    heard: list[object] = []
    while stream:
        cut = draw.draw(some.integers(1, len(stream)))
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    assert [(type(one), one) for one in heard] == [(type(one), one) for one in messages]


@pytest.mark.parametrize("message", _MESSAGES)
def test_one_flipped_bit_makes_no_message_and_the_next_one_is_heard(message: Message) -> None:
    good = encode(message)
    for place in range(len(good)):
        spoilt = bytearray(good)
        spoilt[place] ^= 0x04
        decoder = FrameDecoder()
        heard = decoder.feed(bytes(spoilt)) + decoder.line_fell_silent()
        assert not any(isinstance(one, type(message)) for one in heard if not isinstance(one, Acknowledged))
        assert decoder.feed(good) == [message]


def test_answers_stand_between_frames() -> None:
    assert FrameDecoder().feed(b"\x06" + encode(Cancel()) + b"\x15") == [
        Acknowledged(well=True),
        Cancel(),
        Acknowledged(well=False),
    ]


def test_more_digits_of_a_card_than_four_are_not_kept() -> None:
    (heard,) = FrameDecoder().feed(encode(Approved("A1", 1, "6222020200112233446", "0", "0")))
    assert heard == Approved("A1", 1, "3446", "0", "0")


def test_a_good_frame_of_another_dialect_is_refused() -> None:
    payload = b"HELO"
    body = len(payload).to_bytes(2, "big") + payload + b"\x03"
    check = 0
    for byte in body:
        check ^= byte
    assert FrameDecoder().feed(b"\x02" + body + bytes((check,))) == [Broken()]


@given(some.binary(max_size=600))
def test_any_bytes_are_survived(data: bytes) -> None:
    decoder = FrameDecoder()
    decoder.feed(data)
    decoder.line_fell_silent()
    assert decoder.feed(encode(Cancel())) == [Cancel()]


def test_a_good_frame_behind_a_length_that_lies_is_found_in_the_silence() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(b"\x02\x00\xff" + encode(Cancel())) == []
    assert decoder.line_fell_silent() == [Broken(), Cancel()]


@pytest.mark.parametrize("amount", ["1_0", " 5", "-5", "+5", "9" * 13])
def test_a_sum_that_is_no_plain_number_is_refused(amount: str) -> None:
    payload = f"SALE\x1cA1\x1c{amount}".encode()
    body = len(payload).to_bytes(2, "big") + payload + b"\x03"
    check = 0
    for byte in body:
        check ^= byte
    assert FrameDecoder().feed(b"\x02" + body + bytes((check,))) == [Broken()]
