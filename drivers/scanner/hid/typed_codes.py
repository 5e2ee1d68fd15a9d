"""Codes typed by a keyboard-wedge scanner, told from what a human types.

Pure; goes by the kernel's time of each stroke. A scanner types a sign every 1 to 10 ms; nobody types six in a
row with less than 80 ms between them.
"""

from typing import Final

from drivers.reading import Reading
from drivers.scanner.code_text import LONGEST_BYTES, code_text
from drivers.scanner.endings import EndedBy, Endings
from drivers.scanner.hid import keys
from drivers.scanner.hid.input_events import EV_KEY, HELD, PRESSED, RELEASED, InputEvent, InputEventDecoder
from drivers.scanner.messages import Message, Rubbish, ScannedText

LARGEST_GAP_S: Final = 0.08
SHORTEST_SIGNS: Final = 6


class Keyboard:
    """Strokes as signs: shift, and Alt with the number pad."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._alt_digits = ""

    def sign(self, event: InputEvent) -> str:
        """The sign this stroke completes; "" for none."""
        if event.kind != EV_KEY or event.value == HELD:
            return ""
        held_alt = bool(self._down & keys.ALTS)
        if event.value == RELEASED:
            self._down.discard(event.code)
            return self._alt_released() if held_alt and not self._down & keys.ALTS else ""
        if event.code in keys.SHIFTS | keys.ALTS:
            self._down.add(event.code)
            return ""
        if held_alt:
            self._alt_digits = (self._alt_digits + keys.KEYPAD.get(event.code, ""))[-6:]
            return ""
        return self._typed(event.code)

    def _typed(self, code: int) -> str:
        layer = keys.SHIFTED if self._down & keys.SHIFTS else keys.PLAIN
        return keys.SUFFIXES.get(code) or layer.get(code) or keys.KEYPAD.get(code, "")

    def _alt_released(self) -> str:
        digits, self._alt_digits = self._alt_digits, ""
        return keys.alt_sign(digits)


class Bursts:
    """Signs that follow one another faster than a hand, up to the suffix or a pause."""

    def __init__(self) -> None:
        self._signs = ""
        self._last_s = 0.0
        self._typing = False

    @property
    def in_the_middle(self) -> bool:
        return bool(self._signs)

    def stroke(self, at_s: float) -> list[tuple[str, EndedBy]]:
        """A key has moved, with or without a sign of its own."""
        late = not 0.0 <= at_s - self._last_s <= LARGEST_GAP_S
        self._last_s = at_s
        return self.end("silence") if late else []

    def add(self, sign: str) -> list[tuple[str, EndedBy]]:
        if sign in {"\r", "\t"}:
            return self.end("suffix")
        if len(self._signs) < LONGEST_BYTES:
            self._signs += sign
        return []

    def end(self, ended_by: EndedBy) -> list[tuple[str, EndedBy]]:
        """Nothing where it was too short to be a scanner's, or too long to be a code."""
        signs, self._signs = self._signs, ""
        return [(signs, ended_by)] if SHORTEST_SIGNS <= len(signs) < LONGEST_BYTES else []


class TypedCodes:
    """Bytes of input events in, typed codes out."""

    def __init__(self) -> None:
        self._events = InputEventDecoder()
        self._keyboard = Keyboard()
        self._bursts = Bursts()

    @property
    def in_the_middle(self) -> bool:
        return self._bursts.in_the_middle

    @property
    def dropped(self) -> int:
        return self._events.dropped

    def feed(self, data: bytes) -> list[tuple[str, EndedBy]]:
        codes: list[tuple[str, EndedBy]] = []
        for event in self._events.feed(data):
            sign = self._keyboard.sign(event)
            if event.kind == EV_KEY and event.value == PRESSED:
                codes += self._bursts.stroke(event.at_s)
            if sign:
                codes += self._bursts.add(sign)
        return codes

    def line_fell_silent(self) -> list[tuple[str, EndedBy]]:
        self._events.line_fell_silent()
        return self._bursts.end("silence")


class TypingDecoder:
    """Implements `ScannerDecoder`."""

    def __init__(self) -> None:
        self._codes = TypedCodes()
        self._endings = Endings()

    @property
    def in_the_middle(self) -> bool:
        return self._codes.in_the_middle

    def feed(self, data: bytes) -> list[Message]:
        return self._told(self._codes.feed(data))

    def line_fell_silent(self) -> list[Message]:
        return self._told(self._codes.line_fell_silent())

    def _told(self, codes: list[tuple[str, EndedBy]]) -> list[Message]:
        told: list[Message] = []
        for signs, ended_by in codes:
            text = code_text(signs.encode())
            whole = text is not None and self._endings.is_whole(signs.encode(), ended_by)
            told.append(ScannedText(text) if text is not None and whole else Rubbish(len(signs)))
        return told


class TypingReader:
    """Implements `LineReader`: whole codes, not single keys, which would spell them."""

    def __init__(self) -> None:
        self._codes = TypedCodes()

    def feed(self, data: bytes) -> list[Reading]:
        dropped = self._codes.dropped
        codes = self._codes.feed(data)
        noise = [Reading(False, "noise")] if self._codes.dropped > dropped else []
        return noise + [_read(signs) for signs, _ in codes]

    def line_fell_silent(self) -> list[Reading]:
        return [_read(signs) for signs, _ in self._codes.line_fell_silent()]


def _read(signs: str) -> Reading:
    return Reading(True, "code", signs.encode(), "device", personal=True)
