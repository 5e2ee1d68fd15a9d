"""Reads the files of words of one language."""

import tomllib
from pathlib import Path
from typing import Any

from kiosk.texts.texts import Texts

ASSETS = Path(__file__).resolve().parents[2] / "assets"

IN_CHINESE_ALONE = ("receipt", "selftest", "technician")
"""Files of words that are the same on every machine: what is printed, and what no resident reads."""


def load_texts(
    language: str, folder: Path = ASSETS / "texts", also: tuple[str, ...] = IN_CHINESE_ALONE
) -> Texts:
    """`<language>.toml` and whatever stands beside it as `<language>_*.toml`, with the files of `also`.

    Raises FileNotFoundError for a file that is not there, and ValueError for one that is not TOML in UTF-8 or
    has a key of another file; both name the file.
    """
    words: dict[str, str] = {}
    names = (language, *sorted(path.stem for path in folder.glob(f"{language}_*.toml")), *also)
    for name in names:
        more = dict(_flatten(_tables(folder / f"{name}.toml")))
        if twice := sorted(words.keys() & more.keys()):
            raise ValueError(f"{name}.toml: {', '.join(twice)} stands in another file of words already")
        words |= more
    return Texts(words, ", ".join(f"{name}.toml" for name in names))


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        pairs += _flatten(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return pairs
