"""What somebody with a good voice has to read: every clip that a line is made of, with its words. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.session.view import Spoken, Text, text
from kiosk.voice.spoken_line import Resolve, parts_of

_SPOKEN: Final = re.compile(
    r"(.+\.)?(spoken|title|prompt|beside|slow)(_\w+)?"
    r"|(account_name|cash|date|list|month|paying|receipt|recharge|still_owed|voice)\.\w+"
    r"|(board|card_load|load|prepaid)\.[\w.]+"
    r"|bank_card\.with_card|bills\.other|requests\.told\.\w+|utility\.\w+\.(bill|number|where)|service_group\.\w+\.label"
)
"""Keys of sentences, and of the words and dates that stand in sentences. Buttons and labels are not said."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_SUMS: Final = (*range(300), *range(1_000, 200_000, 1_700), *range(200_000, 10_000_000, 70_000))
"""In fen: between them they hold every word that a sum on a bill can have."""


def script(words: Mapping[str, str], resolve: Resolve) -> dict[str, str]:
    """Clip names and what is said in them, in the order of the texts; numbers come last.

    `words` are the residents' texts by key, with their places; `resolve` fills them.
    """
    clips: dict[str, str] = {}
    for key, pattern in words.items():
        if _SPOKEN.fullmatch(key):
            clips.update(_stretches(key, pattern, resolve))
    for fen in _SUMS:
        for part in parts_of(text("voice.sum", sum=Spoken(fen)), resolve):
            clips.setdefault(part.clip, part.words)
    return clips


def _stretches(key: str, pattern: str, resolve: Resolve) -> Iterator[tuple[str, str]]:
    places = dict.fromkeys(_PLACE.findall(pattern), "0")
    for part in parts_of(Text(key, dict(places)), resolve):
        if part.clip:
            yield part.clip, part.words.strip()
