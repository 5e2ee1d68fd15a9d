"""Cuts what arrives on a card reader's line into frames and noise, by length and checksum. No I/O, no clock.

Shared by the codecs of all card readers. Never looks for end marks, which may occur inside a frame; after a
broken frame the search goes on one byte behind its head, so that noise costs only itself.
"""

import re
from collections.abc import Callable, Mapping
from functools import reduce
from operator import xor
from typing import Final, NamedTuple

import msgspec

from drivers.reading import Reading

_LENGTH_BYTES: Final = 2


class FrameShape(msgspec.Struct, frozen=True):
    """A frame is the preamble, the length (two bytes, the high one first, at `length_at`), as many bytes as
    that says, and `behind` bytes more. `singles` are messages of one byte that stand between frames."""

    preamble: bytes
    length_at: int
    shortest: int
    longest: int
    behind: int
    is_sound: Callable[[bytes], bool]
    singles: frozenset[int] = frozenset()

    def whole_length(self, counted: int) -> int:
        return self.length_at + _LENGTH_BYTES + counted + self.behind


class Piece(NamedTuple):
    """`shape` is None for noise."""

    shape: FrameShape | None
    data: bytes


class StreamCutter:
    """Feed it what arrives, in pieces of any size. Noise comes out in front of the message behind it, or once
    it is as long as the longest frame."""

    def __init__(self, *shapes: FrameShape) -> None:
        self._shapes = shapes
        self._longest_noise = max(shape.whole_length(shape.longest) for shape in shapes)
        heads = [re.escape(shape.preamble) for shape in shapes]
        heads += [re.escape(bytes([single])) for shape in shapes for single in sorted(shape.singles)]
        self._head = re.compile(b"|".join(heads))
        self._buffer = bytearray()
        self._noise = bytearray()

    def feed(self, data: bytes) -> list[Piece]:
        found: list[Piece] = []
        self._buffer += data
        self._cut_all(found)
        return found

    def line_fell_silent(self) -> list[Piece]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        found: list[Piece] = []
        while self._buffer:
            self._pass_over(1, found)
            self._cut_all(found)
        self._end_noise(found)
        return found

    def _cut_all(self, found: list[Piece]) -> None:
        while (head := self._head.search(self._buffer)) is not None:
            self._pass_over(head.start(), found)
            shape = self._shape_at_head()
            length = 1 if self._buffer[0] in shape.singles else self._length_of_frame(shape)
            if length is None:
                return
            if length:
                self._end_noise(found)
                found.append(Piece(shape, bytes(self._buffer[:length])))
                del self._buffer[:length]
            else:
                self._pass_over(1, found)
        self._pass_over(len(self._buffer) - self._begun_preamble(), found)

    def _shape_at_head(self) -> FrameShape:
        return next(
            shape
            for shape in self._shapes
            if self._buffer[0] in shape.singles or self._buffer.startswith(shape.preamble)
        )

    def _length_of_frame(self, shape: FrameShape) -> int | None:
        """Of the frame at the head of the buffer; 0 when it is none, None when more must arrive to tell."""
        body_at = shape.length_at + _LENGTH_BYTES
        if len(self._buffer) < body_at:
            return None
        counted = int.from_bytes(self._buffer[shape.length_at : body_at])
        if not shape.shortest <= counted <= shape.longest:
            return 0
        length = shape.whole_length(counted)
        if len(self._buffer) < length:
            return None
        return length if shape.is_sound(bytes(self._buffer[:length])) else 0

    def _begun_preamble(self) -> int:
        """How many bytes at the end may be the beginning of a preamble."""
        longest = max(len(shape.preamble) for shape in self._shapes) - 1
        for length in range(min(longest, len(self._buffer)), 0, -1):
            tail = bytes(self._buffer[-length:])
            if any(shape.preamble.startswith(tail) for shape in self._shapes):
                return length
        return 0

    def _pass_over(self, count: int, found: list[Piece]) -> None:
        self._noise += self._buffer[:count]
        del self._buffer[:count]
        while len(self._noise) >= self._longest_noise:
            found.append(Piece(None, bytes(self._noise[: self._longest_noise])))
            del self._noise[: self._longest_noise]

    def _end_noise(self, found: list[Piece]) -> None:
        if self._noise:
            found.append(Piece(None, bytes(self._noise)))
            self._noise.clear()


class FrameReader:
    """Implements `LineReader`: names each frame by the function of its shape."""

    def __init__(self, named_by: Mapping[FrameShape, Callable[[bytes], Reading]]) -> None:
        self._cutter = StreamCutter(*named_by)
        self._named_by = named_by

    def feed(self, data: bytes) -> list[Reading]:
        return [self._reading(piece) for piece in self._cutter.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [self._reading(piece) for piece in self._cutter.line_fell_silent()]

    def _reading(self, piece: Piece) -> Reading:
        if piece.shape is None:
            return Reading(valid=False, name="noise", payload=piece.data)
        return self._named_by[piece.shape](piece.data)


def xor_of(data: bytes) -> int:
    return reduce(xor, data, 0)
