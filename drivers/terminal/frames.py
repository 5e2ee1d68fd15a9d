"""The reference cash-register dialect of payment terminals, in bytes. Ours, in the manner of the makers' own.

frame   = STX | length (2 bytes, big endian) | fields in ASCII, FS between | ETX | LRC (XOR length..ETX)
answer  = ACK for a good frame, NAK for a broken one, within 300 ms; then the frame comes again
host    : SALE reference fen · LAST reference · RVRS reference · CNCL · ENQY · IDEN
terminal: PRMT stage · APPR reference fen last4 approval-code retrieval-reference · RVSD reference
          DCLN reference response-code (ISO 8583 field 39) · UNKN reference
          STAT idle|busy|fault|tampered · IDNT model firmware serial
"""

import re
from enum import StrEnum
from functools import reduce
from operator import xor
from typing import Final, NamedTuple

from drivers.terminal.port import DeclineReason, TerminalStage

STX, ETX, ACK, NAK, FS = 0x02, 0x03, 0x06, 0x15, "\x1c"
_LONGEST_PAYLOAD: Final = 256
_AROUND_PAYLOAD: Final = 5

RESPONSE_CODES = {
    DeclineReason.FUNDS: "51",
    DeclineReason.PIN: "55",
    DeclineReason.CARD: "54",
    DeclineReason.CANCELLED: "17",
    DeclineReason.TIMEOUT: "68",
    DeclineReason.REFUSED: "05",
}
_REASONS = {code: reason for reason, code in RESPONSE_CODES.items()} | {
    "14": DeclineReason.CARD,
    "38": DeclineReason.PIN,
    "61": DeclineReason.FUNDS,
    "75": DeclineReason.PIN,
}


class Sale(NamedTuple):
    reference: str
    amount_fen: int


class LastResult(NamedTuple):
    reference: str


class Reverse(NamedTuple):
    reference: str


class Cancel(NamedTuple):
    pass


class Enquiry(NamedTuple):
    pass


class Prompt(NamedTuple):
    stage: TerminalStage


class Approved(NamedTuple):
    reference: str
    amount_fen: int
    last4: str
    approval_code: str
    retrieval_reference: str


class Declined(NamedTuple):
    reference: str
    reason: DeclineReason


class Reversed(NamedTuple):
    reference: str


class Unknown(NamedTuple):
    reference: str


class Identify(NamedTuple):
    pass


class Identified(NamedTuple):
    model: str
    firmware: str
    serial: str


class Working(StrEnum):
    IDLE = "idle"
    BUSY = "busy"
    """With a sale."""
    FAULT = "fault"
    TAMPERED = "tampered"
    """It has found itself opened, forgotten its keys and sells nothing any more."""


class State(NamedTuple):
    working: Working


HostMessage = Sale | LastResult | Reverse | Cancel | Enquiry | Identify
TerminalMessage = Prompt | Approved | Declined | Reversed | Unknown | State | Identified
Message = HostMessage | TerminalMessage


class Acknowledged(NamedTuple):
    """ACK, or NAK where `well` is False."""

    well: bool


class Broken(NamedTuple):
    """Bytes that were to be a frame and are none."""


def payload_of(message: Message) -> bytes:
    return FS.join(_fields(message)).encode("ascii")


def encode(message: Message) -> bytes:
    payload = payload_of(message)
    body = len(payload).to_bytes(2, "big") + payload + bytes((ETX,))
    return bytes((STX,)) + body + bytes((_lrc(body),))


def _lrc(data: bytes) -> int:
    return reduce(xor, data, 0)


def _fields(message: Message) -> tuple[str, ...]:
    match message:
        case Sale(reference, amount_fen):
            return "SALE", reference, str(amount_fen)
        case Prompt(stage):
            return "PRMT", stage.value
        case Approved(reference, amount_fen, last4, approval_code, retrieval_reference):
            return "APPR", reference, str(amount_fen), last4, approval_code, retrieval_reference
        case Declined(reference, reason):
            return "DCLN", reference, RESPONSE_CODES[reason]
        case State(working):
            return "STAT", working.value
        case _:
            return _PLAIN_NAMES[type(message)], *message


_PLAIN_NAMES: dict[type, str] = {
    LastResult: "LAST",
    Reverse: "RVRS",
    Reversed: "RVSD",
    Unknown: "UNKN",
    Cancel: "CNCL",
    Enquiry: "ENQY",
    Identify: "IDEN",
    Identified: "IDNT",
}

_FEN = re.compile(r"[0-9]{1,12}")


def _message(payload: bytes) -> Message | Broken:
    try:
        return _from_fields(payload.decode("ascii").split(FS))
    except (UnicodeDecodeError, ValueError):
        return Broken()


def _from_fields(fields: list[str]) -> Message:
    """Raises ValueError for a message that is not of this dialect."""
    match fields:
        case ["SALE", reference, amount]:
            return Sale(reference, _fen(amount))
        case ["PRMT", stage]:
            return Prompt(TerminalStage(stage))
        case ["APPR", reference, amount, last4, approval_code, retrieval_reference]:
            # The dialect carries four digits; a terminal that sends more must not make us keep them.
            return Approved(reference, _fen(amount), last4[-4:], approval_code, retrieval_reference)
        case ["DCLN", reference, code]:
            return Declined(reference, _REASONS.get(code, DeclineReason.REFUSED))
        case ["STAT", working]:
            return State(Working(working))
        case [name, *values]:
            kind = next((kind for kind, plain in _PLAIN_NAMES.items() if plain == name), None)
            if kind is not None and len(values) == len(kind.__annotations__):
                found: Message = kind(*values)
                return found
    raise ValueError("no message of the dialect")


def _fen(digits: str) -> int:
    if not _FEN.fullmatch(digits):
        raise ValueError("no sum")
    return int(digits)


Found = Message | Acknowledged | Broken


class FrameDecoder:
    """Length-driven; after damage it looks for the next STX behind the one that deceived it."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Found]:
        self._pending += data
        return self._take(more_may_come=True)

    def line_fell_silent(self) -> list[Found]:
        """Half a frame will not be completed after a pause; a whole one may stand behind its STX."""
        return self._take(more_may_come=False)

    def _take(self, *, more_may_come: bool) -> list[Found]:
        found: list[Found] = []
        at = 0
        while at < len(self._pending):
            length, one = found_at(self._pending, at)
            if length == 0:
                if more_may_come:
                    break
                length, one = 1, Broken()
            if one is not None:
                found.append(one)
            at += length
        del self._pending[:at]
        return found


def found_at(data: bytearray, at: int) -> tuple[int, Found | None]:
    """How many bytes of `data` from `at` on to take and what they are; 0 while more must come."""
    if data[at] != STX:
        return 1, Acknowledged(data[at] == ACK) if data[at] in {ACK, NAK} else None
    if len(data) - at < 3:
        return 0, None
    length = int.from_bytes(data[at + 1 : at + 3], "big")
    if length > _LONGEST_PAYLOAD:
        return 1, Broken()
    frame = bytes(data[at : at + length + _AROUND_PAYLOAD])
    if len(frame) < length + _AROUND_PAYLOAD:
        return 0, None
    if frame[-2] != ETX or _lrc(frame[1:-1]) != frame[-1]:
        return 1, Broken()
    return len(frame), _message(frame[3:-2])
