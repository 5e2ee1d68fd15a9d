"""Frames of the CRT-310 card transport (protocol V3.0): bytes to messages and back. No I/O, no clock.

Both directions share one format, so the simulated transport uses this codec too.
"""

from enum import IntEnum
from typing import Final

import msgspec

from drivers.card.stream import FrameShape, Piece, StreamCutter, xor_of

_STX: Final = 0x02
_ETX: Final = 0x03
_LONGEST_TEXT: Final = 2 + 264  # CM, PM and the longest data field of the manual
_REFUSED: Final = 0x4E


class Control(IntEnum):
    """The single bytes between frames."""

    EOT = 0x04
    ENQ = 0x05
    ACK = 0x06
    NAK = 0x15


class Frame(msgspec.Struct, frozen=True):
    """One command, or the answer that repeats its `command` and `parameter`. The data may be a card's
    content, so it is kept out of `repr`."""

    command: int
    parameter: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Frame({self.command:02X} {self.parameter:02X} + {len(self.data)} bytes)"

    def refuses(self, command: "Frame") -> bool:
        """Whether this is the negative answer to `command`: 4E, the command byte, an error code."""
        return self.is_refusal and self.parameter == command.command

    @property
    def is_refusal(self) -> bool:
        return self.command == _REFUSED and len(self.data) == 1


Message = Control | Frame


def encode(frame: Frame) -> bytes:
    """STX, length of the rest up to the data, command, parameter, data, ETX, XOR of all of it."""
    length = (2 + len(frame.data)).to_bytes(2)
    body = bytes([_STX, *length, frame.command, frame.parameter, *frame.data, _ETX])
    return body + bytes([xor_of(body)])


SHAPE: Final = FrameShape(
    preamble=bytes([_STX]),
    length_at=1,
    shortest=2,
    longest=_LONGEST_TEXT,
    behind=2,
    is_sound=lambda frame: frame[-2] == _ETX and xor_of(frame) == 0,
    singles=frozenset(Control),
)


def message_of(data: bytes) -> Message:
    """Of one piece of `SHAPE`."""
    return Control(data[0]) if len(data) == 1 else Frame(data[3], data[4], data[5:-2])


class Decoder:
    """Feed it what arrives, in pieces of any size; noise costs only itself."""

    def __init__(self) -> None:
        self._cutter = StreamCutter(SHAPE)

    def feed(self, data: bytes) -> list[Message]:
        return _messages(self._cutter.feed(data))

    def line_fell_silent(self) -> list[Message]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        return _messages(self._cutter.line_fell_silent())


def _messages(pieces: list[Piece]) -> list[Message]:
    return [message_of(piece.data) for piece in pieces if piece.shape is not None]
