"""Lines from recordings: `<folder>/<language>/<clip>.wav`, and beside it `<language>-slower`.

A recorded voice is better than any engine's, so it comes first; a line of which a part is missing is left
whole to the engine, because two voices in one sentence are worse than one.
"""

from itertools import pairwise
from pathlib import Path

from kiosk.voice.engine import SpeechFailed
from kiosk.voice.phrases import PAUSE_MS, takes_breath
from kiosk.voice.spoken_line import Part, SpokenLine
from kiosk.voice.waves import NotAWave, Recording, joined, read, silence, written


class Clips:
    """`folder` may be missing: then nothing was recorded."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def wave(self, line: SpokenLine) -> bytes | None:
        """A WAV file; None where the line was not recorded whole. Raises `SpeechFailed` for a broken file."""
        folder = self._folder / (f"{line.language}-slower" if line.slower else line.language)
        if not line.parts or not folder.is_dir():
            return None
        paths = [folder / f"{part.clip}.wav" for part in line.parts]
        if not all(part.clip and path.is_file() for part, path in zip(line.parts, paths, strict=True)):
            return None
        try:
            return written(_joined(line.parts, [read(path.read_bytes()) for path in paths]))
        except (OSError, NotAWave) as error:
            raise SpeechFailed(f"the recordings in {folder}: {error}") from error


def _joined(parts: tuple[Part, ...], recordings: list[Recording]) -> Recording:
    """With a pause where one phrase ends and another begins."""
    row = recordings[:1]
    for (before, after), recording in zip(pairwise(parts), recordings[1:], strict=True):
        if takes_breath(before.words, after.words):
            row.append(silence(recording.rate_hz, PAUSE_MS))
        row.append(recording)
    return joined(row)
