"""What all simulated code scanners share: something is held before them, they read it, a hand plays tricks.

A make adds its commands, or types as a keyboard does.
"""

from typing import Final

from drivers.simulation.acts import Acts, HandAct, WrongWords, seconds_of
from drivers.simulation.device import SimulatedDevice

READ_S: Final = 0.15
ONE_READ_S: Final = 5.0
"""So long a trigger lasts."""

_SAME_CODE_S: Final = 0.5
"""A scanner that looks by itself reads a code held still so often."""

_GIANT_BYTES: Final = 5000


class SimulatedScanner(SimulatedDevice):
    """A scanner of any make that looks by itself; `triggered` ones look once for each trigger."""

    triggered = False

    def __init__(self, suffix: bytes = b"\r") -> None:
        super().__init__("scanner")
        self._suffix = suffix
        self._in_front: tuple[bytes, ...] = ()
        self._triggered_until_s = 0.0
        self._reads_again_at_s = 0.0
        self._pause_s = 0.0
        self._sending_until_s = 0.0

    # -- the hand -----------------------------------------------------------------------------------

    def show(self, *texts: str) -> None:
        """Hold a code before the scanner until it is taken away or another is shown; several at once are
        read together, one right after the other."""
        with self.hand():
            self._in_front = tuple(text.encode() for text in texts)
            self._reads_again_at_s -= _SAME_CODE_S - 2 * READ_S  # at once, but not before it is ready again

    def show_giant(self) -> None:
        """A code longer than any bill's."""
        self.show("9" * _GIANT_BYTES)

    def take_away(self) -> None:
        with self.hand():
            self._in_front = ()

    def split(self, pause_s: float) -> None:
        """From now on codes come in two halves with this pause between them; 0 ends it."""
        with self.hand():
            self._pause_s = pause_s

    def send_suffix(self, suffix: bytes) -> None:
        """What ends every code from now on; b"" for nothing."""
        with self.hand():
            self._suffix = suffix

    @property
    def lit(self) -> bool:
        """Whether its light is on, as long as nobody moved the time on."""
        return not self.triggered or self._triggered_until_s > 0.0

    def acts(self) -> Acts:
        return super().acts() | {
            "show": HandAct("TEXT", "hold a code before it", lambda words: self.show(_one(words))),
            "two_at_once": HandAct("TEXT TEXT", "two codes, read together", lambda words: self.show(*words)),
            "giant": HandAct("", "a code of 5000 digits", lambda words: self.show_giant()),
            "take_away": HandAct("", "hold nothing before it", lambda words: self.take_away()),
            "split": HandAct("SECONDS", "a pause in the middle of every code; 0 ends it", self._split),
            "no_suffix": HandAct("", "end codes with nothing", lambda words: self.send_suffix(b"")),
            "suffix": HandAct("[HEX]", "end codes with these bytes, by default CR", self._set_suffix),
        }

    def _split(self, words: list[str]) -> None:
        self.split(seconds_of(words))

    def _set_suffix(self, words: list[str]) -> None:
        self.send_suffix(bytes.fromhex("".join(words) or "0D"))

    # -- the scanner --------------------------------------------------------------------------------

    def next_due_s(self) -> float | None:
        with self.lock:
            due_s = super().next_due_s()
            if self.triggered or not self._in_front or not self._powered:
                return due_s
            reads_s = max(self._reads_again_at_s, self._sending_until_s)
            return reads_s if due_s is None else min(due_s, reads_s)

    def _heard(self, data: bytes, now_s: float) -> None:
        """Takes no commands."""

    def _power_lost(self) -> None:
        self._triggered_until_s = 0.0

    def _settle(self, now_s: float) -> None:
        if now_s >= self._triggered_until_s:
            self._triggered_until_s = 0.0
        if not self._in_front or now_s < self._sending_until_s:
            return
        if self.triggered and self._triggered_until_s:
            self._triggered_until_s = 0.0  # a reading ends the trigger
            self._read(now_s + READ_S)
        elif not self.triggered and now_s >= self._reads_again_at_s:
            self._reads_again_at_s = now_s + _SAME_CODE_S
            self._read(now_s + READ_S)

    def _read(self, due_s: float) -> None:
        whole = b"".join(code + self._suffix for code in self._in_front)
        if not self._pause_s:
            self._sending_until_s = self._send_code(whole, due_s)
            return
        middle = len(whole) // 2
        half_out_s = self._send_code(whole[:middle], due_s)
        self._sending_until_s = self._send_code(whole[middle:], half_out_s + self._pause_s)

    def _send_code(self, content: bytes, due_s: float) -> float:
        """When the last of it is out."""
        self._say(due_s, content)
        return due_s


def _one(words: list[str]) -> str:
    if not words:
        raise WrongWords("show what? a code's text")
    return " ".join(words)
