"""The messages of the USB CCID specification, at any split, in noise, and what they are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from drivers.pcsc import ccid
from drivers.pcsc.ccid import CcidReader, Fault, Heard, Icc, Kind, Message, SlotChange

_SAID: list[tuple[bytes, Heard, str]] = [
    (bytes.fromhex("62 00000000 00 01 000000"), Message(Kind.ICC_POWER_ON, 1), "icc_power_on"),
    (bytes.fromhex("63 00000000 00 02 000000"), Message(Kind.ICC_POWER_OFF, 2), "icc_power_off"),
    (bytes.fromhex("65 00000000 00 03 000000"), Message(Kind.GET_SLOT_STATUS, 3), "get_slot_status"),
    (
        bytes.fromhex("6F 05000000 00 04 000000 00B0810010"),
        Message(Kind.XFR_BLOCK, 4, bytes.fromhex("00B0810010")),
        "xfr_block",
    ),
    (
        bytes.fromhex("80 02000000 00 04 00 81 00 9000"),
        ccid.answer(Kind.DATA_BLOCK, 4, Icc.ACTIVE, b"\x90\x00"),
        "data_block",
    ),
    (
        bytes.fromhex("80 00000000 00 05 42 FE 00"),
        ccid.answer(Kind.DATA_BLOCK, 5, Icc.ABSENT, fault=Fault.MUTE),
        "data_block",
    ),
    (
        bytes.fromhex("81 00000000 00 06 01 81 00"),
        ccid.answer(Kind.SLOT_STATUS, 6, Icc.INACTIVE),
        "slot_status",
    ),
    (bytes.fromhex("50 03"), SlotChange(True), "card_in"),
    (bytes.fromhex("50 02"), SlotChange(False), "card_out"),
]


@settings(deadline=None)
@given(some.lists(some.sampled_from(_SAID), max_size=6), some.data())
def test_messages_come_out_whole_at_any_split(
    said: list[tuple[bytes, Heard, str]], draw: some.DataObject
) -> None:
    stream = b"".join(data for data, _, _ in said)
    decoder, heard = ccid.Decoder(), []
    while stream:
        cut = draw.draw(some.integers(1, len(stream)))
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    assert heard == [message for _, message, _ in said]


@pytest.mark.parametrize(("data", "message", "name"), _SAID, ids=[f"{s[2]}-{i}" for i, s in enumerate(_SAID)])
def test_every_message_has_its_bytes_and_its_name(data: bytes, message: Heard, name: str) -> None:
    if isinstance(message, Message):
        assert ccid.encode(message) == data
    [reading] = CcidReader().feed(data)
    assert (reading.valid, reading.name) == (True, name)
    assert reading.personal == (isinstance(message, Message) and bool(message.data))


@pytest.mark.parametrize("noise", ["00", "FF FF", "62 FF FF FF FF", "80 00 00 00 00 07", "50 FF"])
def test_noise_costs_no_message(noise: str) -> None:
    good, message, _ = _SAID[4]
    decoder = ccid.Decoder()
    heard = [*decoder.feed(bytes.fromhex(noise) + good), *decoder.line_fell_silent(), *decoder.feed(good)]
    assert [one for one in heard if isinstance(one, Message)][-1] == message


def test_what_a_card_says_is_in_no_repr() -> None:
    assert "9000" not in repr(_SAID[4][1])


@settings(deadline=None)
@given(some.lists(some.binary(max_size=300), max_size=8))
def test_any_bytes_are_survived_and_none_is_kept_for_ever(pieces: list[bytes]) -> None:
    reader = CcidReader()
    for piece in pieces:
        reader.feed(piece)
    reader.line_fell_silent()
    [reading] = reader.feed(bytes.fromhex("50 03"))
    assert reading.name == "card_in"
