"""What passes between the kiosk and a payment terminal, message by message, for traces and technicians.

Sums are no secret; the digits of a card and the codes of an approval are.
"""

from typing import Final

from drivers.reading import Reading, Side
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


class EcrReader:
    """A `LineReader`. Holds at most one frame."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Reading]:
        self._pending += data
        return self._read(more_may_come=True)

    def line_fell_silent(self) -> list[Reading]:
        return self._read(more_may_come=False)

    def _read(self, *, more_may_come: bool) -> list[Reading]:
        readings: list[Reading] = []
        noise_from = at = 0
        while at < len(self._pending):
            length, found = found_at(self._pending, at)
            if length == 0 and more_may_come:
                break
            if found is None or isinstance(found, Broken):
                at += max(length, 1)
                continue
            readings += self._noise(noise_from, at)
            readings.append(_reading(found))
            noise_from = at = at + length
        readings += self._noise(noise_from, at)
        del self._pending[:at]
        return readings

    def _noise(self, start: int, end: int) -> list[Reading]:
        payload = bytes(self._pending[start:end])
        return [Reading(valid=False, name="noise", payload=payload)] if payload else []


def _reading(found: Message | Acknowledged) -> Reading:
    if isinstance(found, Acknowledged):
        return Reading(True, "ack" if found.well else "nak")
    name, side = _NAMES[type(found)]
    return Reading(True, name, payload_of(found), side, personal=isinstance(found, Approved))
