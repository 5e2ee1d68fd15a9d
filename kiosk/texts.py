"""The kiosk's words: reads `assets/texts/*.toml` as one table and fills a `Text` in. No word is in code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.payment.amount import Numerals
from kiosk.session.view import Capitals, Filling, Spoken, Text

ASSETS = Path(__file__).resolve().parent.parent / "assets"


class MissingText(KeyError):
    """A key that the texts file does not have; names the file and the key."""


class Texts:
    """The words of one language. Keys are dotted paths of the file's tables."""

    def __init__(self, words: dict[str, str], source: str) -> None:
        self._words = words
        self._source = source
        self.capitals = Numerals(**{name: self[f"capitals.{name}"] for name in _NUMERAL_WORDS})
        self.spoken = Numerals(**{name: self[f"spoken.{name}"] for name in _NUMERAL_WORDS})

    def __getitem__(self, key: str) -> str:
        try:
            return self._words[key]
        except KeyError:
            raise MissingText(f"{self._source}: no text {key!r}") from None

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def keys(self) -> frozenset[str]:
        return frozenset(self._words)

    def table(self, name: str) -> dict[str, str]:
        """The words directly under one table, by their last name."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): words for key, words in self._words.items() if key.startswith(prefix)
        }

    def with_words(self, more: Mapping[str, str]) -> "Texts":
        """The same with words of this machine's own; where there are both, its own."""
        return Texts({**self._words, **more}, self._source)

    def resolve(self, text: Text) -> str:
        """The words with their places filled; a place may hold a text itself.

        Raises MissingText for an unknown key, KeyError for a place that was given no value.
        """
        return self[text.key].format_map({name: self._fill(value) for name, value in text.args.items()})

    def _fill(self, value: Filling) -> str:
        match value:
            case Text():
                return self.resolve(value)
            case Capitals(amount_fen):
                return self.capitals.money(amount_fen)
            case Spoken(amount_fen):
                return self.spoken.money(amount_fen)
            case str():
                return value


_NUMERAL_WORDS = ("digit", "rank", "myriad", "yuan", "jiao", "fen", "whole", "two")


FOR_STAFF = ("selftest", "technician")
"""Files of words that no resident reads; they stand in the same table, under names of their own."""


def load_texts(language: str, folder: Path = ASSETS / "texts", also: tuple[str, ...] = FOR_STAFF) -> Texts:
    """`<language>.toml` and whatever stands beside it as `<language>_*.toml`, with the files of `also`.

    Raises FileNotFoundError for a file that is not there, ValueError for a key that two files have.
    """
    words: dict[str, str] = {}
    names = (language, *sorted(path.stem for path in folder.glob(f"{language}_*.toml")), *also)
    for name in names:
        with (folder / f"{name}.toml").open("rb") as file:
            more = dict(_flatten(tomllib.load(file)))
        if twice := sorted(words.keys() & more.keys()):
            raise ValueError(f"{name}.toml: {', '.join(twice)} stands in another file of words already")
        words |= more
    return Texts(words, ", ".join(f"{name}.toml" for name in names))


def _flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        pairs += _flatten(value, f"{key}.") if isinstance(value, dict) else [(key, str(value))]
    return pairs
