"""A simulated keyboard-wedge scanner: sends the strokes a real one types, as Linux hands them over."""

from typing import Final

from drivers.scanner.hid import keys
from drivers.scanner.hid.input_events import EV_KEY, EV_SYN, PRESSED, RELEASED, InputEvent, encode
from drivers.scanner.simulator import SimulatedScanner
from drivers.simulation.acts import Acts, HandAct

_STROKE_S: Final = 0.004
_HUMAN_STROKE_S: Final = 0.14
_ONE_PIECE_BYTES: Final = 3900
_NEXT_PIECES_BYTES: Final = 960
_KEY: Final = {sign: (code, False) for code, sign in keys.PLAIN.items()} | {
    sign: (code, True) for code, sign in keys.SHIFTED.items() if sign != " "
}
_SUFFIX: Final = {"\r": keys.ENTER, "\n": keys.ENTER, "\t": keys.TAB}
_KEYPAD: Final = {digit: code for code, digit in keys.KEYPAD.items()}


class SimulatedKeyboardScanner(SimulatedScanner):
    """Looks by itself. A sign beyond ASCII is typed with Alt and its number in Unicode."""

    def type_by_hand(self, text: str, now_s: float) -> None:
        """A person at a keyboard behind the same file, about seven strokes a second."""
        with self.hand():
            for number, sign in enumerate(text):
                at_s = now_s + number * _HUMAN_STROKE_S
                self._say(at_s, b"".join(_strokes(sign, at_s)))

    def acts(self) -> Acts:
        return super().acts() | {
            "type": HandAct("TEXT", "type by hand between the scans", self._type),
        }

    def _type(self, words: list[str]) -> None:
        self.type_by_hand(" ".join(words), self._last_s)

    _last_s = 0.0

    def _settle(self, now_s: float) -> None:
        self._last_s = now_s
        super()._settle(now_s)

    def _send_code(self, content: bytes, due_s: float) -> float:
        """At once; what is too long for that in pieces, as the strokes come."""
        at_s, piece, room = due_s, b"", _ONE_PIECE_BYTES
        for sign in content.decode("utf-8", "replace"):
            piece += b"".join(_strokes(sign, at_s))
            at_s += _STROKE_S
            if len(piece) >= room:
                self._say(at_s, piece)
                piece, room = b"", _NEXT_PIECES_BYTES
        self._say(at_s, piece)
        return at_s


def _strokes(sign: str, at_s: float) -> list[bytes]:
    if sign in _SUFFIX:
        return _tap(_SUFFIX[sign], at_s)
    if sign not in _KEY:
        digits = [stroke for digit in str(ord(sign)) for stroke in _tap(_KEYPAD[digit], at_s)]
        return [_key(keys.ALT, PRESSED, at_s), *digits, _key(keys.ALT, RELEASED, at_s)]
    code, shifted = _KEY[sign]
    if not shifted:
        return _tap(code, at_s)
    return [_key(keys.SHIFT, PRESSED, at_s), *_tap(code, at_s), _key(keys.SHIFT, RELEASED, at_s)]


def _tap(code: int, at_s: float) -> list[bytes]:
    return [_key(code, PRESSED, at_s), _key(code, RELEASED, at_s)]


def _key(code: int, value: int, at_s: float) -> bytes:
    return encode(InputEvent(at_s, EV_KEY, code, value)) + encode(InputEvent(at_s, EV_SYN, 0, 0))
