"""The CRT-310 commands and answers we use, by the names of the manual (protocol V3.0, chapters 7 and 8)."""

from enum import IntEnum
from typing import Final

import msgspec

from drivers.card.frames import Frame

RESET_KEEP_CARD: Final = Frame(0x30, 0x30)
RESET_EJECT_FRONT: Final = Frame(0x30, 0x31)
STOP_AT_RADIO: Final = Frame(0x2E, 0x32)
STOP_AT_CONTACTS: Final = Frame(0x2E, 0x33)
OPEN_ENTRY: Final = Frame(0x2F, 0x33, b"\x31")
"""Front by the switch, rear closed."""
CLOSE_ENTRY: Final = Frame(0x2F, 0x31, b"\x31")
"""Front and rear closed; both stand open after a reset."""
STATUS: Final = Frame(0x31, 0x30)
CARD_TYPE: Final = Frame(0x31, 0x31)
EJECT_FRONT: Final = Frame(0x32, 0x30)
CONTACTS_ON: Final = Frame(0x33, 0x30)
CONTACTS_OFF: Final = Frame(0x33, 0x31)
CPU_COLD_RESET: Final = Frame(0x37, 0x30)
CPU_APDU_T0: Final = Frame(0x37, 0x31)
CPU_APDU_T1: Final = Frame(0x37, 0x32)
LAMP_ON: Final = Frame(0x46, 0x30)
LAMP_OFF: Final = Frame(0x46, 0x31)
LEND_LINE: Final = Frame(0xFA, 0x30)
"""Hand the serial line to the third-party module; the transport keeps silent."""
TAKE_LINE_BACK: Final = Frame(0xFA, 0x31)

DONE: Final = ord("Y")
NOT_DONE: Final = ord("N")
NO_CARD: Final = ord("E")
CPU_T0: Final = ord("Y")
CPU_T1: Final = ord("Z")

REFUSALS: Final = {
    0x00: "unknown command",
    0x01: "parameter out of range",
    0x02: "cannot execute: option not fitted, or wrong state",
    0x04: "error in the data",
    0x05: "supply outside 10.8-14.5 V: check the power supply",
    0x06: "card of abnormal length inside: remove it",
    0x07: "main power is off: running on the backup supply",
}


class Position(IntEnum):
    """Where the sensors see the card (first status byte)."""

    LONG_CARD = 0x46
    SHORT_CARD = 0x47
    EJECTED = 0x48
    """At the front, released: may still be sticking out."""
    HELD_AT_FRONT = 0x49
    INSIDE = 0x4A
    AT_CONTACTS = 0x4B
    HELD_AT_REAR = 0x4C
    CAPTURED = 0x4D
    EMPTY = 0x4E


OUTSIDE: Final = frozenset({Position.EJECTED, Position.CAPTURED, Position.EMPTY})
"""No card is within the machine's grip."""


class Status(msgspec.Struct, frozen=True):
    position: Position
    entry_open: bool
    rear_open: bool

    @classmethod
    def from_bytes(cls, data: bytes) -> "Status":
        """S1 S2 S3 of the status answer. Raises `ValueError` for a byte the manual does not have."""
        if len(data) != 3:
            raise ValueError(f"a status answer has 3 bytes, this one {len(data)}")
        return cls(Position(data[0]), entry_open=data[1] != 0x4E, rear_open=data[2] != 0x4E)

    def to_bytes(self) -> bytes:
        return bytes([self.position, 0x4A if self.entry_open else 0x4E, 0x4A if self.rear_open else 0x4E])


class CardType(msgspec.Struct, frozen=True):
    """The two characters of the type detection; dirty contacts make it unreliable (manual's own warning)."""

    characters: str

    @property
    def unrecognised(self) -> bool:
        return self.characters.startswith("N")
