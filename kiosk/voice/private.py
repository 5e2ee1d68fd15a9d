"""What may be said aloud in a room with other people: no name, no address, no whole number (AUD-6).

A second guard behind the session's masks: what it refuses is not said at all. Pure.
"""

import re
from typing import Final

from kiosk.session.view import Text

MOST_DIGITS: Final = 5
"""More digits in a row are somebody's number; the ends of numbers and the hours of a day are shorter."""

_MASK: Final = re.compile("[*\uff0a\u2022]")
_NUMBER: Final = re.compile(rf"\d(?:[ \-\u00b7]?\d){{{MOST_DIGITS},}}")
_SHORT_NUMBER: Final = re.compile(r"[\d ./:\-]{1,16}")
_NOBODYS: Final = frozenset({"biller", "phone"})
"""Places of texts whose bare words are about no resident."""


def speakable(words: str, service_phone: str) -> bool:
    """Whether no masked name or number and no long one is in the words; the service phone is the hut's."""
    if _MASK.search(words):
        return False
    return _NUMBER.search(words.replace(service_phone, "") if service_phone else words) is None


def tells_of_nobody(said: Text) -> bool:
    """Whether no place of the text is filled with bare words that could be a name, an address or a sum."""
    for place, filling in said.args.items():
        if isinstance(filling, Text):
            if not tells_of_nobody(filling):
                return False
        elif isinstance(filling, str) and place not in _NOBODYS and not _SHORT_NUMBER.fullmatch(filling):
            return False
    return True
