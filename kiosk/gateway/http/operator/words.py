"""Words of the operator's page in its two languages, from `pages/operator/words/*.toml`.

A file is a group, a line `key = { zh = "...", en = "..." }`. What one language lacks stops the start.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, get_args

from kiosk.gateway.problems import Refused

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
HTML_LANGUAGE: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


class WordsWrong(ValueError):
    """Names the file and the key."""


def say(language: Language, key: str, **values: object) -> str:
    """`key` is "group.name". Raises KeyError for one that is not there."""
    return words()[key][language].format(**values)


def say_code(language: Language, group: str, code: str) -> str:
    """Of a small fixed word of the books; one that is newer than the words is shown as it is."""
    known = words().get(f"{group}.{code}")
    return known[language] if known else code


def language_of(asked: str | None, kept: str | None, accepted: str) -> Language:
    """What the address asks for, else what the browser kept, else the first it accepts that we have."""
    for name in (asked, kept):
        if name in LANGUAGES:
            return name
    for part in accepted.split(","):
        begins = part.strip()[:2].lower()
        if begins in LANGUAGES:
            return begins
    return "zh"


def reason(language: Language, refused: Refused) -> str:
    return say_code(language, "refused", refused.code)


@cache
def words() -> Mapping[str, Mapping[Language, str]]:
    """By "group.name". Raises WordsWrong."""
    found: dict[str, Mapping[Language, str]] = {}
    folder = resources.files("kiosk.gateway").joinpath("pages", "operator", "words")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        group = file.name.removesuffix(".toml")
        for name, said in tomllib.loads(file.read_text("utf-8")).items():
            if set(said) != set(LANGUAGES) or not all(said.values()):
                raise WordsWrong(f"{file.name}: {name} needs words in {' and '.join(LANGUAGES)}")
            found[f"{group}.{name}"] = said
    return found
