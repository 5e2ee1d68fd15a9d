"""What can be asked of the chip of a card that is held inside, and what it answers. Pure.

The bytes are somebody else's: whoever holds a card's keys decides what is said to it. Steps and answers are
never shown, traced or logged.
"""

from enum import StrEnum
from typing import Final, TypeAlias

import msgspec

DONE: Final = bytes.fromhex("90 00")
CODE_REFUSED: Final = bytes.fromhex("63 00")
"""A memory card has not taken the code; there is one try less."""
NOT_DONE: Final = bytes.fromhex("6F 00")
NOT_FOR_THIS_CARD: Final = bytes.fromhex("6D 00")

MEMORY_BYTES: Final = 256
"""Of an SLE4442; the first 32 can be protected for good, one by one."""
CODE_BYTES: Final = 3
LONGEST_READ: Final = 128
"""A CRT-310 reads no more at once."""
IDENTITY_BYTES: Final = 32


class ChipKind(StrEnum):
    CPU = "cpu"
    """Speaks APDUs by ISO 7816, T=0 or T=1."""
    SLE4442 = "sle4442"
    """256 bytes that anybody can read; a code of three bytes, with three tries, opens them for writing."""


class Apdu(msgspec.Struct, frozen=True):
    command: bytes

    def __repr__(self) -> str:
        return "Apdu()"


class MemoryRead(msgspec.Struct, frozen=True):
    address: int
    length: int


class MemoryTries(msgspec.Struct, frozen=True):
    """How many wrong codes are left: one byte whose set bits count them, 07 for three, 00 for a dead card."""


class MemoryCode(msgspec.Struct, frozen=True):
    """A wrong one costs a try, for good after three."""

    code: bytes

    def __repr__(self) -> str:
        return "MemoryCode()"


class MemoryWrite(msgspec.Struct, frozen=True):
    """A card may obey in part, or not at all without a word: only a read tells."""

    address: int
    data: bytes

    def __repr__(self) -> str:
        return f"MemoryWrite({len(self.data)} bytes)"


ChipCommand: TypeAlias = Apdu | MemoryRead | MemoryTries | MemoryCode | MemoryWrite


class ChipAnswer(msgspec.Struct, frozen=True):
    """`status` are the two status bytes, made up after ISO 7816 for a memory card; None when nobody knows
    whether the command was carried out. `gone`: no card is held any more."""

    data: bytes = b""
    status: bytes | None = None
    gone: bool = False

    def __repr__(self) -> str:
        known = "gone" if self.gone else "unknown" if self.status is None else "answered"
        return f"ChipAnswer({known}, {len(self.data)} bytes)"


UNKNOWN: Final = ChipAnswer()
GONE: Final = ChipAnswer(gone=True)


class Chip(msgspec.Struct, frozen=True):
    """What woke up on the contacts."""

    kind: ChipKind
    reset_answer: bytes

    def __repr__(self) -> str:
        return f"Chip({self.kind})"


def fits(command: ChipCommand, kind: ChipKind) -> bool:
    """Whether a chip of this kind knows such commands, and this one is within its bounds."""
    if isinstance(command, Apdu):
        return kind is ChipKind.CPU and 4 <= len(command.command) <= 261
    if kind is not ChipKind.SLE4442:
        return False
    match command:
        case MemoryRead(address, length):
            return address >= 0 and 1 <= length <= LONGEST_READ and address + length <= MEMORY_BYTES
        case MemoryWrite(address, data):
            return address >= 0 and 1 <= len(data) <= LONGEST_READ and address + len(data) <= MEMORY_BYTES
        case MemoryCode(code):
            return len(code) == CODE_BYTES
    return True


def length_wanted(command: ChipCommand) -> int:
    """How many bytes of a memory card's answer are to be given on."""
    match command:
        case MemoryRead(_, length):
            return length
        case MemoryTries():
            return 1
    return 0
