"""What a receipt printer is asked and what it says back, in the bytes of ESC/POS.

Pure: no line, no clock. Pictures become bytes in raster.py; what the answers mean stands in condition.py.
"""

from typing import Final, NamedTuple

INITIALISE: Final = b"\x1b@"
AUTOMATIC_STATUS_OFF: Final = b"\x1da\x00"
"""A printer switched on with automatic status on would mix it into the answers we wait for."""

RECOVER_AND_CLEAR: Final = b"\x10\x05\x02"
CLEAR_BUFFERS: Final = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
"""DLE DC4 8: what has not been printed never will be, so nobody finds half a stranger's slip."""

ASK_PAPER_IN_ORDER: Final = b"\x1dr\x01"
ASK_FULL_STATUS: Final = b"\x10\x04\x14"
"""Of presenter printers of the Custom class."""

STATUS_KINDS: Final = (1, 2, 3, 4)

ASK_MODEL, ASK_FIRMWARE, ASK_SERIAL = (b"\x1dI" + bytes((kind,)) for kind in (67, 65, 68))
"""GS I. Answered in order, so never by a printer that is off-line."""

LONGEST_INFORMATION: Final = 80
"""Epson, GS I: 80 bytes at most between the header and the NUL."""


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


class FullStatus(NamedTuple):
    """The answer to DLE EOT 20 of the Custom class, byte by byte."""

    paper: int
    user: int
    recoverable: int
    unrecoverable: int

    @property
    def at_output(self) -> bool:
        return bool(self.paper & 0x20)


class Information(NamedTuple):
    """The answer to GS I 65 to 69."""

    text: str


class BuffersCleared(NamedTuple):
    pass


class FlowControl(NamedTuple):
    """XOFF or XON: whether the printer's buffer has room for more."""

    room: bool


Message = (
    RealTimeStatus
    | AutomaticStatus
    | Confirmed
    | PaperInOrder
    | FullStatus
    | Information
    | BuffersCleared
    | FlowControl
)


class StatusDecoder:
    """Tells answers apart by their fixed bits (Epson, GS I: "distinguishing transmitted data")."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        self._pending += data
        messages: list[Message] = []
        at = 0
        while at < len(self._pending):
            length, message = message_at(self._pending, at)
            if length == 0:
                break
            at += length
            if message is not None:
                messages.append(message)
        del self._pending[:at]
        return messages


_IN_ORDER: Final = frozenset((0x00, 0x03, 0x0C, 0x0F))
_FLOW: Final = {0x11: FlowControl(room=True), 0x13: FlowControl(room=False)}


def message_at(data: bytearray, at: int) -> tuple[int, Message | None]:
    """How many bytes of `data` from `at` on to take and what they say; 0 while more must come."""
    first = data[at]
    if first & 0x93 == 0x12:
        return 1, RealTimeStatus(first)
    if first & 0x93 == 0x10:
        return _several_bytes(data, at)
    if first == 0x37:
        return _block(data, at)
    if first == 0x5F:
        return _information(data, at)
    if first in _IN_ORDER:
        return 1, PaperInOrder(first)
    return 1, _FLOW.get(first)


def _several_bytes(data: bytearray, at: int) -> tuple[int, Message | None]:
    following = data[at + 1 : at + 6]
    if data[at] == 0x10 and following[:1] == b"\x0f":
        return (6, FullStatus(*following[1:])) if len(following) == 5 else (0, None)
    bits = data[at : at + 4]
    if any(byte & 0x90 for byte in bits[1:]):
        return 1, None
    return (4, AutomaticStatus(bytes(bits))) if len(bits) == 4 else (0, None)


def _block(data: bytearray, at: int) -> tuple[int, Message | None]:
    block = bytes(data[at : at + 7])
    if len(block) < 2:
        return 0, None
    if block[1] == 0x22:
        return (7, Confirmed(block[2:6])) if len(block) == 7 else (0, None)
    if block[1] == 0x25:
        return (3, BuffersCleared()) if len(block) >= 3 else (0, None)
    return 1, None


def _information(data: bytearray, at: int) -> tuple[int, Message | None]:
    text, end, _ = bytes(data[at + 1 : at + LONGEST_INFORMATION + 2]).partition(b"\x00")
    if not all(0x20 <= byte < 0x7F for byte in text):
        return 1, None
    if end:
        return len(text) + 2, Information(text.decode("ascii"))
    return (1, None) if len(text) > LONGEST_INFORMATION else (0, None)
