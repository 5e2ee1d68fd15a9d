"""The unified command set of Newland scanners, and the codes that come on the same line.

Pure: silence is told by the caller. Settings marked `#` live until power-off and do not wear the flash.
"""

from typing import NamedTuple

from drivers.scanner.chinese_text import chinese_text

TRIGGER_ON = "#SCNTRG1"
TRIGGER_OFF = "#SCNTRG0"
ASK_MODE = "@SCNMOD*"
"""A question changes nothing; any answer shows that the scanner lives."""

_HOST_HEAD = b"\x7e\x010000"
_REPLY_HEAD = b"\x02\x010000"
_TAIL = b";\x03"
_LONGEST_BYTES = 2048
_OUTCOMES = {0x06: "done", 0x15: "wrong_value", 0x05: "unknown"}


def encode(command: str) -> bytes:
    return _HOST_HEAD + command.encode("ascii") + _TAIL


class Reply(NamedTuple):
    command: str
    outcome: str
    """done, wrong_value, unknown"""


class ScannedText(NamedTuple):
    text: str

    def __repr__(self) -> str:
        return f"ScannedText({len(self.text)} characters)"


Message = Reply | ScannedText


class ScannerDecoder:
    """A reply has its own head and tail; everything else up to CR, LF or silence is one code."""

    def __init__(self) -> None:
        self._pending = b""
        self._too_long = False

    @property
    def in_the_middle(self) -> bool:
        return bool(self._pending)

    def feed(self, data: bytes) -> list[Message]:
        self._pending += data
        messages: list[Message] = []
        while (step := self._take_first()) is not None:
            messages += step
        if len(self._pending) > _LONGEST_BYTES:
            self._pending = b""
            self._too_long = True
        return messages

    def line_fell_silent(self) -> list[Message]:
        """50 ms without a byte end a code whose scanner sends no suffix."""
        rest, self._pending = self._pending, b""
        return [] if rest.startswith(_REPLY_HEAD[:1]) else self._code(rest)

    def _take_first(self) -> list[Message] | None:
        """The messages of one step; None when more bytes must come."""
        head = self._pending.find(_REPLY_HEAD)
        end = min((at for at in map(self._pending.find, (b"\r", b"\n")) if at >= 0), default=-1)
        if head == 0:
            return self._take_reply()
        if head > 0 and not 0 <= end < head:
            code, self._pending = self._pending[:head], self._pending[head:]
            return self._code(code)
        if end >= 0:
            code, self._pending = self._pending[:end], self._pending[end + 1 :]
            return self._code(code)
        return None

    def _take_reply(self) -> list[Message] | None:
        tail = self._pending.find(_TAIL)
        if tail < 0:
            return None
        body = self._pending[len(_REPLY_HEAD) : tail]
        self._pending = self._pending[tail + len(_TAIL) :]
        outcome = _OUTCOMES.get(body[-1]) if body else None
        if outcome is None:
            return []
        return [Reply(body[:-1].decode("ascii", "replace"), outcome)]

    def _code(self, data: bytes) -> list[Message]:
        if self._too_long:
            self._too_long = False
            return []
        return [ScannedText(chinese_text(data).strip())] if data.strip() else []
