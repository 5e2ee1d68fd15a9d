"""A tone from the machine's loudspeaker, the way the voice uses it. Opens nothing while nobody tests it."""

from pathlib import Path
from typing import Final, Protocol

from kiosk.voice.player import CannotPlay, SystemPlayer
from kiosk.voice.waves import tone as swelling
from kiosk.voice.waves import written

TONE_HZ: Final = 880
TONE_S: Final = 1.5
_VOLUME: Final = 4
"""The loudest but one: a test is heard through a closed front, and startles nobody."""


class SoundFailed(Exception):
    """Says which program could not play, and why."""


class Sound(Protocol):
    def fitted(self) -> bool:
        """Whether the system knows any sound device that can play."""
        ...

    def play_tone(self) -> None:
        """Returns when it was played. Raises `SoundFailed`."""
        ...


class SystemSound:
    def __init__(self, devices: Path = Path("/dev/snd")) -> None:
        self._player = SystemPlayer(devices)

    def fitted(self) -> bool:
        return self._player.fitted()

    def play_tone(self) -> None:
        try:
            self._player.play(tone(), _VOLUME).wait()
        except CannotPlay as error:
            raise SoundFailed(str(error)) from error


def tone() -> bytes:
    """A WAV file."""
    return written(swelling(TONE_S, pitch_hz=TONE_HZ))
