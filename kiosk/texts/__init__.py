"""The kiosk's words: `assets/texts/*.toml`, in every language of the machine. No word is in code."""

from kiosk.texts.languages import LANGUAGES, IncompleteTexts, Languages, load_languages
from kiosk.texts.load import ASSETS, load_texts
from kiosk.texts.never_said import never_said
from kiosk.texts.texts import MissingText, Texts, places

__all__ = [
    "ASSETS",
    "LANGUAGES",
    "IncompleteTexts",
    "Languages",
    "MissingText",
    "Texts",
    "load_languages",
    "load_texts",
    "never_said",
    "places",
]
