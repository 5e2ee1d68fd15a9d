"""Sound as numbers: reads, joins, softens and writes WAV files of one voice and 16 bits. Plays nothing."""

import io
import wave
from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

LOUDEST: Final = 5
_STEP_DB: Final = 5.0
"""Between two volumes: clearly another to an old ear, and four of them reach from a whisper to a call."""

_LARGEST: Final = 32_000
_SILENT: Final = 200
_MARGIN_S: Final = 0.02
_RIFF_HEADER: Final = 12
_CHUNK_HEADER: Final = 8


class NotAWave(ValueError):
    """Says what is wrong with the bytes."""


class Recording(Struct, frozen=True, eq=False):
    """`samples` are one voice's, signed, of 16 bits."""

    rate_hz: int
    samples: NDArray[np.int16]

    @property
    def length_s(self) -> float:
        return len(self.samples) / self.rate_hz


def read(data: bytes) -> Recording:
    """Raises `NotAWave`. A program that writes into a pipe cannot know the length, so the bytes count."""
    rate_hz, samples, at = 0, b"", _RIFF_HEADER
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NotAWave("no WAV file")
    while at + _CHUNK_HEADER <= len(data) and not samples:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + _CHUNK_HEADER : at + _CHUNK_HEADER + length]
        if name == b"fmt ":
            rate_hz = _rate_hz(body)
        elif name == b"data":
            samples = body[: len(body) // 2 * 2]
        at += _CHUNK_HEADER + length + length % 2
    if not rate_hz or not samples:
        raise NotAWave("a WAV file without sound")
    return Recording(rate_hz, np.frombuffer(samples, dtype="<i2"))


def _rate_hz(body: bytes) -> int:
    """Of the format chunk: coding 1 is plain samples, then voices, rate, two sums, bits a sample."""
    coding, voices, bits = (int.from_bytes(body[at : at + 2], "little") for at in (0, 2, 14))
    if (coding, voices, bits) != (1, 1, 16):
        raise NotAWave(f"a WAV file of coding {coding}, {voices} voices and {bits} bits, not 1, 1 and 16")
    return int.from_bytes(body[4:8], "little")


def written(recording: Recording) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(recording.rate_hz)
        wav.writeframes(recording.samples.astype("<i2").tobytes())
    return file.getvalue()


def joined(recordings: Sequence[Recording]) -> Recording:
    """One after the other; at least one. Raises `NotAWave` where their rates differ."""
    rates = {each.rate_hz for each in recordings}
    if len(rates) != 1:
        raise NotAWave(f"recordings of {len(rates)} rates: {sorted(rates)} Hz")
    return Recording(rates.pop(), np.concatenate([each.samples for each in recordings]))


def silence(rate_hz: int, length_ms: int) -> Recording:
    return Recording(rate_hz, np.zeros(rate_hz * length_ms // 1000, dtype=np.int16))


def trimmed(recording: Recording) -> Recording:
    """Without the silence before and after, so that it can stand beside others in one sentence."""
    loud = np.flatnonzero(np.abs(recording.samples.astype(np.int32)) > _SILENT)
    if not len(loud):
        return recording
    margin = int(recording.rate_hz * _MARGIN_S)
    first, last = max(0, loud[0] - margin), loud[-1] + margin
    return Recording(recording.rate_hz, recording.samples[first:last])


def at_volume(recording: Recording, volume: int) -> Recording:
    """`volume` is 1 to `LOUDEST`, which leaves the samples as they are."""
    factor = 10 ** (-_STEP_DB * (LOUDEST - volume) / 20)
    return Recording(recording.rate_hz, (recording.samples * factor).astype(np.int16))


def tone(length_s: float, rate_hz: int = 22_050, pitch_hz: int = 880) -> Recording:
    """Swelling and fading, so that it does not crack."""
    place = np.arange(int(length_s * rate_hz))
    swell = np.sin(np.pi * place / len(place))
    sound = np.sin(2 * np.pi * pitch_hz * place / rate_hz)
    return Recording(rate_hz, (_LARGEST * swell * sound).astype(np.int16))
