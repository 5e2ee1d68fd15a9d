"""Frames of JCM's ID-003: bytes to messages and back. No I/O, no clock.

Both directions share one format, so the simulated acceptor uses this codec too. Frames are found by their
length and checksum; a byte that begins none costs only itself.
"""

from typing import Final, TypeAlias

import msgspec

_SYNC: Final = 0xFC
_BOOTING: Final = 0x00
_SHORTEST: Final = 5
_LONGEST: Final = 250
"""LEN counts the whole frame. The longest known one, the currency table, has 37 bytes; units answer no more
than this."""


class Frame(msgspec.Struct, frozen=True):
    """One command, or one answer."""

    code: int
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Frame({bytes([self.code, *self.data]).hex(' ').upper()})"


class Booting(msgspec.Struct, frozen=True):
    """A single 00 in place of a frame: the unit has power and is not ready to talk."""


class Noise(msgspec.Struct, frozen=True):
    """Bytes that belong to no frame."""

    data: bytes


Message: TypeAlias = Frame | Booting | Noise


def encode(frame: Frame) -> bytes:
    """FC, length of the whole frame, code, data, CRC. Raises ValueError for more data than a frame holds."""
    length = _SHORTEST + len(frame.data)
    if length > _LONGEST:
        raise ValueError(f"an ID-003 frame has at most {_LONGEST} bytes, this has {length}")
    body = bytes([_SYNC, length, frame.code, *frame.data])
    return body + crc_kermit(body).to_bytes(2, "little")


def crc_kermit(data: bytes | bytearray) -> int:
    """CRC-16, reflected polynomial 8408, from 0; over a frame with its own CRC it is 0."""
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ _CRC_OF_BYTE[(crc ^ byte) & 0xFF]
    return crc


def _crc_of_byte(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ 0x8408 if byte & 1 else byte >> 1
    return byte


_CRC_OF_BYTE: Final = tuple(_crc_of_byte(byte) for byte in range(256))


class Decoder:
    """Feed it what arrives, in pieces of any size. Holds at most one longest frame, and as much noise."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._noise = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        self._buffer += data
        return self._take_all()

    def line_fell_silent(self) -> list[Message]:
        """No more bytes are coming: an unfinished frame is noise, and good ones may stand behind its head."""
        found: list[Message] = []
        while self._buffer:
            found += self._pass_over()
            found += self._take_all()
        return found + self._flush_noise()

    def _take_all(self) -> list[Message]:
        found: list[Message] = []
        start, buffer = 0, self._buffer
        while start < len(buffer):
            length = _length_of_frame(buffer, start)
            if length is None:
                break
            if length:
                found += self._flush_noise()
                found.append(Frame(buffer[start + 2], bytes(buffer[start + 3 : start + length - 2])))
                start += length
            elif buffer[start] == _BOOTING and not self._noise:
                found.append(Booting())
                start += 1
            else:
                found += self._spoil(buffer[start])
                start += 1
        del buffer[:start]
        return found

    def _pass_over(self) -> list[Message]:
        return self._spoil(self._buffer.pop(0))

    def _spoil(self, byte: int) -> list[Message]:
        self._noise.append(byte)
        return self._flush_noise() if len(self._noise) == _LONGEST else []

    def _flush_noise(self) -> list[Message]:
        if not self._noise:
            return []
        noise = Noise(bytes(self._noise))
        self._noise.clear()
        return [noise]


def _length_of_frame(buffer: bytearray, start: int) -> int | None:
    """Of the frame that begins at `start`; 0 when none does, None when more must arrive to tell."""
    if buffer[start] != _SYNC:
        return 0
    if start + 1 == len(buffer):
        return None
    length = buffer[start + 1]
    if not _SHORTEST <= length <= _LONGEST:
        return 0
    frame = buffer[start : start + length]
    if len(frame) < length:
        return None
    return length if crc_kermit(frame) == 0 else 0
