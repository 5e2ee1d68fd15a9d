"""The printer's side of the line: what the host's bytes ask for. Used by the simulated printer and by traces.

Pure. Knows the commands the kiosk sends and skips what it does not know, as printers do.
"""

from typing import Final, NamedTuple

from drivers.printer.frames import CLEAR_BUFFERS

LARGEST_RASTER_BYTES: Final = 128 * 2400
"""A band of 1024 dots by 300 mm. A length beyond it is a lie, and waiting for its end would swallow all."""


class AskStatus(NamedTuple):
    """Real time: answered at once, even in the middle of a slip. 20 asks for the full status."""

    kind: int


class Recover(NamedTuple):
    """Real time."""

    and_clear: bool


class ClearBuffers(NamedTuple):
    """Real time."""


class Initialise(NamedTuple):
    pass


class SetAutomaticStatus(NamedTuple):
    causes: int


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


class IdentityWhenDone(NamedTuple):
    kind: int


RealTimeCommand = AskStatus | Recover | ClearBuffers
QueuedCommand = (
    Initialise
    | SetAutomaticStatus
    | Raster
    | FeedLines
    | Cut
    | ConfirmWhenDone
    | PaperWhenDone
    | IdentityWhenDone
)
Command = RealTimeCommand | QueuedCommand

_Found = tuple[int, Command | None]


class HostDecoder:
    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Command]:
        self._pending += data
        commands: list[Command] = []
        at = 0
        while at < len(self._pending):
            length, command = command_at(self._pending, at)
            if length == 0:
                break
            at += length
            if command is not None:
                commands.append(command)
        del self._pending[:at]
        return commands


def command_at(data: bytearray, at: int) -> _Found:
    """How many bytes of `data` from `at` on make a command and which; 0 while more must come."""
    match data[at]:
        case 0x10:
            return _real_time(data, at) if len(data) - at >= 3 else (0, None)
        case 0x1B:
            return _escape(data, at)
        case 0x1D:
            return _group(data, at) if len(data) - at >= 3 else (0, None)
        case _:
            return 1, None


def _real_time(data: bytearray, at: int) -> _Found:
    match data[at + 1]:
        case 0x04:
            return 3, AskStatus(data[at + 2])
        case 0x05:
            return 3, Recover(and_clear=data[at + 2] == 2)
        case 0x14:
            said = data[at : at + len(CLEAR_BUFFERS)]
            if said == CLEAR_BUFFERS:
                return len(CLEAR_BUFFERS), ClearBuffers()
            return (0, None) if CLEAR_BUFFERS.startswith(said) else (1, None)
        case _:
            return 1, None


def _escape(data: bytearray, at: int) -> _Found:
    said = data[at + 1 : at + 3]
    if said[:1] == b"@":
        return 2, Initialise()
    if said[:1] == b"d":
        return (3, FeedLines(said[1])) if len(said) == 2 else (0, None)
    return (1, None) if said else (0, None)


def _group(data: bytearray, at: int) -> _Found:
    kind, value = data[at + 1], data[at + 2]
    match kind:
        case 0x76:
            return _raster(data, at)
        case 0x56:
            return _cut(data, at)
        case 0x28:
            return _confirm(data, at)
        case 0x72:
            return 3, PaperWhenDone()
        case 0x61:
            return 3, SetAutomaticStatus(value)
        case 0x49:
            return 3, IdentityWhenDone(value)
        case _:
            return 1, None


def _cut(data: bytearray, at: int) -> _Found:
    """Where it is to feed first, a fourth byte says how far."""
    length = 3 if data[at + 2] in {0, 1, 48, 49} else 4
    return (length, Cut()) if len(data) - at >= length else (0, None)


def _confirm(data: bytearray, at: int) -> _Found:
    said = bytes(data[at : at + 11])
    if not b"\x1d(H\x06\x00\x30\x30".startswith(said[:7]):
        return 1, None
    return (11, ConfirmWhenDone(said[7:])) if len(said) == 11 else (0, None)


def _raster(data: bytearray, at: int) -> _Found:
    if data[at + 2] != 0x30:
        return 1, None
    if len(data) - at < 8:
        return 0, None
    row_bytes = int.from_bytes(data[at + 4 : at + 6], "little")
    height = int.from_bytes(data[at + 6 : at + 8], "little")
    if not 0 < row_bytes * height <= LARGEST_RASTER_BYTES:
        return 1, None
    start, end = at + 8, at + 8 + row_bytes * height
    if len(data) < end:
        return 0, None
    return end - at, Raster(tuple(bytes(data[row : row + row_bytes]) for row in range(start, end, row_bytes)))
