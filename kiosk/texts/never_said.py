"""Words of offices and of computing, which residents must not meet (FLW-18)."""

import re
from pathlib import Path

from kiosk.session.view import Language
from kiosk.texts.load import ASSETS


def never_said(language: Language, folder: Path = ASSETS / "texts") -> re.Pattern[str]:
    """Finds any of them; a word of Latin letters alone or with the endings English gives it."""
    lines = (folder / f"{language}_never.txt").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(_pattern(word) for word in lines), re.IGNORECASE)


def _pattern(word: str) -> str:
    return rf"(?<![A-Za-z]){word}(?:s|es|ed|ing)?(?![A-Za-z])" if word.isascii() else word
