"""The words of one language as one table, and how a `Text` is filled in with them."""

from collections.abc import Mapping
from string import Formatter

from kiosk.payment.amount import Numerals, SumWords
from kiosk.payment.amount_english import EnglishNumerals
from kiosk.session.view import Capitals, Filling, Spoken, Text


class MissingText(KeyError):
    """A key that the texts do not have; names their files and the key."""


class Texts:
    """The words of one language. Keys are dotted paths of the files' tables."""

    def __init__(self, words: dict[str, str], source: str) -> None:
        self._words = words
        self._source = source
        self.capitals = self._sum_words("capitals", self.table("capitals"))
        self.spoken = self._sum_words("spoken", self.table("spoken"))
        self._sent = self.table("sent")

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
        """The words with their places filled; a place may hold a text itself, or a word that somebody sent.

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
                return self._sent.get(value, value)

    def _sum_words(self, table: str, words: dict[str, str]) -> SumWords:
        """By the grammar whose words the table has."""
        grammar = EnglishNumerals if "below_twenty" in words else Numerals
        if missing := [name for name in grammar.__struct_fields__ if name not in words]:
            raise MissingText(f"{self._source}: no text {table}.{missing[0]}")
        return grammar(**words)


def places(words: str) -> frozenset[str]:
    """The names of what is filled in."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name is not None)
