"""A tone from the machine's loudspeaker, by the system's own player. Opens nothing while nobody tests it."""

import math
import shutil
import struct
import subprocess
import wave
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

TONE_HZ: Final = 880
TONE_S: Final = 1.5
_RATE_HZ: Final = 16_000
_HALF_LOUD: Final = 16_000
_PLAYER: Final = "aplay"
"""Part of every ALSA installation (alsa-utils)."""

_PLAYS_WITHIN_S: Final = 10.0


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
        self._devices = devices

    def fitted(self) -> bool:
        return any(self._devices.glob("pcm*p"))

    def play_tone(self) -> None:
        player = shutil.which(_PLAYER)
        if player is None:
            raise SoundFailed(f"{_PLAYER} is not installed; install the package alsa-utils")
        try:
            subprocess.run(
                [player, "--quiet", "-"],
                input=tone(),
                check=True,
                capture_output=True,
                timeout=_PLAYS_WITHIN_S,
            )
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip()
            raise SoundFailed(f"{_PLAYER}: {said[:200]}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SoundFailed(f"{_PLAYER}: {error}") from error


def tone() -> bytes:
    """A WAV file: one voice, 16 bits, swelling and fading so that it does not crack."""
    count = int(TONE_S * _RATE_HZ)
    samples = (
        round(
            _HALF_LOUD
            * math.sin(math.pi * place / count)
            * math.sin(2 * math.pi * TONE_HZ * place / _RATE_HZ)
        )
        for place in range(count)
    )
    file = BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(_RATE_HZ)
        wav.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()
