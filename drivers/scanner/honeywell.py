"""Honeywell's serial commands, whose answers share the line with the codes and have no head of their own.

Pure: silence is told by the caller. Source: Honeywell user guides (N3680, N86xx, Xenon), chapter on serial
programming commands. A menu command ending in `!` is kept in memory only, one ending in `.` wears the flash.
"""

import re
from typing import Final

from drivers.reading import Reading
from drivers.scanner.code_stream import CodeJudge, code_reading
from drivers.scanner.code_text import LONGEST_BYTES
from drivers.scanner.endings import EndedBy
from drivers.scanner.messages import Message, Outcome, Reply, Rubbish

TRIGGER_ON: Final = b"\x16T\r"
TRIGGER_OFF: Final = b"\x16U\r"
MENU: Final = b"\x16M\r"
ASK: Final = MENU + b"CBRENA?!"
"""The manuals' own example of a question (is Codabar on?); the answer is not needed, that there is one is."""

_ASKED: Final = b"CBRENA"
_OUTCOMES: Final[dict[int, Outcome]] = {0x06: "ok", 0x15: "nak", 0x05: "unknown"}
_OUTCOME_BY_NAME: Final = {str(outcome): outcome for outcome in _OUTCOMES.values()}
_COMMANDS: Final = {TRIGGER_ON: "trigger_on", TRIGGER_OFF: "trigger_off", MENU: "menu_prefix"}
_MARK: Final = re.compile(rb"[\r\n]|[\x05\x06\x15][!.,;]|\x16")
_MENU_END: Final = re.compile(rb"[!.]")
_PIECE_BYTES: Final = 512


class HoneywellStream:
    """Both sides' words as readings, with how a code ended; holds one longest code."""

    def __init__(self) -> None:
        self._pending = b""
        self._swallowed = 0
        self._in_menu = False

    @property
    def in_the_middle(self) -> bool:
        return bool(self._pending) or self._swallowed > 0

    def feed(self, data: bytes) -> list[tuple[Reading, EndedBy]]:
        found: list[tuple[Reading, EndedBy]] = []
        for at in range(0, len(data), _PIECE_BYTES):
            self._pending += data[at : at + _PIECE_BYTES]
            while (first := self._take_first()) is not None:
                found += first
        return found

    def line_fell_silent(self) -> list[tuple[Reading, EndedBy]]:
        rest, self._pending = self._pending, b""
        if self._in_menu or rest.startswith(MENU[:1]):
            self._in_menu = False
            self._swallowed += len(rest)
            rest = b""
        return self._code(rest, "silence")

    def _take_first(self) -> list[tuple[Reading, EndedBy]] | None:
        """What stands first; None when more bytes must come."""
        mark = (_MENU_END if self._in_menu else _MARK).search(self._pending)
        if mark is None:
            if len(self._pending) > LONGEST_BYTES or self._swallowed:
                self._swallowed += len(self._cut(len(self._pending) - 1))  # the last may be half a mark
            return None
        if self._in_menu:
            self._in_menu = False
            text = self._cut(mark.end())
            return [(Reading(True, "menu", text, "host"), "suffix")]
        if mark[0] == MENU[:1]:
            return (
                self._take_command() if mark.start() == 0 else self._code(self._cut(mark.start()), "silence")
            )
        before = self._cut(mark.start())
        self._cut(len(mark[0]))
        if len(mark[0]) == 2:
            return self._reply(before, _OUTCOMES[mark[0][0]])
        return self._code(before, "suffix")

    def _take_command(self) -> list[tuple[Reading, EndedBy]] | None:
        if len(self._pending) < len(MENU):
            return None
        name = _COMMANDS.get(self._pending[: len(MENU)])
        if name is None:
            return [(Reading(False, "noise", self._cut(1)), "suffix")]
        self._in_menu = name == "menu_prefix"
        return [(Reading(True, name, self._cut(len(MENU))[1:2], "host"), "suffix")]

    def _reply(self, before: bytes, outcome: Outcome) -> list[tuple[Reading, EndedBy]]:
        """A code without suffix may stand before the echo of what we asked."""
        at = max(0, before.rfind(_ASKED))
        reply = Reading(True, outcome, before[at:], "device")
        return [*self._code(before[:at], "silence"), (reply, "suffix")]

    def _code(self, code: bytes, ended_by: EndedBy) -> list[tuple[Reading, EndedBy]]:
        if self._swallowed or len(code) > LONGEST_BYTES:
            self._swallowed = 0
            return [(Reading(False, "too_long"), ended_by)]
        return [(code_reading(code), ended_by)] if code else []

    def _cut(self, length: int) -> bytes:
        at = max(0, length)
        taken, self._pending = self._pending[:at], self._pending[at:]
        return taken


class HoneywellDecoder:
    """Implements `ScannerDecoder`."""

    def __init__(self) -> None:
        self._stream = HoneywellStream()
        self._judge = CodeJudge()

    @property
    def in_the_middle(self) -> bool:
        return self._stream.in_the_middle

    def feed(self, data: bytes) -> list[Message]:
        return self._told(self._stream.feed(data))

    def line_fell_silent(self) -> list[Message]:
        return self._told(self._stream.line_fell_silent())

    def _told(self, found: list[tuple[Reading, EndedBy]]) -> list[Message]:
        told: list[Message] = []
        for reading, ended_by in found:
            if reading.name == "code":
                told += self._judge.judge(reading.payload, ended_by)
            elif reading.valid and reading.side == "device":
                told.append(Reply(reading.payload.decode("ascii", "replace"), _OUTCOME_BY_NAME[reading.name]))
            else:
                told.append(Rubbish(len(reading.payload)))
        return told


class HoneywellReader:
    """Implements `LineReader`."""

    def __init__(self) -> None:
        self._stream = HoneywellStream()

    def feed(self, data: bytes) -> list[Reading]:
        return [reading for reading, _ in self._stream.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [reading for reading, _ in self._stream.line_fell_silent()]
