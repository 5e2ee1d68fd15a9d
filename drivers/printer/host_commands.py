"""The printer's side of the line: what the host's bytes ask for. Used by the simulated printer.

Pure. Knows the commands the kiosk sends and skips what it does not know, as printers do.
"""

from typing import NamedTuple


class AskStatus(NamedTuple):
    """Real time: answered at once, even in the middle of a slip. 20 asks about the ticket at the mouth."""

    kind: int


class Recover(NamedTuple):
    """Real time."""

    and_clear: bool


class ClearBuffers(NamedTuple):
    """Real time."""


class Raster(NamedTuple):
    """`rows` of packed dots, most significant bit left, 1 black."""

    rows: tuple[bytes, ...]


class FeedLines(NamedTuple):
    lines: int


class Cut(NamedTuple):
    pass


class ConfirmWhenDone(NamedTuple):
    tag: bytes


class PaperWhenDone(NamedTuple):
    pass


RealTimeCommand = AskStatus | Recover | ClearBuffers
QueuedCommand = Raster | FeedLines | Cut | ConfirmWhenDone | PaperWhenDone
Command = RealTimeCommand | QueuedCommand

_CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")


class HostDecoder:
    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Command]:
        self._pending += data
        commands: list[Command] = []
        while self._pending:
            length, command = _first(self._pending)
            if length == 0:
                break
            self._pending = self._pending[length:]
            if command is not None:
                commands.append(command)
        return commands


def _first(data: bytes) -> tuple[int, Command | None]:
    """How many bytes the first command takes and what it is; 0 while more must come."""
    readers = {0x10: _real_time, 0x1B: _escape, 0x1D: _group}
    reader = readers.get(data[0])
    if reader is None:
        return 1, None
    return reader(data) if len(data) >= 3 or data[:2] == b"\x1b@" else (0, None)


def _real_time(data: bytes) -> tuple[int, Command | None]:
    if data[1] == 0x04:
        return 3, AskStatus(data[2])
    if data[1] == 0x05:
        return 3, Recover(and_clear=data[2] == 2)
    if data[1] == 0x14:
        if len(data) < len(_CLEAR):
            return 0, None
        return (len(_CLEAR), ClearBuffers()) if data.startswith(_CLEAR) else (1, None)
    return 1, None


def _escape(data: bytes) -> tuple[int, Command | None]:
    if data[1] == 0x40:
        return 2, None
    if data[1] == 0x64:
        return 3, FeedLines(data[2])
    return 1, None


def _group(data: bytes) -> tuple[int, Command | None]:
    match data[1]:
        case 0x76:
            return _raster(data)
        case 0x56:
            return (3, Cut()) if data[2] in {0, 1} else (4, Cut())
        case 0x28:
            return (11, ConfirmWhenDone(data[7:11])) if len(data) >= 11 else (0, None)
        case 0x72:
            return 3, PaperWhenDone()
        case 0x61:
            return 3, None
        case _:
            return 1, None


def _raster(data: bytes) -> tuple[int, Command | None]:
    if len(data) < 8:
        return 0, None
    row_bytes = int.from_bytes(data[4:6], "little")
    height = int.from_bytes(data[6:8], "little")
    end = 8 + row_bytes * height
    if len(data) < end:
        return 0, None
    return end, Raster(tuple(data[start : start + row_bytes] for start in range(8, end, row_bytes)))
