"""What a receipt printer is asked and what it says back, in the bytes of ESC/POS.

Pure: no line, no clock. Pictures become bytes in raster.py.
"""

from enum import StrEnum
from typing import NamedTuple

from drivers.vocabulary import Paper

INITIALISE = b"\x1b@"
AUTOMATIC_STATUS_OFF = b"\x1da\x00"
"""A printer switched on with automatic status on would mix it into the answers we wait for."""

RECOVER_AND_CLEAR = b"\x10\x05\x02"
CLEAR_BUFFERS = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
"""DLE DC4 8: what has not been printed never will be, so nobody finds half a stranger's slip."""

ASK_PAPER_IN_ORDER = b"\x1dr\x01"
ASK_TICKET = b"\x10\x04\x14"
"""Full status of presenter printers of the Custom class."""

STATUS_KINDS = (1, 2, 3, 4)


def ask_status(kind: int) -> bytes:
    """DLE EOT: 1 printer, 2 cause of being off-line, 3 cause of the error, 4 paper. Answered at once."""
    return bytes((0x10, 0x04, kind))


def ask_confirmation(tag: bytes) -> bytes:
    """GS ( H function 48: answered when everything sent before it has been done. `tag` is four bytes."""
    return b"\x1d(H\x06\x00\x30\x30" + tag


class RealTimeStatus(NamedTuple):
    """One byte that answers DLE EOT; which of the four it answers, only the asker knows."""

    bits: int


class AutomaticStatus(NamedTuple):
    bits: bytes


class Confirmed(NamedTuple):
    tag: bytes


class PaperInOrder(NamedTuple):
    """The answer to GS r 1: like a confirmation, it comes only after what was sent before it."""

    bits: int


class TicketStatus(NamedTuple):
    at_output: bool


class BuffersCleared(NamedTuple):
    pass


Message = RealTimeStatus | AutomaticStatus | Confirmed | PaperInOrder | TicketStatus | BuffersCleared


class StatusDecoder:
    """Tells answers apart by their fixed bits (Epson, GS I: "distinguishing transmitted data")."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Message]:
        self._pending += data
        messages: list[Message] = []
        while self._pending:
            length, message = _first_message(self._pending)
            if length == 0:
                break
            self._pending = self._pending[length:]
            if message is not None:
                messages.append(message)
        return messages


def _first_message(data: bytes) -> tuple[int, Message | None]:
    """How many bytes to take and what they say; 0 while more must come."""
    first = data[0]
    if first == 0x37:
        return _block(data)
    if first == 0x10 and data[1:2] == b"\x0f":
        return (6, TicketStatus(bool(data[2] & 0x20))) if len(data) >= 6 else (0, None)
    if first & 0x93 == 0x12:
        return 1, RealTimeStatus(first)
    if first & 0x93 == 0x10:
        return _automatic_status(data)
    if first & 0x90 == 0:
        return 1, PaperInOrder(first)
    return 1, None  # XON, XOFF or noise


def _block(data: bytes) -> tuple[int, Message | None]:
    if len(data) < 2:
        return 0, None
    if data[1] == 0x22:
        return (7, Confirmed(data[2:6])) if len(data) >= 7 else (0, None)
    if data[1] == 0x25:
        return (3, BuffersCleared()) if len(data) >= 3 else (0, None)
    return 1, None


def _automatic_status(data: bytes) -> tuple[int, Message | None]:
    if any(byte & 0x90 for byte in data[1:4]):
        return 1, None
    return (4, AutomaticStatus(data[:4])) if len(data) >= 4 else (0, None)


class PrintFault(StrEnum):
    """Why nothing can be printed now, in the order in which people can put it right."""

    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    CUTTER = "cutter"
    UNRECOVERABLE = "unrecoverable"
    OFFLINE = "offline"
    SILENT = "silent"


class Condition(NamedTuple):
    fault: PrintFault | None
    paper: Paper


def condition(printer: int, offline_cause: int, error_cause: int, paper: int) -> Condition:
    """The answers to DLE EOT 1 to 4, read together (Epson, DLE EOT)."""
    level = Paper.OUT if paper & 0x60 or offline_cause & 0x20 else Paper.LOW if paper & 0x0C else Paper.FULL
    if offline_cause & 0x04:
        return Condition(PrintFault.COVER_OPEN, level)
    if level is Paper.OUT:
        return Condition(PrintFault.PAPER_OUT, level)
    if error_cause & 0x08:
        return Condition(PrintFault.CUTTER, level)
    if error_cause & 0x20:
        return Condition(PrintFault.UNRECOVERABLE, level)
    if printer & 0x08:
        return Condition(PrintFault.OFFLINE, level)
    return Condition(None, level)
