"""Codes on a line on which nothing else comes: scanners that take no commands, and the tail of all others."""

from drivers.reading import Reading
from drivers.scanner.code_text import LONGEST_BYTES, code_text
from drivers.scanner.endings import EndedBy, Endings
from drivers.scanner.messages import Message, Rubbish, ScannedText


class CodeJudge:
    """Bytes of one code, and how they ended, as a message; nothing for an empty one."""

    def __init__(self) -> None:
        self._endings = Endings()

    def judge(self, code: bytes, ended_by: EndedBy) -> list[Message]:
        text = code_text(code)
        if text is None:
            return [Rubbish(len(code))] if code else []
        return [ScannedText(text)] if self._endings.is_whole(code, ended_by) else [Rubbish(len(code))]


class CodeStream:
    """Splits bytes into codes at CR, LF or silence; holds one longest code."""

    def __init__(self) -> None:
        self._pending = b""
        self._swallowed = 0

    @property
    def in_the_middle(self) -> bool:
        return bool(self._pending) or self._swallowed > 0

    def feed(self, data: bytes) -> list[tuple[bytes, EndedBy] | int]:
        """Codes, and of what was too long the length."""
        found: list[tuple[bytes, EndedBy] | int] = []
        *whole, rest = data.replace(b"\n", b"\r").split(b"\r")
        for part in whole:
            found += self._end(self._pending + part, "suffix")
            self._pending = b""
        self._pending += rest
        if len(self._pending) > LONGEST_BYTES or self._swallowed:
            self._swallowed += len(self._pending)
            self._pending = b""
        return found

    def line_fell_silent(self) -> list[tuple[bytes, EndedBy] | int]:
        rest, self._pending = self._pending, b""
        return self._end(rest, "silence")

    def _end(self, code: bytes, ended_by: EndedBy) -> list[tuple[bytes, EndedBy] | int]:
        swallowed, self._swallowed = self._swallowed, 0
        if swallowed or len(code) > LONGEST_BYTES:
            return [swallowed + len(code)]
        return [(code, ended_by)] if code else []


class PlainDecoder:
    """Implements `ScannerDecoder` for any make that looks by itself and takes no commands."""

    def __init__(self) -> None:
        self._stream = CodeStream()
        self._judge = CodeJudge()

    @property
    def in_the_middle(self) -> bool:
        return self._stream.in_the_middle

    def feed(self, data: bytes) -> list[Message]:
        return self._told(self._stream.feed(data))

    def line_fell_silent(self) -> list[Message]:
        return self._told(self._stream.line_fell_silent())

    def _told(self, found: list[tuple[bytes, EndedBy] | int]) -> list[Message]:
        told: list[Message] = []
        for one in found:
            told += [Rubbish(one)] if isinstance(one, int) else self._judge.judge(*one)
        return told


def code_reading(code: bytes) -> Reading:
    """A code as the reader of a line names it."""
    if code_text(code) is None:
        return Reading(False, "noise", code)
    return Reading(True, "code", code, "device", personal=True)


class PlainReader:
    """Implements `LineReader`."""

    def __init__(self) -> None:
        self._stream = CodeStream()

    def feed(self, data: bytes) -> list[Reading]:
        return [_read(one) for one in self._stream.feed(data)]

    def line_fell_silent(self) -> list[Reading]:
        return [_read(one) for one in self._stream.line_fell_silent()]


def _read(one: tuple[bytes, EndedBy] | int) -> Reading:
    return Reading(False, "too_long") if isinstance(one, int) else code_reading(one[0])
