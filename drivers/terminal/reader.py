"""What passes between the kiosk and a payment terminal, message by message, for traces and technicians.

Sums are no secret; the digits of a card and the codes of an approval are.
"""

from typing import Final

from drivers.reading import Reading, Side
from drivers.searching_reader import SearchingReader
from drivers.terminal.frames import (
    Acknowledged,
    Approved,
    Broken,
    Cancel,
    Declined,
    Enquiry,
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
    found_at,
    payload_of,
)

_NAMES: Final[dict[type, tuple[str, Side]]] = {
    Sale: ("sale", "host"),
    LastResult: ("last_result", "host"),
    Reverse: ("reverse", "host"),
    Cancel: ("cancel", "host"),
    Enquiry: ("enquiry", "host"),
    Identify: ("identify", "host"),
    Prompt: ("prompt", "device"),
    Approved: ("approved", "device"),
    Declined: ("declined", "device"),
    Reversed: ("reversed", "device"),
    Unknown: ("unknown", "device"),
    State: ("state", "device"),
    Identified: ("identified", "device"),
}


class EcrReader(SearchingReader):
    """A `LineReader`. Holds at most one frame."""

    def __init__(self) -> None:
        super().__init__(_first)


def _first(data: bytearray, at: int) -> tuple[int, Reading | None]:
    length, found = found_at(data, at)
    return length, None if found is None or isinstance(found, Broken) else _reading(found)


def _reading(found: Message | Acknowledged) -> Reading:
    if isinstance(found, Acknowledged):
        return Reading(True, "ack" if found.well else "nak")
    name, side = _NAMES[type(found)]
    return Reading(True, name, payload_of(found), side, personal=isinstance(found, Approved))
