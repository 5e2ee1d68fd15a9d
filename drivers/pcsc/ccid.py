"""The messages between a host and a card reader, as USB readers exchange them.

Pure. Source: USB Device Class Specification for Integrated Circuit Card Interface Devices (CCID), revision
1.1, chapter 6. Only what a relay of APDUs needs.
"""

import struct
from enum import IntEnum
from typing import Final, NamedTuple, TypeAlias

from drivers.reading import Reading, Side

_HEADER: Final = struct.Struct("<BIBB3s")
LONGEST_DATA: Final = 4096
"""An APDU of ISO 7816-4 without extended length has 261 bytes."""

_NOTIFY: Final = 0x50
_NOTIFY_BYTES: Final = 2
_PRESENT, _CHANGED = 0x01, 0x02


class Kind(IntEnum):
    """`bMessageType`."""

    ICC_POWER_ON = 0x62
    ICC_POWER_OFF = 0x63
    GET_SLOT_STATUS = 0x65
    XFR_BLOCK = 0x6F
    DATA_BLOCK = 0x80
    SLOT_STATUS = 0x81


class Icc(IntEnum):
    """The card, as the low bits of `bStatus` tell it."""

    ACTIVE = 0
    INACTIVE = 1
    ABSENT = 2


class Fault(IntEnum):
    """`bError`, where the command failed."""

    NONE = 0x81
    """The value the specification leaves in `bError` when there is no error."""
    NOT_SUPPORTED = 0x00
    HARDWARE = 0xFB
    MUTE = 0xFE


_FAILED: Final = 0x40
_ANSWERS: Final = frozenset({Kind.DATA_BLOCK, Kind.SLOT_STATUS})


class Message(NamedTuple):
    """`specific` are the three bytes whose meaning depends on the kind. `data` may be personal."""

    kind: Kind
    sequence: int
    data: bytes = b""
    specific: bytes = b"\0\0\0"

    def __repr__(self) -> str:
        return f"Message({self.kind.name}, {len(self.data)} bytes)"

    @property
    def icc(self) -> Icc:
        """Of an answer."""
        return Icc(min(self.specific[0] & 0x03, 2))

    @property
    def fault(self) -> Fault | None:
        """Of an answer; None when the command was carried out."""
        if not self.specific[0] & _FAILED:
            return None
        known = self.specific[1] in set(Fault)
        return Fault(self.specific[1]) if known else Fault.HARDWARE


class SlotChange(NamedTuple):
    """The reader says by itself that a card has come or gone."""

    present: bool


Heard: TypeAlias = Message | SlotChange | bytes
"""Bytes are noise."""


def encode(message: Message) -> bytes:
    header = _HEADER.pack(message.kind, len(message.data), 0, message.sequence, message.specific)
    return header + message.data


def answer(kind: Kind, sequence: int, icc: Icc, data: bytes = b"", fault: Fault | None = None) -> Message:
    status = icc if fault is None else icc | _FAILED
    error = Fault.NONE if fault is None else fault
    return Message(kind, sequence, data, bytes([status, error, 0]))


def encode_change(present: bool) -> bytes:
    return bytes([_NOTIFY, _CHANGED | (_PRESENT if present else 0)])


class Decoder:
    """Incremental, led by lengths; drops one byte after another until a message makes sense."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Heard]:
        self._pending += data
        heard: list[Heard] = []
        at, noise_from = 0, 0
        while at < len(self._pending):
            found = self._at(at)
            if found is None:
                break  # more bytes must come
            message, length = found
            if message is not None:
                heard += [self._pending[noise_from:at]] if at > noise_from else []
                heard.append(message)
                noise_from = at + length
            at += length
        if at > noise_from:
            heard.append(self._pending[noise_from:at])
        self._pending = self._pending[at:]
        return heard

    def line_fell_silent(self) -> list[Heard]:
        """Half a message is noise; a good one may stand behind its first byte."""
        heard: list[Heard] = []
        while self._pending:
            rest, self._pending = self._pending, b""
            heard.append(rest[:1])
            heard += self.feed(rest[1:])
        return heard

    def _at(self, at: int) -> tuple[Message | SlotChange | None, int] | None:
        """What stands there with its length, (None, 1) for noise, None when it is not all there."""
        first = self._pending[at]
        if first == _NOTIFY:
            if len(self._pending) < at + _NOTIFY_BYTES:
                return None
            bits = self._pending[at + 1]
            known = bits & ~(_PRESENT | _CHANGED) == 0
            return (SlotChange(bool(bits & _PRESENT)), _NOTIFY_BYTES) if known else (None, 1)
        if first not in set(Kind):
            return None, 1
        if len(self._pending) < at + _HEADER.size:
            return None
        kind, length, slot, sequence, specific = _HEADER.unpack_from(self._pending, at)
        if length > LONGEST_DATA or slot != 0:
            return None, 1
        end = at + _HEADER.size + length
        if len(self._pending) < end:
            return None
        return Message(Kind(kind), sequence, self._pending[at + _HEADER.size : end], specific), end - at


class CcidReader:
    """Implements `LineReader`."""

    def __init__(self) -> None:
        self._decoder = Decoder()

    def feed(self, data: bytes) -> list[Reading]:
        return [_read(heard) for heard in self._decoder.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [_read(heard) for heard in self._decoder.line_fell_silent()]


def _read(heard: Heard) -> Reading:
    if isinstance(heard, bytes):
        return Reading(False, "noise", heard)
    if isinstance(heard, SlotChange):
        return Reading(True, "card_in" if heard.present else "card_out", side="device")
    side: Side = "device" if heard.kind in _ANSWERS else "host"
    return Reading(True, heard.kind.name.lower(), heard.data, side, personal=bool(heard.data))
