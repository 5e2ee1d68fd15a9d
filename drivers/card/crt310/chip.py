"""What is said to a held chip in the words of a CRT-310, and what its answers mean. Pure.

CPU cards: manual, chapter 8 (37 3x). SLE4442 (38 3x): reset, read, code and write as printed; the count of
tries (38 33) by the order of the maker's own library. What the 38 answers carry is to be checked on the unit.
"""

from typing import Final

from drivers.card.chip import (
    CODE_REFUSED,
    NOT_DONE,
    UNKNOWN,
    Apdu,
    ChipAnswer,
    ChipCommand,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
    length_wanted,
)
from drivers.card.chip import DONE as STATUS_DONE
from drivers.card.crt310 import commands
from drivers.card.crt310.frames import Frame

MEMORY_RESET: Final = Frame(0x38, 0x30)
_DONE: Final = bytes([commands.DONE])
_NOT_DONE: Final = bytes([commands.NOT_DONE])


def frame_of(command: ChipCommand, relay: Frame) -> Frame:
    """`relay` is the command for APDUs that fits the chip, T=0 or T=1."""
    match command:
        case Apdu(apdu):
            return Frame(relay.command, relay.parameter, len(apdu).to_bytes(2) + apdu)
        case MemoryRead(address, length):
            return Frame(0x38, 0x31, bytes([address, length]))
        case MemoryTries():
            return Frame(0x38, 0x33)
        case MemoryCode(code):
            return Frame(0x38, 0x34, code)
        case MemoryWrite(address, data):
            return Frame(0x38, 0x35, bytes([address, len(data)]) + data)


def answer_of(command: ChipCommand, data: bytes) -> ChipAnswer:
    """Of the data of a positive frame: P, then what was read. Whether a card is there is asked elsewhere."""
    outcome, content = data[:1], data[1:]
    if isinstance(command, Apdu):
        return _response(content[2 : 2 + int.from_bytes(content[:2])]) if outcome == _DONE else UNKNOWN
    if outcome == _DONE:
        wanted = length_wanted(command)
        return ChipAnswer(content[:wanted], STATUS_DONE) if len(content) >= wanted else UNKNOWN
    if outcome != _NOT_DONE:
        return UNKNOWN
    return ChipAnswer(status=CODE_REFUSED if isinstance(command, MemoryCode) else NOT_DONE)


def _response(response: bytes) -> ChipAnswer:
    return ChipAnswer(response[:-2], response[-2:]) if len(response) >= 2 else UNKNOWN


def memory_command(frame: Frame) -> ChipCommand:
    """Of a frame 38 3x, as the unit understands it."""
    match frame.parameter:
        case 0x33:
            return MemoryTries()
        case 0x34:
            return MemoryCode(frame.data)
        case 0x35:
            return MemoryWrite(frame.data[0], frame.data[2:])
    return MemoryRead(frame.data[0], frame.data[1])


def unit_answer(answer: ChipAnswer) -> bytes:
    """What the unit says for it: P, then what was read."""
    return _DONE + answer.data if answer.status == STATUS_DONE else _NOT_DONE
