"""Checks that the pictures and words the settings call for are there, and hands out what they bring along.

What the kiosk never heard of comes as data: words stand in the settings, pictures in `pictures` beside them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image, UnidentifiedImageError

from kiosk.session.view import Language
from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.settings.problems import Problem, as_written, nearest
from kiosk.settings.utility_settings import Utility, UtilitySettings, UtilityWords
from kiosk.texts import LANGUAGES, IncompleteTexts, Languages, MissingText, Texts, load_texts

_WORDS: Final = UtilityWords.__struct_fields__
"""What residents read of a utility: `utility.<name>.bill` and so on."""

_LEAST_PX: Final = 128
"""The height a picture must have, to be sharp on the first screen's tile."""


def asset_problems(
    config_dir: Path, kiosk: KioskSettings, utilities: UtilitySettings, assets: Path
) -> Iterator[Problem]:
    """Disabled utilities are checked too, so that enabling one is the only step."""
    folder, file = assets / "texts", str(config_dir / "utilities.toml")
    try:
        texts = {language: load_texts(language, folder) for language in LANGUAGES}
    except (OSError, ValueError, MissingText) as error:
        yield Problem(str(folder), "", str(error), "whole files of words in every language")
        return
    yield from _language_problems(folder, texts)
    for utility in utilities.all:
        yield from picture_problems(file, f"utility.{utility.name}.icon", utility.icon, config_dir, assets)
        yield from _word_problems(file, utility, texts)
    named = texts["zh"].keys() | own_words(kiosk, utilities).keys()
    for place, each in enumerate(kiosk.methods.phone_codes, 1):
        if f"provider.{each.provider}" not in named:
            key = f"methods.phone_codes.{place}.name"
            allowed = f"a word for {each.provider}, of whom assets/texts/zh.toml knows nothing"
            yield Problem(str(config_dir / "kiosk.toml"), key, "nothing", allowed)


def _language_problems(folder: Path, texts: dict[Language, Texts]) -> Iterator[Problem]:
    try:
        Languages(texts)
    except IncompleteTexts as error:
        for line in str(error).splitlines():
            yield Problem(str(folder), "", line, "the same keys and places in every language")


def _word_problems(file: str, utility: Utility, texts: dict[Language, Texts]) -> Iterator[Problem]:
    """English is told about only where the machine has Chinese words: a mistyped name is one fault."""
    key = f"utility.{utility.name}"
    missing = {
        language: ", ".join(f"{key}.{word}" for word in _WORDS if f"{key}.{word}" not in known)
        for language, known in texts.items()
    }
    ways = f"words = {{ {', '.join(_WORDS)} }}"
    if missing["zh"] and utility.words is None:
        allowed = f"a name whose texts are in assets/texts/zh.toml ({missing['zh']} missing), or {ways}"
        yield Problem(file, f"{key}.name", as_written(utility.name), allowed)
    elif missing["en"] and utility.words_en is None:
        allowed = f"words_en, as {ways} but in English, because assets/texts/en.toml has no words for it"
        yield Problem(file, f"{key}.words_en", "nothing", allowed)


def picture_problems(file: str, key: str, icon: str, config_dir: Path, assets: Path) -> Iterator[Problem]:
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


def own_words(kiosk: KioskSettings, utilities: UtilitySettings, language: Language = "zh") -> dict[str, str]:
    """The texts that the settings bring along, under the keys they are asked for by.

    Whoever gives codes on phones has one name in every language.
    """
    brought = (
        (utility.name, utility.words if language == "zh" else utility.words_en) for utility in utilities.all
    )
    words = {
        f"utility.{name}.{word}": getattr(own, word)
        for name, own in brought
        if own is not None
        for word in _WORDS
    }
    return words | {f"provider.{each.provider}": each.name for each in kiosk.methods.phone_codes if each.name}


def with_own_words(languages: Languages, kiosk: KioskSettings, utilities: UtilitySettings) -> Languages:
    """What residents read on this machine, in every language."""
    return languages.with_words({each: own_words(kiosk, utilities, each) for each in LANGUAGES})
