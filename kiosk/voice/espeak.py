"""The voice of last resort: espeak-ng, as a program. Words go in on its standard input, not as arguments."""

import shutil
from threading import Lock
from typing import Final
from xml.sax.saxutils import escape

from kiosk.voice.engine import SpeechFailed
from kiosk.voice.phrases import PAUSE_MS, phrases
from kiosk.voice.program import Program
from kiosk.voice.spoken_line import SpokenLine

WITHIN_S: Final = 2.0

_VOICES: Final = {"zh": "cmn-latn-pinyin", "en": "en"}
"""The plain voice for Mandarin, `cmn`, spells many characters out as English letters (espeak-ng 1.51)."""

_WORDS_A_MINUTE: Final = {"zh": (185, 140), "en": (160, 120)}
"""Normal and slower. Measured with espeak-ng 1.51: 185 is 4.0 characters a second between the pauses and 140
is 3.0, as AUD-3 asks for."""


class Espeak:
    """Not for several threads at once, except `break_off`."""

    def __init__(self, program: str = "espeak-ng", within_s: float = WITHIN_S) -> None:
        self._program, self._within_s = program, within_s
        self._running: Program | None = None
        self._unwanted = False
        self._lock = Lock()

    def wave(self, line: SpokenLine) -> bytes:
        found = shutil.which(self._program)
        if found is None:
            raise SpeechFailed(f"{self._program} is not installed; install the package espeak-ng")
        self._unwanted = False
        try:
            running = Program([found, *arguments(line)], markup(line.words).encode())
        except OSError as error:
            raise SpeechFailed(f"{self._program}: {error.strerror}") from error
        with self._lock:
            self._running = running
            if self._unwanted:  # since before there was anything to kill
                running.kill()
        status = running.wait(self._within_s)
        with self._lock:
            self._running = None
        wave = running.close()
        if status is None:
            raise SpeechFailed(f"{self._program} had not finished after {self._within_s:g} s")
        if status:
            raise SpeechFailed(f"{self._program} ended with status {status}")
        return wave

    def break_off(self) -> None:
        with self._lock:
            self._unwanted = True
            if self._running is not None:
                self._running.kill()


def arguments(line: SpokenLine) -> tuple[str, ...]:
    """`-m` reads the pauses of the markup, `-z` leaves out the long one at the end."""
    speed = _WORDS_A_MINUTE[line.language][line.slower]
    return ("-v", _VOICES[line.language], "-s", str(speed), "-b", "1", "-m", "-z", "--stdout")


def markup(words: str) -> str:
    pause = f'<break time="{PAUSE_MS}ms"/>'
    return f"<speak>{pause.join(escape(phrase) for phrase in phrases(words))}</speak>"
