"""Linux input events as a keyboard's device file gives them: 24-byte records on a 64-bit machine.

Source: linux/input.h and linux/input-event-codes.h (struct input_event, EV_KEY, EV_SYN).
"""

import struct
from typing import Final, NamedTuple

EV_SYN: Final = 0x00
EV_KEY: Final = 0x01
EV_MSC: Final = 0x04

RELEASED, PRESSED, HELD = 0, 1, 2

_RECORD: Final = struct.Struct("llHHi")
RECORD_BYTES: Final = _RECORD.size
_KINDS: Final = frozenset({EV_SYN, EV_KEY, EV_MSC, 0x11, 0x14})
"""What keyboards send; light-emitting diodes (11h) and repetition (14h) among them."""

_KEYS: Final = 0x300


class InputEvent(NamedTuple):
    """`at_s` is the kernel's time of the stroke: it tells a scanner from a hand however late we look."""

    at_s: float
    kind: int
    code: int
    value: int

    def __repr__(self) -> str:
        return f"InputEvent(kind {self.kind})"  # the key may be a digit of a payment code


def encode(event: InputEvent) -> bytes:
    seconds = int(event.at_s)
    return _RECORD.pack(seconds, round((event.at_s - seconds) * 1e6) % 1_000_000, *event[1:])


class InputEventDecoder:
    """Incremental; drops one byte after another until a record makes sense. Holds less than one record."""

    def __init__(self) -> None:
        self._pending = b""
        self.dropped = 0
        """Bytes that belonged to no record, so far."""

    def feed(self, data: bytes) -> list[InputEvent]:
        data = self._pending + data
        events: list[InputEvent] = []
        at = 0
        while at + RECORD_BYTES <= len(data):
            seconds, microseconds, kind, code, value = _RECORD.unpack_from(data, at)
            if _makes_sense(seconds, microseconds, kind, code, value):
                events.append(InputEvent(seconds + microseconds / 1e6, kind, code, value))
                at += RECORD_BYTES
            else:
                self.dropped += 1
                at += 1
        self._pending = data[at:]
        return events

    def line_fell_silent(self) -> None:
        self.dropped += len(self._pending)
        self._pending = b""


def _makes_sense(seconds: int, microseconds: int, kind: int, code: int, value: int) -> bool:
    if kind not in _KINDS or not 0 <= microseconds < 1_000_000 or not 0 <= seconds < 1 << 40:
        return False
    return kind != EV_KEY or (code < _KEYS and value in {RELEASED, PRESSED, HELD})
