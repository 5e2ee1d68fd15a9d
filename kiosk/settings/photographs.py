"""Photographs that a community puts beside its settings: of the people who look after the area (R11).

Each is `pictures/NAME.jpg`; what is published for a manager says which one is theirs. One that cannot be
shown keeps no kiosk from its work: its place stays free, and `check-config` names it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image

from kiosk.settings.problems import Problem

_LEAST_PX: Final = 240
"""Of either side, to be a face and no mosaic on the card."""

_MOST_PX: Final = 4096
"""Of either side: one straight from a telephone is taken, a poster's is not."""


def photographs_in(config_dir: Path) -> dict[str, str]:
    """The file of each by its name, without ending; only those of a size that can be shown."""
    return {path.stem: str(path.absolute()) for path in _files(config_dir) if not _trouble(path)}


def photograph_problems(config_dir: Path) -> Iterator[Problem]:
    """Each is read to its end, which a start leaves out."""
    for path in _files(config_dir):
        found = _trouble(path, whole=True)
        if found:
            allowed = f"a JPEG of {_LEAST_PX} to {_MOST_PX} pixels on either side"
            yield Problem(str(path), "", found, allowed)


def _trouble(path: Path, *, whole: bool = False) -> str:
    """What is found in the place of a photograph; empty where it is one."""
    try:
        with Image.open(path, formats=("JPEG",)) as photograph:
            if min(photograph.size) < _LEAST_PX or max(photograph.size) > _MOST_PX:
                return f"{photograph.width}x{photograph.height} pixels"
            if whole:
                photograph.load()
    except (OSError, Image.DecompressionBombError):
        return "no photograph"
    return ""


def _files(config_dir: Path) -> list[Path]:
    folder = config_dir / "pictures"
    return sorted(file for file in folder.glob("*") if file.suffix.lower() in {".jpg", ".jpeg"})
