"""Frames of the CRT-310 card transport (protocol V3.0): bytes to messages and back. No I/O, no clock.

Both directions share one format, so the simulated transport uses this codec too. Frames are found by their
length and checksum, never by ETX, which may occur inside them.
"""

from enum import IntEnum
from functools import reduce
from operator import xor
from typing import Final

import msgspec

_STX: Final = 0x02
_ETX: Final = 0x03
_HEAD_LENGTH: Final = 3
_TAIL_LENGTH: Final = 2
_LONGEST_TEXT: Final = 2 + 264  # CM, PM and the longest data field of the manual
_REFUSED: Final = 0x4E


class Control(IntEnum):
    """The single bytes between frames."""

    EOT = 0x04
    ENQ = 0x05
    ACK = 0x06
    NAK = 0x15


_CONTROLS: Final = frozenset(Control)


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
        return self.command == _REFUSED and self.parameter == command.command and len(self.data) == 1


Message = Control | Frame


def encode(frame: Frame) -> bytes:
    """STX, length of the rest up to the data, command, parameter, data, ETX, XOR of all of it."""
    length = (2 + len(frame.data)).to_bytes(2)
    body = bytes([_STX, *length, frame.command, frame.parameter, *frame.data, _ETX])
    return body + bytes([_checksum(body)])


class Decoder:
    """Feed it what arrives, in pieces of any size; noise costs only itself."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        self._buffer += data
        return self._take_all()

    def line_fell_silent(self) -> list[Message]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        found: list[Message] = []
        while self._buffer:
            del self._buffer[0]
            found += self._take_all()
        return found

    def _take_all(self) -> list[Message]:
        found: list[Message] = []
        while self._buffer:
            head = self._buffer[0]
            if head == _STX:
                length = self._length_of_frame()
                if length is None:
                    break
                if length:
                    found.append(Frame(self._buffer[3], self._buffer[4], bytes(self._buffer[5 : length - 2])))
                    del self._buffer[:length]
                    continue
            elif head in _CONTROLS:
                found.append(Control(head))
            del self._buffer[0]
        return found

    def _length_of_frame(self) -> int | None:
        """Of the frame at the head of the buffer; 0 when it is none, None when more must arrive to tell."""
        if len(self._buffer) < _HEAD_LENGTH:
            return None
        text_length = int.from_bytes(self._buffer[1:_HEAD_LENGTH])
        if not 2 <= text_length <= _LONGEST_TEXT:
            return 0
        length = _HEAD_LENGTH + text_length + _TAIL_LENGTH
        if len(self._buffer) < length:
            return None
        sound = self._buffer[length - 2] == _ETX and _checksum(self._buffer[:length]) == 0
        return length if sound else 0


def _checksum(data: bytes | bytearray) -> int:
    return reduce(xor, data, 0)
