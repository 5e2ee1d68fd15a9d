"""All languages of the machine at once. They say the same: what one lacks is an error at the start."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kiosk.session.view import Language, Text
from kiosk.texts.load import ASSETS, load_texts
from kiosk.texts.texts import Texts, places

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_OWN_TO_A_LANGUAGE: Final = ("capitals.", "spoken.", "sent.")
"""How numbers are made differs from one language to another; and only a foreign one renders what is sent."""


class IncompleteTexts(ValueError):
    """The languages of the machine do not say the same; one line for each key that differs."""


class Languages:
    """The words in every language. The first is the measure; raises IncompleteTexts where another differs."""

    def __init__(self, texts: Mapping[Language, Texts]) -> None:
        if differences := tuple(_differences(texts)):
            raise IncompleteTexts("\n".join(differences))
        self._texts = dict(texts)

    def of(self, language: Language) -> Texts:
        return self._texts[language]

    def resolver(self, language: Language) -> Callable[[Text], str]:
        """What fills a text in, for a display that shows this language."""
        return self._texts[language].resolve

    def with_words(self, own: Mapping[Language, Mapping[str, str]]) -> "Languages":
        """The same with words of this machine's own; what it has in one language only is said so in all."""
        anyones = {key: words for table in reversed(list(own.values())) for key, words in table.items()}
        return Languages(
            {
                language: texts.with_words(
                    {key: words for key, words in anyones.items() if key not in texts}
                ).with_words(own.get(language, {}))
                for language, texts in self._texts.items()
            }
        )


def _differences(texts: Mapping[Language, Texts]) -> Iterator[str]:
    (first, measure), *others = texts.items()
    wanted = _places_by_key(measure)
    for language, other in others:
        has = _places_by_key(other)
        yield from (
            f"{language}: {key} is missing, {first} has it" for key in sorted(wanted.keys() - has.keys())
        )
        yield from (
            f"{language}: {key} is too much, {first} has none" for key in sorted(has.keys() - wanted.keys())
        )
        for key in sorted(key for key in wanted.keys() & has.keys() if wanted[key] != has[key]):
            yield f"{language}: {key} has the places {_listed(has[key])}, in {first} {_listed(wanted[key])}"


def _places_by_key(texts: Texts) -> dict[str, frozenset[str]]:
    return {key: places(texts[key]) for key in texts.keys() if not key.startswith(_OWN_TO_A_LANGUAGE)}  # noqa: SIM118


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def load_languages(folder: Path = ASSETS / "texts", names: tuple[Language, ...] = LANGUAGES) -> Languages:
    """Raises as `load_texts` does, and IncompleteTexts."""
    return Languages({name: load_texts(name, folder) for name in names})
