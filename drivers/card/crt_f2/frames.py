"""Frames of the F2 family of card readers (CRT-571, CRT-591): bytes to messages, messages to bytes. Pure."""

from enum import IntEnum
from typing import Final

import msgspec

from drivers.card.stream import FrameShape, Piece, StreamCutter, xor_of

_STX: Final = 0xF2
_ETX: Final = 0x03
_LONGEST_TEXT: Final = 1024 - 6  # the whole frame has at most 1024 bytes


class Control(IntEnum):
    """The single bytes between frames."""

    EOT = 0x04
    ACK = 0x06
    NAK = 0x15


class Head(IntEnum):
    """What a frame is. The manual's table prints 45h for a negative answer, its text N: both are met."""

    COMMAND = 0x43
    POSITIVE = 0x50
    NEGATIVE = 0x4E
    NEGATIVE_AS_PRINTED = 0x45


class Frame(msgspec.Struct, frozen=True):
    """The data of a positive answer begins with three bytes of status, that of a negative one with two
    characters of error code. It may be a card's content, so it is kept out of `repr`."""

    head: int
    command: int
    parameter: int
    data: bytes = b""
    address: int = 0

    def __repr__(self) -> str:
        head = Head(self.head).name if self.head in _HEADS else f"{self.head:02X}"
        return f"Frame({head} {self.command:02X} {self.parameter:02X} + {len(self.data)} bytes)"

    def answers(self, command: "Frame") -> bool:
        about = (self.command, self.parameter, self.address)
        return self.head != Head.COMMAND and about == (command.command, command.parameter, command.address)

    @property
    def is_refusal(self) -> bool:
        return self.head in {Head.NEGATIVE, Head.NEGATIVE_AS_PRINTED}

    @property
    def error(self) -> str:
        """The two characters e1 e0 of a refusal."""
        return self.data[:2].decode("ascii", "replace").upper()

    @property
    def status(self) -> bytes:
        """st0 st1 st2 of a positive answer."""
        return self.data[:3]

    @property
    def content(self) -> bytes:
        """What a positive answer carries behind its status."""
        return self.data[3:]


_HEADS: Final = frozenset(Head)

Message = Control | Frame


def command(command: int, parameter: int, data: bytes = b"") -> Frame:
    return Frame(Head.COMMAND, command, parameter, data)


def positive(command: Frame, status: bytes, content: bytes = b"") -> Frame:
    return Frame(Head.POSITIVE, command.command, command.parameter, status + content, command.address)


def negative(command: Frame, error: str, head: Head = Head.NEGATIVE) -> Frame:
    return Frame(head, command.command, command.parameter, error.encode("ascii"), command.address)


def encode(frame: Frame) -> bytes:
    """F2, address, length from the head to the data, those, ETX, XOR of all of it."""
    length = (3 + len(frame.data)).to_bytes(2)
    text = bytes([frame.head, frame.command, frame.parameter, *frame.data])
    body = bytes([_STX, frame.address, *length, *text, _ETX])
    return body + bytes([xor_of(body)])


SHAPE: Final = FrameShape(
    preamble=bytes([_STX]),
    length_at=2,
    shortest=3,
    longest=_LONGEST_TEXT,
    behind=2,
    is_sound=lambda frame: frame[-2] == _ETX and xor_of(frame) == 0,
    singles=frozenset(Control),
)


def message_of(data: bytes) -> Message:
    """Of one piece of `SHAPE`."""
    if len(data) == 1:
        return Control(data[0])
    return Frame(data[4], data[5], data[6], data[7:-2], address=data[1])


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
