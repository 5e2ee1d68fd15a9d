"""`[voice]` of `kiosk.toml`: what may be said aloud, and by whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiosk.settings.problems import Problem, as_written


class Voice(Struct, frozen=True, forbid_unknown_fields=True):
    """`say_sums` false: sums are shown and not said. `clips` is a folder of recordings, empty without any;
    what was not recorded is said by `engine`.
    """

    say_sums: bool = True
    engine: Literal["espeak-ng", "none"] = "espeak-ng"
    clips: str = ""


def voice_contradictions(file: str, voice: Voice) -> Iterator[Problem]:
    """Recordings that are not there would be missed only by those who cannot read the screen."""
    if voice.clips and not Path(voice.clips).is_dir():
        found = as_written(voice.clips)
        yield Problem(file, "voice.clips", found, 'a folder that is there, or "" without recordings')
