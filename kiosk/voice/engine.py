"""The port of whatever turns a line into sound, and how it fails. A line that cannot be said is silence."""

from typing import Protocol

from kiosk.voice.spoken_line import SpokenLine


class SpeechFailed(Exception):
    """Says what failed and the next step, never the words."""


class Engine(Protocol):
    def wave(self, line: SpokenLine) -> bytes:
        """A RIFF/WAV file, within two seconds. Raises `SpeechFailed`."""
        ...

    def break_off(self) -> None:
        """From any thread, without waiting: what is being made is wanted no longer."""
        ...
