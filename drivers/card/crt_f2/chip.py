"""What is said to a held chip in the words of the F2 units, and what their answers mean. Pure.

CPU cards: 51 39. SLE4442: 53 33 with a command inside, whose reading and code are the manual's; its third
byte names the memory (00 main, 03 security), from which writing and the count of tries follow. What these
answers carry behind their status is to be checked on the unit.
"""

from typing import Final

from drivers.card.chip import (
    CODE_REFUSED,
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
from drivers.card.crt_f2.commands import cpu_apdu
from drivers.card.crt_f2.frames import Frame, command

MEMORY_RESET: Final = command(0x53, 0x30)
MEMORY_OFF: Final = command(0x53, 0x31)
_MAIN, _SECURITY = 0x00, 0x03
_DONE: Final = b"\x90\x00"
_FAILED: Final = 0x6F


def frame_of(asked: ChipCommand) -> Frame:
    match asked:
        case Apdu(apdu):
            return cpu_apdu(apdu)
        case MemoryRead(address, length):
            return _memory(0xB0, _MAIN, address, length)
        case MemoryTries():
            return _memory(0xB0, _SECURITY, 0, 4)
        case MemoryCode(code):
            return _memory(0x20, _SECURITY, 1, len(code), code)
        case MemoryWrite(address, data):
            return _memory(0xD0, _MAIN, address, len(data), data)


def answer_of(asked: ChipCommand, content: bytes) -> ChipAnswer:
    """Of what a positive answer carries behind the unit's own status."""
    data, status = content[:-2], content[-2:]
    if len(status) != 2:
        return UNKNOWN
    if isinstance(asked, Apdu):
        return ChipAnswer(data, status)
    if status == _DONE:
        wanted = length_wanted(asked)
        return ChipAnswer(data[:wanted], status) if len(data) >= wanted else UNKNOWN
    if isinstance(asked, MemoryCode) and status[0] in {CODE_REFUSED[0], _FAILED}:
        return ChipAnswer(status=CODE_REFUSED)
    return ChipAnswer(status=status)


def _memory(instruction: int, memory: int, address: int, length: int, data: bytes = b"") -> Frame:
    return command(0x53, 0x33, bytes([0x00, instruction, memory, address, length]) + data)


def memory_command(content: bytes) -> ChipCommand | None:
    """Of what stands in a frame 53 33, as the unit understands it; None for what it does not."""
    head, data = content[:5], content[5:]
    if len(head) < 5:
        return None
    match head[1], head[2]:
        case 0xB0, 0x00:
            return MemoryRead(head[3], head[4])
        case 0xB0, 0x03:
            return MemoryTries()
        case 0x20, 0x03:
            return MemoryCode(data)
        case 0xD0, 0x00:
            return MemoryWrite(head[3], data)
    return None
