"""Checks that the pictures and words the settings call for are there, and hands out what they bring along.

What the kiosk never heard of comes as data: words stand in the settings, pictures in `pictures` beside them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image, UnidentifiedImageError

from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.settings.problems import Problem, as_written, nearest
from kiosk.settings.utility_settings import UtilitySettings, UtilityWords
from kiosk.texts import load_texts

_WORDS: Final = UtilityWords.__struct_fields__
"""What residents read of a utility: `utility.<name>.bill` and so on."""

_LEAST_PX: Final = 128
"""The height a picture must have, to be sharp on the first screen's tile."""


def asset_problems(
    config_dir: Path, kiosk: KioskSettings, utilities: UtilitySettings, assets: Path
) -> Iterator[Problem]:
    """Disabled utilities are checked too, so that enabling one is the only step."""
    language, file = kiosk.identity.language, str(config_dir / "utilities.toml")
    words = load_texts(language, assets / "texts").keys()
    for utility in utilities.all:
        key = f"utility.{utility.name}"
        yield from _picture_problems(file, f"{key}.icon", utility.icon, config_dir, assets)
        missing = [f"{key}.{word}" for word in _WORDS if f"{key}.{word}" not in words]
        if missing and utility.words is None:
            allowed = (
                f"a name whose texts are in assets/texts/{language}.toml ({', '.join(missing)} missing), or "
                "words = { bill, short, number, where }"
            )
            yield Problem(file, f"{key}.name", as_written(utility.name), allowed)
    named = words | own_words(kiosk, utilities).keys()
    for place, each in enumerate(kiosk.methods.phone_codes, 1):
        if f"provider.{each.provider}" not in named:
            key = f"methods.phone_codes.{place}.name"
            allowed = f"a word for {each.provider}, of whom assets/texts/{language}.toml knows nothing"
            yield Problem(str(config_dir / "kiosk.toml"), key, "nothing", allowed)


def _picture_problems(file: str, key: str, icon: str, config_dir: Path, assets: Path) -> Iterator[Problem]:
    own, icons = own_picture(config_dir, icon), sorted(path.stem for path in (assets / "icons").glob("*.png"))
    if own is not None:
        yield from _unfit(key, own)
    elif icon not in icons:
        guess = nearest(icon, icons)
        name = "the name of a .png in assets/icons, or in pictures beside this file, without ending"
        yield Problem(file, key, as_written(icon), f"did you mean {guess}?" if guess else name)


def own_picture(config_dir: Path, icon: str) -> Path | None:
    path = config_dir / "pictures" / f"{icon}.png"
    return path if path.is_file() else None


def _unfit(key: str, path: Path) -> Iterator[Problem]:
    allowed = f"a white sign on nothing: a PNG with transparency, at least {_LEAST_PX} pixels high"
    try:
        with Image.open(path) as picture:
            found = f"{picture.mode}, {picture.width}x{picture.height}"
            fit = "A" in picture.mode and picture.height >= _LEAST_PX
    except (OSError, UnidentifiedImageError):
        found, fit = "no picture", False
    if not fit:
        yield Problem(str(path), key, found, allowed)


def with_own_pictures(config_dir: Path, utilities: UtilitySettings) -> UtilitySettings:
    """An icon that lies beside the settings becomes its path, without ending; a screen takes either."""
    found = (own_picture(config_dir, utility.icon) for utility in utilities.all)
    return UtilitySettings(
        tuple(
            msgspec.structs.replace(utility, icon=str(path.absolute().with_suffix(""))) if path else utility
            for utility, path in zip(utilities.all, found, strict=True)
        )
    )


def own_words(kiosk: KioskSettings, utilities: UtilitySettings) -> dict[str, str]:
    """The texts that the settings bring along, under the keys they are asked for by."""
    words = {
        f"utility.{utility.name}.{word}": getattr(utility.words, word)
        for utility in utilities.all
        if utility.words is not None
        for word in _WORDS
    }
    return words | {f"provider.{each.provider}": each.name for each in kiosk.methods.phone_codes if each.name}
