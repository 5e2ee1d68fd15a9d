"""Cuts what is said into phrases, between which the voice pauses (AUD-3). Pure."""

import re
from typing import Final

PAUSE_MS: Final = 430
"""AUD-3 asks for 400 at least; engines end a phrase a little early."""

_MARKS: Final = "\u3002\uff0c\uff01\uff1f\uff1b\uff1a\u3001\u00b7\u2026"
_ENDS: Final = re.compile(rf"[{_MARKS}\n]+|[.,:;!?](?=\s|$|[^\d\s])|(?<=\D)[.,:;!?]")
"""A point or a colon between two digits belongs to a number or an hour."""

_SILENT: Final = re.compile('[\u201c\u201d\u2018\u300a\u300b\u300c\u300d"()\uff08\uff09]')
_LONG_NUMBER: Final = re.compile(r"\d{5,}")


def takes_breath(before: str, after: str) -> bool:
    """Whether a phrase ends between two stretches of one line."""
    return _ENDS.match(after.lstrip(" ")) is not None or _ENDS.fullmatch(before.rstrip(" ")[-1:]) is not None


def phrases(words: str) -> tuple[str, ...]:
    """Stretches to be said in one breath, without marks; a long number is said digit by digit."""
    cut = (" ".join(_SILENT.sub(" ", each).split()) for each in _ENDS.split(words))
    return tuple(
        _LONG_NUMBER.sub(lambda found: " ".join(found.group()), each)
        for each in cut
        if any(character.isalnum() for character in each)
    )
