"""The port of the loudspeaker, and the system's own player behind it. Never a sound library of a window's:
those have hung whole programs where a sound card was busy or missing.
"""

import shutil
from pathlib import Path
from typing import Final, Protocol

from kiosk.voice.program import Program
from kiosk.voice.waves import NotAWave, at_volume, read, written

_PLAYER: Final = "aplay"
"""Part of every ALSA installation (alsa-utils)."""

_LATE_S: Final = 3.0
"""A busy sound card may keep a player waiting; longer than this and what it plays is said too late."""


class CannotPlay(Exception):
    """Says which program could not play, and the next step."""


class Playing(Protocol):
    def wait(self) -> None:
        """Until it was played, was stopped, or its time is over. Raises `CannotPlay`."""
        ...

    def stop(self) -> None:
        """From any thread, without waiting: silence now."""
        ...


class Player(Protocol):
    def fitted(self) -> bool:
        """Whether the system knows any sound device that can play."""
        ...

    def play(self, wave: bytes, volume: int) -> Playing:
        """Begins. `volume` is 1 to 5. Raises `CannotPlay`."""
        ...


class SystemPlayer:
    def __init__(self, devices: Path = Path("/dev/snd"), program: str = _PLAYER) -> None:
        self._devices, self._program = devices, program

    def fitted(self) -> bool:
        return any(self._devices.glob("pcm*p"))

    def play(self, wave: bytes, volume: int) -> Playing:
        found = shutil.which(self._program)
        if found is None:
            raise CannotPlay(f"{self._program} is not installed; install the package alsa-utils")
        try:
            recording = at_volume(read(wave), volume)
            program = Program([found, "--quiet", "-"], written(recording))
        except NotAWave as error:
            raise CannotPlay(f"what is to be played: {error}") from error
        except OSError as error:
            raise CannotPlay(f"{self._program}: {error.strerror}") from error
        return _Sounding(program, self._program, recording.length_s + _LATE_S)


class _Sounding:
    def __init__(self, program: Program, name: str, within_s: float) -> None:
        self._program, self._name, self._within_s = program, name, within_s
        self._stopped = False

    def wait(self) -> None:
        status = self._program.wait(self._within_s)
        self._program.close()
        if self._stopped:
            return
        if status is None:
            raise CannotPlay(f"{self._name} had not finished after {self._within_s:.0f} s")
        if status:
            raise CannotPlay(f"{self._name} ended with status {status}: {self._program.complaint}")

    def stop(self) -> None:
        self._stopped = True
        self._program.kill()
