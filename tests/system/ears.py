"""Somebody who listens at the window: an engine and a loudspeaker that keep what is said, and until when."""

from pathlib import Path
from threading import Event

from kiosk.voice.spoken_line import SpokenLine

LONGEST_S = 60
"""Whatever is said goes on until somebody stops it."""


class Ears:
    """Stands for both programs of the system, whatever these are told."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.cut: list[str] = []

    def engine(self) -> "Ears":
        return self

    def player(self, devices: Path = Path("/dev/snd")) -> "Ears":
        return self

    def wave(self, line: SpokenLine) -> bytes:
        return line.words.encode()

    def break_off(self) -> None:
        """Nothing takes any time here."""

    def fitted(self) -> bool:
        return True

    def play(self, wave: bytes, volume: int) -> "Sounding":
        self.heard.append(wave.decode())
        return Sounding(self, self.heard[-1])


class Sounding:
    def __init__(self, ears: Ears, words: str) -> None:
        self._ears, self._words = ears, words
        self._stopped = Event()

    def wait(self) -> None:
        self._stopped.wait(LONGEST_S)

    def stop(self) -> None:
        if not self._stopped.is_set():
            self._stopped.set()
            self._ears.cut.append(self._words)
