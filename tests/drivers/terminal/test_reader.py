import pytest
from hypothesis import given
from hypothesis import strategies as some

from drivers.reading import Reading
from drivers.terminal.frames import (
    Approved,
    Cancel,
    Enquiry,
    Identified,
    Message,
    Prompt,
    Sale,
    State,
    Working,
    encode,
)
from drivers.terminal.port import TerminalStage
from drivers.terminal.reader import EcrReader

_SAID: list[tuple[Message, str, str, bool]] = [
    (Sale("A1", 23875), "sale", "host", False),
    (Cancel(), "cancel", "host", False),
    (Enquiry(), "enquiry", "host", False),
    (Prompt(TerminalStage.ENTER_PIN), "prompt", "device", False),
    (State(Working.IDLE), "state", "device", False),
    (Identified("T1", "1.0", "0001"), "identified", "device", False),
    (Approved("A1", 23875, "3446", "012345", "000000098765"), "approved", "device", True),
]


@pytest.mark.parametrize(("message", "name", "side", "personal"), _SAID)
def test_every_message_has_its_name_and_side_at_any_split(
    message: Message, name: str, side: str, personal: bool
) -> None:
    data = encode(message)
    for cut in range(len(data) + 1):
        reader = EcrReader()
        (reading,) = reader.feed(data[:cut]) + reader.feed(data[cut:])
        assert (reading.valid, reading.name, reading.side, reading.personal) == (True, name, side, personal)
        assert reading.payload == data[3:-2]


def test_acknowledgements_and_noise_are_told() -> None:
    assert EcrReader().feed(b"\x06\x15\x55\x66" + encode(Cancel())) == [
        Reading(True, "ack"),
        Reading(True, "nak"),
        Reading(False, "noise", b"\x55\x66"),
        Reading(True, "cancel", b"CNCL", "host"),
    ]


@given(some.binary(max_size=600))
def test_noise_costs_no_good_message_behind_it(noise: bytes) -> None:
    reader = EcrReader()
    reader.feed(noise)
    reader.line_fell_silent()
    assert [reading.name for reading in reader.feed(encode(Enquiry()))] == ["enquiry"]
