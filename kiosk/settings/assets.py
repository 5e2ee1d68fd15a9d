"""Checks that the pictures and words that the settings call for are there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.settings.problems import Problem, as_written, nearest
from kiosk.settings.utility_settings import UtilitySettings
from kiosk.texts import load_texts

_WORDS: Final = ("bill", "short", "number", "where")
"""What residents read of a utility: `utility.<name>.bill` and so on."""


def asset_problems(file: str, utilities: UtilitySettings, language: str, assets: Path) -> Iterator[Problem]:
    """Disabled utilities are checked too, so that enabling one is the only step."""
    icons = sorted(path.stem for path in (assets / "icons").glob("*.png"))
    words = load_texts(language, assets / "texts").keys()
    for utility in utilities.all:
        key = f"utility.{utility.name}"
        if utility.icon not in icons:
            guess = nearest(utility.icon, icons)
            allowed = (
                f"did you mean {guess}?" if guess else "the name of a .png in assets/icons, without ending"
            )
            yield Problem(file, f"{key}.icon", as_written(utility.icon), allowed)
        missing = [f"{key}.{word}" for word in _WORDS if f"{key}.{word}" not in words]
        if missing:
            allowed = f"a name whose texts are in assets/texts/{language}.toml ({', '.join(missing)} missing)"
            yield Problem(file, f"{key}.name", as_written(utility.name), allowed)
