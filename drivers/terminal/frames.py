"""The reference cash-register dialect of payment terminals, in bytes. Ours, in the manner of the makers' own.

frame   = STX | length (2 bytes, big endian) | fields in ASCII, FS between | ETX | LRC (XOR length..ETX)
answer  = ACK for a good frame, NAK for a broken one, within 300 ms; then the frame comes again
host    : SALE reference fen · LAST reference · RVRS reference · CNCL · ENQY
terminal: PRMT stage · APPR reference fen last4 approval-code retrieval-reference · RVSD reference
          DCLN reference response-code (ISO 8583 field 39) · UNKN reference · STAT busy|idle
"""

from functools import reduce
from operator import xor
from typing import NamedTuple

from drivers.terminal.port import DeclineReason, TerminalStage

STX, ETX, ACK, NAK, FS = 0x02, 0x03, 0x06, 0x15, "\x1c"
_LONGEST_PAYLOAD = 256
_AROUND_PAYLOAD = 5

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


class State(NamedTuple):
    busy: bool


HostMessage = Sale | LastResult | Reverse | Cancel | Enquiry
TerminalMessage = Prompt | Approved | Declined | Reversed | Unknown | State
Message = HostMessage | TerminalMessage


class Acknowledged(NamedTuple):
    """ACK, or NAK where `well` is False."""

    well: bool


class Broken(NamedTuple):
    """Bytes that were to be a frame and are none."""


def encode(message: Message) -> bytes:
    payload = FS.join(_fields(message)).encode("ascii")
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
        case State(busy):
            return "STAT", "busy" if busy else "idle"
        case LastResult() | Reverse() | Reversed() | Unknown() | Cancel() | Enquiry():
            return _PLAIN_NAMES[type(message)], *message


_PLAIN_NAMES: dict[type, str] = {
    LastResult: "LAST",
    Reverse: "RVRS",
    Reversed: "RVSD",
    Unknown: "UNKN",
    Cancel: "CNCL",
    Enquiry: "ENQY",
}


def _message(payload: bytes) -> Message | Broken:
    try:
        return _from_fields(payload.decode("ascii").split(FS))
    except (UnicodeDecodeError, ValueError):
        return Broken()


def _from_fields(fields: list[str]) -> Message:
    """Raises ValueError for a message that is not of this dialect."""
    match fields:
        case ["SALE", reference, amount]:
            return Sale(reference, int(amount))
        case ["PRMT", stage]:
            return Prompt(TerminalStage(stage))
        case ["APPR", reference, amount, last4, approval_code, retrieval_reference]:
            # The dialect carries four digits; a terminal that sends more must not make us keep them.
            return Approved(reference, int(amount), last4[-4:], approval_code, retrieval_reference)
        case ["DCLN", reference, code]:
            return Declined(reference, _REASONS.get(code, DeclineReason.REFUSED))
        case ["STAT", "busy" | "idle" as state]:
            return State(state == "busy")
        case [name, *values]:
            kind = next((kind for kind, plain in _PLAIN_NAMES.items() if plain == name), None)
            if kind is not None and len(values) == len(kind.__annotations__):
                found: Message = kind(*values)
                return found
    raise ValueError("no message of the dialect")


class FrameDecoder:
    """Length-driven; after damage it looks for the next STX behind the one that deceived it."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Message | Acknowledged | Broken]:
        self._pending += data
        found: list[Message | Acknowledged | Broken] = []
        while self._pending:
            if self._pending[0] != STX:
                if self._pending[0] in {ACK, NAK}:
                    found.append(Acknowledged(self._pending[0] == ACK))
                self._pending = self._pending[1:]
                continue
            end = self._frame_end()
            if end > len(self._pending) or len(self._pending) < 3:
                break
            found += self._take_frame(end)
        return found

    def line_fell_silent(self) -> list[Broken]:
        """Half a frame will not be completed after a pause."""
        half, self._pending = self._pending, b""
        return [Broken()] if half else []

    def _frame_end(self) -> int:
        length = int.from_bytes(self._pending[1:3], "big")
        return length + _AROUND_PAYLOAD if length <= _LONGEST_PAYLOAD else 0

    def _take_frame(self, end: int) -> list[Message | Broken]:
        frame = self._pending[:end]
        if end == 0 or frame[-2] != ETX or _lrc(frame[1:-1]) != frame[-1]:
            self._pending = self._pending[1:]
            return [Broken()]
        self._pending = self._pending[end:]
        return [_message(frame[3:-2])]
