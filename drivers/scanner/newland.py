"""The unified command set of Newland scanners, whose replies share the line with the codes.

Pure: silence is told by the caller. Source: Newland programming manuals (FM430, FM530, HR52), chapter on
programming commands. Settings marked `#` live until power-off and do not wear the flash.
"""

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from drivers.reading import Reading
from drivers.scanner.code_stream import CodeJudge, code_reading
from drivers.scanner.code_text import LONGEST_BYTES
from drivers.scanner.endings import EndedBy
from drivers.scanner.messages import Message, Outcome, Reply, Rubbish

TRIGGER_ON: Final = "#SCNTRG1"
TRIGGER_OFF: Final = "#SCNTRG0"
ASK_MODE: Final = "#SCNMOD*"
"""A question changes nothing; any answer shows that the scanner lives."""

IDENTITY: Final = {"model": "#QRYPDN", "firmware": "#QRYFWV", "serial": "#QRYPSN"}

HOST_HEAD: Final = b"\x7e\x010000"
REPLY_HEAD: Final = b"\x02\x010000"
TAIL: Final = b";\x03"
OUTCOMES: Final[dict[int, Outcome]] = {0x06: "ok", 0x15: "nak", 0x05: "unknown"}

_HEAD: Final = re.compile(rb"[\x7e\x02]\x010000")
_HEAD_OR_END: Final = re.compile(rb"[\x7e\x02]\x010000|[\r\n]")
_BODY: Final = re.compile(rb"[^\x00-\x04\x07-\x14\x16-\x1f\x7f]*")
_PIECE_BYTES: Final = 512
"""Bytes looked at in one step, so that a flood costs time in proportion."""

_SideOf: TypeAlias = Literal["host", "device"]


def encode(command: str) -> bytes:
    return HOST_HEAD + command.encode("ascii") + TAIL


class Envelope(NamedTuple):
    """`body` is the command, or the echo of one with the outcome's byte."""

    side: _SideOf
    body: bytes


class LooseCode(NamedTuple):
    content: bytes
    ended_by: EndedBy

    def __repr__(self) -> str:
        return f"LooseCode({len(self.content)} bytes)"


class NewlandStream:
    """Envelopes of both sides, the codes between them, and rubbish; holds one longest code."""

    def __init__(self) -> None:
        self._pending = b""
        self._swallowed = 0

    @property
    def in_the_middle(self) -> bool:
        return bool(self._pending) or self._swallowed > 0

    def feed(self, data: bytes) -> list[Envelope | LooseCode | Rubbish]:
        found: list[Envelope | LooseCode | Rubbish] = []
        for at in range(0, len(data), _PIECE_BYTES):
            self._pending += data[at : at + _PIECE_BYTES]
            while (first := self._take_first()) is not None:
                found += first
        return found

    def line_fell_silent(self) -> list[Envelope | LooseCode | Rubbish]:
        """Half a reply is dropped; what else is left was a code without suffix."""
        rest, self._pending = self._pending, b""
        if self._swallowed or _HEAD.match(rest) or REPLY_HEAD.startswith(rest[:2]):
            swallowed, self._swallowed = self._swallowed + len(rest), 0
            return [Rubbish(swallowed)] if swallowed else []
        return [LooseCode(rest, "silence")]

    def _take_first(self) -> list[Envelope | LooseCode | Rubbish] | None:
        """What stands first; None when more bytes must come."""
        found = _HEAD_OR_END.search(self._pending)
        if self._swallowed:
            return self._end_swallowing(found)
        if found is None:
            if len(self._pending) > LONGEST_BYTES:
                self._swallow(len(self._pending) - len(REPLY_HEAD))
                return []
            return None
        if len(found[0]) > 1:  # a head
            if found.start() == 0:
                return self._take_envelope()
            return [LooseCode(self._cut(found.start()), "silence")]
        code = self._cut(found.start())
        self._cut(1)
        if len(code) > LONGEST_BYTES:
            return [Rubbish(len(code))]
        return [LooseCode(code, "suffix")] if code else []

    def _take_envelope(self) -> list[Envelope | LooseCode | Rubbish] | None:
        body = _BODY.match(self._pending, len(REPLY_HEAD))
        end = len(self._pending) if body is None else body.end()
        if self._pending[end - 1 : end + 1] == TAIL:
            whole = self._cut(end + 1)
            side: _SideOf = "device" if whole.startswith(REPLY_HEAD) else "host"
            return [Envelope(side, whole[len(REPLY_HEAD) : -len(TAIL)])]
        if end < len(self._pending) or len(self._pending) > LONGEST_BYTES:
            self._swallow(len(REPLY_HEAD))  # what follows half a reply is no whole code either
            return []
        return None

    def _end_swallowing(self, found: re.Match[bytes] | None) -> list[Envelope | LooseCode | Rubbish] | None:
        if found is None:
            self._swallow(max(0, len(self._pending) - len(REPLY_HEAD)))
            return None
        self._swallow(found.start())
        if len(found[0]) == 1:
            self._cut(1)
        swallowed, self._swallowed = self._swallowed, 0
        return [Rubbish(swallowed)]

    def _swallow(self, length: int) -> None:
        self._swallowed += length
        self._cut(length)

    def _cut(self, length: int) -> bytes:
        taken, self._pending = self._pending[:length], self._pending[length:]
        return taken


class NewlandDecoder:
    """Implements `ScannerDecoder`."""

    def __init__(self) -> None:
        self._stream = NewlandStream()
        self._judge = CodeJudge()

    @property
    def in_the_middle(self) -> bool:
        return self._stream.in_the_middle

    def feed(self, data: bytes) -> list[Message]:
        return self._told(self._stream.feed(data))

    def line_fell_silent(self) -> list[Message]:
        return self._told(self._stream.line_fell_silent())

    def _told(self, found: list[Envelope | LooseCode | Rubbish]) -> list[Message]:
        told: list[Message] = []
        for one in found:
            match one:
                case LooseCode(content, ended_by):
                    told += self._judge.judge(content, ended_by)
                case Envelope("device", body) if body and body[-1] in OUTCOMES:
                    told.append(Reply(body[:-1].decode("ascii", "replace"), OUTCOMES[body[-1]]))
                case Envelope(_, body):
                    told.append(Rubbish(len(body)))
                case Rubbish():
                    told.append(one)
        return told


class NewlandReader:
    """Implements `LineReader`. A command is named by its own words, as the manuals print it."""

    def __init__(self) -> None:
        self._stream = NewlandStream()

    def feed(self, data: bytes) -> list[Reading]:
        return [_read(one) for one in self._stream.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [_read(one) for one in self._stream.line_fell_silent() if one != LooseCode(b"", "silence")]


def _read(one: Envelope | LooseCode | Rubbish) -> Reading:
    match one:
        case LooseCode(content):
            return code_reading(content)
        case Envelope("host", body):
            return Reading(True, body.decode("ascii", "replace"), body, "host")
        case Envelope("device", body) if body and body[-1] in OUTCOMES:
            return Reading(True, OUTCOMES[body[-1]], body, "device")
        case _:
            return Reading(False, "noise")
