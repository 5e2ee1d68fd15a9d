"""Frames of the SAM_V identity-card module: bytes to messages and back. No I/O, no clock.

A card's photo is dropped here: no caller ever sees it.
"""

from typing import Final

import msgspec

from drivers.card.stream import FrameShape, Piece, StreamCutter, xor_of

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


def encode(request: Request) -> bytes:
    return _frame(bytes([request.command, request.parameter, *request.data]))


def encode_answer(status: int, data: bytes = b"") -> bytes:
    """For a simulated module: SW1 and SW2 are 0."""
    return _frame(bytes([0, 0, status, *data]))


def _frame(body: bytes) -> bytes:
    summed = (len(body) + 1).to_bytes(2) + body
    return PREAMBLE + summed + bytes([xor_of(summed)])


_PREAMBLE_LENGTH: Final = len(PREAMBLE)
BODY: Final = slice(_HEAD_LENGTH, -1)
"""Of a frame: what it carries, without the checksum."""


def _shape(shortest: int) -> FrameShape:
    return FrameShape(
        preamble=PREAMBLE,
        length_at=_PREAMBLE_LENGTH,
        shortest=shortest,
        longest=_LONGEST_BODY,
        behind=0,
        is_sound=lambda frame: xor_of(frame[_PREAMBLE_LENGTH:]) == 0,
    )


SHAPE: Final = _shape(3)
"""Of either side."""
_REQUEST_SHAPE: Final = SHAPE  # CMD, PARA, checksum
_ANSWER_SHAPE: Final = _shape(4)  # SW1, SW2, SW3, checksum


class AnswerDecoder:
    """The host's side. Feed it what arrives, in pieces of any size; noise costs only itself."""

    def __init__(self) -> None:
        self._cutter = StreamCutter(_ANSWER_SHAPE)

    def feed(self, data: bytes) -> list[Answer]:
        return _answers(self._cutter.feed(data))

    def line_fell_silent(self) -> list[Answer]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        return _answers(self._cutter.line_fell_silent())


class RequestDecoder:
    """The module's side."""

    def __init__(self) -> None:
        self._cutter = StreamCutter(_REQUEST_SHAPE)

    def feed(self, data: bytes) -> list[Request]:
        return [_request(piece.data[BODY]) for piece in self._cutter.feed(data) if piece.shape]


def _request(body: bytes) -> Request:
    return Request(body[0], body[1], body[2:])


def _answers(pieces: list[Piece]) -> list[Answer]:
    return [_answer(piece.data[BODY]) for piece in pieces if piece.shape]


def _answer(body: bytes) -> Answer:
    """The photo ends here."""
    status, data = body[2], body[3:]
    text_at = text_in(data) if status == _DONE else None
    return Answer(status, data) if text_at is None else Answer(status, text=data[text_at])


def text_in(data: bytes) -> slice | None:
    """Where the text stands in a read answer, which starts with the lengths of text, photo and perhaps
    fingerprints; None where it is no read answer."""
    for lengths in (2, 3):
        head = 2 * lengths
        parts = [int.from_bytes(data[i : i + 2]) for i in range(0, head, 2)]
        if len(data) >= head and parts[0] > 0 and head + sum(parts) == len(data):
            return slice(head, head + parts[0])
    return None
