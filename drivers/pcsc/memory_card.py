"""SLE4442 cards in a desk reader, by the pseudo-APDUs of ACS readers. Pure.

Source: ACS reference manuals (ACR38x, ACR33U, ACR39x), chapter on memory cards SLE 4432/4442/5532/5542.
Readers of other makes have other ones, or none.
"""

from typing import Final

from drivers.card.chip import (
    CODE_REFUSED,
    DONE,
    UNKNOWN,
    ChipAnswer,
    ChipCommand,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
    length_wanted,
)

RESET_ANSWER: Final = bytes.fromhex("A2 13 10 91")
"""The chip's own four bytes; the service puts 3B 04 before them (PC/SC part 3)."""
SELECT_TYPE: Final = bytes.fromhex("FF A4 00 00 01 06")
_CODE_TAKEN: Final = bytes.fromhex("90 07")
"""Of a code presented, the second byte is the count of tries after it."""


def apdu_of(command: ChipCommand) -> bytes:
    """Of a command for a memory card."""
    match command:
        case MemoryRead(address, length):
            return bytes([0xFF, 0xB0, 0x00, address, length])
        case MemoryTries():
            return bytes.fromhex("FF B1 00 00 04")
        case MemoryCode(code):
            return bytes([0xFF, 0x20, 0x00, 0x00, len(code)]) + code
        case MemoryWrite(address, data):
            return bytes([0xFF, 0xD0, 0x00, address, len(data)]) + data
        case _:
            raise ValueError("an APDU is for a CPU card")


def answer_of(command: ChipCommand, response: bytes) -> ChipAnswer:
    """A reader may add the protection bits behind what was read."""
    data, status = response[:-2], response[-2:]
    if isinstance(command, MemoryCode) and status[:1] == DONE[:1]:
        return ChipAnswer(status=DONE if status == _CODE_TAKEN else CODE_REFUSED)
    if status != DONE:
        return ChipAnswer(status=status) if len(status) == len(DONE) else UNKNOWN
    wanted = length_wanted(command)
    return ChipAnswer(data[:wanted], DONE) if len(data) >= wanted else UNKNOWN


def command_of(apdu: bytes) -> ChipCommand | None:
    """As a reader understands it; None for what is no such pseudo-APDU."""
    match tuple(apdu[:2]):
        case (0xFF, 0xB0):
            return MemoryRead(apdu[3], apdu[4])
        case (0xFF, 0xB1):
            return MemoryTries()
        case (0xFF, 0x20):
            return MemoryCode(apdu[5:])
        case (0xFF, 0xD0):
            return MemoryWrite(apdu[3], apdu[5:])
    return None
