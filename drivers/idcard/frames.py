"""Frames of the SAM_V identity-card module: bytes to messages and back. No I/O, no clock.

Length driven; after a broken frame the search goes on one byte behind its head. A card's photo is dropped
here: no caller ever sees it.
"""

from functools import reduce
from operator import xor
from typing import Final, Generic, TypeVar

import msgspec

PREAMBLE: Final = bytes.fromhex("AA AA AA 96 69")
_HEAD_LENGTH: Final = len(PREAMBLE) + 2
_LONGEST_BODY: Final = 4096
_DONE: Final = 0x90


class Request(msgspec.Struct, frozen=True):
    command: int
    parameter: int
    data: bytes = b""


RESET: Final = Request(0x10, 0xFF)
MODULE_STATUS: Final = Request(0x11, 0xFF)
MODULE_NUMBER: Final = Request(0x12, 0xFF)
FIND_CARD: Final = Request(0x20, 0x01)
SELECT_CARD: Final = Request(0x20, 0x02)
READ_CARD: Final = Request(0x30, 0x01)


class Answer(msgspec.Struct, frozen=True):
    """`status` is SW3. `text` is the card's text block where there was one; `data` anything else. Both are
    kept out of `repr`: they are a person's."""

    status: int
    data: bytes = b""
    text: bytes = b""

    def __repr__(self) -> str:
        return f"Answer({self.status:02X} + {len(self.data)} bytes + {len(self.text)} of text)"


Message = TypeVar("Message", Request, Answer)


def encode(request: Request) -> bytes:
    return _frame(bytes([request.command, request.parameter, *request.data]))


def encode_answer(status: int, data: bytes = b"") -> bytes:
    """For a simulated module: SW1 and SW2 are 0."""
    return _frame(bytes([0, 0, status, *data]))


def _frame(body: bytes) -> bytes:
    summed = (len(body) + 1).to_bytes(2) + body
    return PREAMBLE + summed + bytes([_checksum(summed)])


class _Decoder(Generic[Message]):
    """Feed it what arrives, in pieces of any size; noise costs only itself."""

    _SHORTEST_BODY: int

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
        while self._skip_to_preamble():
            length = self._length_of_frame()
            if length is None:
                break
            if length:
                found.append(self._message(bytes(self._buffer[_HEAD_LENGTH : length - 1])))
            del self._buffer[: length or 1]
        return found

    def _skip_to_preamble(self) -> bool:
        """Whether the buffer now starts with a whole preamble."""
        at = self._buffer.find(PREAMBLE)
        del self._buffer[: at if at >= 0 else max(0, len(self._buffer) - len(PREAMBLE) + 1)]
        return at >= 0

    def _length_of_frame(self) -> int | None:
        """Of the frame at the head of the buffer; 0 when it is none, None when more must arrive to tell."""
        if len(self._buffer) < _HEAD_LENGTH:
            return None
        body_length = int.from_bytes(self._buffer[len(PREAMBLE) : _HEAD_LENGTH])
        if not self._SHORTEST_BODY <= body_length <= _LONGEST_BODY:
            return 0
        length = _HEAD_LENGTH + body_length
        if len(self._buffer) < length:
            return None
        return length if _checksum(self._buffer[len(PREAMBLE) : length]) == 0 else 0

    def _message(self, body: bytes) -> Message:
        raise NotImplementedError


class AnswerDecoder(_Decoder[Answer]):
    """The host's side."""

    _SHORTEST_BODY = 4  # SW1, SW2, SW3, checksum

    def _message(self, body: bytes) -> Answer:
        status, data = body[2], body[3:]
        text = _text_of_read_answer(data) if status == _DONE else b""
        return Answer(status, b"" if text else data, text)


class RequestDecoder(_Decoder[Request]):
    """The module's side."""

    _SHORTEST_BODY = 3  # CMD, PARA, checksum

    def _message(self, body: bytes) -> Request:
        return Request(body[0], body[1], body[2:])


def _text_of_read_answer(data: bytes) -> bytes:
    """A read answer starts with the lengths of text, photo and perhaps fingerprints; parsed by them."""
    for lengths in (2, 3):
        head = 2 * lengths
        parts = [int.from_bytes(data[i : i + 2]) for i in range(0, head, 2)]
        if len(data) >= head and parts[0] > 0 and head + sum(parts) == len(data):
            return data[head : head + parts[0]]
    return b""


def _checksum(data: bytes | bytearray) -> int:
    return reduce(xor, data, 0)
