"""Frames of ITL's SSP: bytes to messages and back. No I/O, no clock.

Both directions share one format, so the simulated unit uses this codec too. Source: ITL SSP protocol manual
GA138, transport layer.
"""

import re
from collections.abc import Iterable
from typing import Final

import msgspec

_MARK: Final = 0x7F
_START: Final = re.compile(rb"\x7f[^\x7f]")
"""A mark that is not one of a doubled pair begins a frame, wherever it stands."""
_SEQUENCE_BIT: Final = 0x80
_LONGEST_DATA: Final = 255
LONGEST_FRAME: Final = 1 + 2 * (2 + _LONGEST_DATA + 2)


class Frame(msgspec.Struct, frozen=True):
    """`sequence` is the flag a host turns over for every new command and a unit repeats in its answer."""

    sequence: bool
    data: bytes
    address: int = 0


class Noise(msgspec.Struct, frozen=True):
    """Bytes that are part of no sound frame."""

    data: bytes


def encode(frame: Frame) -> bytes:
    """Raises ValueError unless there are 1 to 255 bytes of data."""
    if not 1 <= len(frame.data) <= _LONGEST_DATA:
        raise ValueError(f"an SSP frame carries 1 to 255 bytes, not {len(frame.data)}")
    head = (_SEQUENCE_BIT if frame.sequence else 0) | frame.address
    body = bytes([head, len(frame.data), *frame.data])
    body += _checksum(body).to_bytes(2, "little")
    return bytes([_MARK]) + body.replace(b"\x7f", b"\x7f\x7f")


class Decoder:
    """Feed it what arrives, in pieces of any size. Each byte is un-stuffed once; noise costs only itself."""

    def __init__(self) -> None:
        self._raw = bytearray()
        self._noise = bytearray()
        self._restart()

    def feed(self, data: bytes) -> list[Frame | Noise]:
        self._raw += data
        found: list[Frame | Noise] = []
        while self._find_start() and self._read_on():
            frame = self._frame()
            if frame is None:
                self._drop(1)
            else:
                found += self._noise_so_far()
                found.append(frame)
                del self._raw[: self._read]
            self._restart()
        if len(self._noise) > LONGEST_FRAME:
            found += self._noise_so_far()
        return found

    def line_fell_silent(self) -> list[Frame | Noise]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        found: list[Frame | Noise] = []
        while self._raw:
            self._drop(1)
            self._restart()
            found += self.feed(b"")
        return found + self._noise_so_far()

    def _restart(self) -> None:
        self._body = bytearray()
        self._read = 1
        self._broken = False

    def _find_start(self) -> bool:
        if self._read > 1:
            return True
        start = _START.search(self._raw)
        if start is None:
            self._drop(len(self._raw) - self._raw.endswith(b"\x7f"))
            return False
        self._drop(start.start())
        return True

    def _read_on(self) -> bool:
        """Un-stuff up to the end of the frame; False when more bytes must arrive."""
        while not self._complete():
            piece = self._raw[self._read : self._read + 2]
            if not piece or piece == b"\x7f":
                return False
            if piece[0] == _MARK and piece[1] != _MARK:
                self._broken = True  # the next frame begins inside this one
                return True
            self._read += 2 if piece[0] == _MARK else 1
            self._body.append(piece[0])
        return True

    def _complete(self) -> bool:
        return len(self._body) >= 2 and len(self._body) == self._body[1] + 4

    def _frame(self) -> Frame | None:
        data = bytes(self._body[2:-2])
        if (
            self._broken
            or not data
            or _checksum(self._body[:-2]) != int.from_bytes(self._body[-2:], "little")
        ):
            return None
        return Frame(bool(self._body[0] & _SEQUENCE_BIT), data, self._body[0] & ~_SEQUENCE_BIT)

    def _drop(self, count: int) -> None:
        self._noise += self._raw[:count]
        del self._raw[:count]

    def _noise_so_far(self) -> list[Frame | Noise]:
        noise, self._noise = self._noise, bytearray()
        return [Noise(bytes(noise))] if noise else []


def _checksum(data: Iterable[int]) -> int:
    """CRC-16 with polynomial 8005 from FFFF, most significant bit first."""
    checksum = 0xFFFF
    for byte in data:
        checksum ^= byte << 8
        for _ in range(8):
            checksum = (checksum << 1) ^ 0x8005 if checksum & 0x8000 else checksum << 1
            checksum &= 0xFFFF
    return checksum
