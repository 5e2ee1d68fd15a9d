"""The 256-byte text block of a second-generation identity card, UTF-16LE, by card kind.

Takes only what bills and applications need (name, number, address, last day); sex, birth, nation and
authority are left behind on purpose.
"""

from enum import StrEnum
from typing import Final

import msgspec

LENGTH: Final = 256
TYPE_LETTER: Final = slice(248, 250)
_LAST_DAY: Final = slice(204, 220)
_PADDING: Final = " \u3000\x00"
_LONG_TERM: Final = "\u957f\u671f"
"""Two characters that stand where others have a date: most holders over 46 have such a card."""


class IdCardKind(StrEnum):
    CITIZEN = "citizen"
    FOREIGN_PERMANENT_RESIDENT = "foreign_permanent_resident"
    RESIDENCE_PERMIT = "residence_permit"
    """For residents of Hong Kong, Macao and Taiwan."""


class UnsupportedCardType(Exception):
    """A type letter whose layout we do not know; never guessed at."""


class DamagedTextBlock(Exception):
    """The block is not what any card of its kind holds."""


class IdCardText(msgspec.Struct, frozen=True):
    """`last_day` is YYYYMMDD, None for a card that is valid for life; not every card has an address."""

    kind: IdCardKind
    name: str
    number: str
    last_day: str | None
    address: str = ""

    def __repr__(self) -> str:
        return f"IdCardText({self.kind.value}, masked)"


class _Layout(msgspec.Struct, frozen=True):
    kind: IdCardKind
    names: tuple[slice, ...]
    """In order of preference."""
    number: slice
    number_length: int
    address: slice = slice(0)


_CITIZEN = _Layout(IdCardKind.CITIZEN, (slice(0, 30),), slice(122, 158), 18, slice(52, 122))
_LAYOUTS: Final = {
    "": _CITIZEN,
    "I": _Layout(
        IdCardKind.FOREIGN_PERMANENT_RESIDENT, (slice(158, 188), slice(0, 120)), slice(122, 152), 15
    ),
    "J": msgspec.structs.replace(_CITIZEN, kind=IdCardKind.RESIDENCE_PERMIT),
}


def parse(block: bytes) -> IdCardText:
    """Raises `UnsupportedCardType` and `DamagedTextBlock`; neither repeats anything the card says."""
    if len(block) != LENGTH:
        raise DamagedTextBlock(f"the text block has {len(block)} bytes, not {LENGTH}")
    letter = _text(block, TYPE_LETTER)
    layout = _LAYOUTS.get(letter)
    if layout is None:
        raise UnsupportedCardType("unknown card type letter")
    name = next((text for at in layout.names if (text := _text(block, at))), "")
    number = _text(block, layout.number)
    if not name or not _is_number(number, layout.number_length):
        raise DamagedTextBlock(f"name or number of a {layout.kind.value} card is not as it should be")
    last_day = _last_day(_text(block, _LAST_DAY))
    return IdCardText(layout.kind, name, number, last_day, _text(block, layout.address))


def _text(block: bytes, at: slice) -> str:
    """Rare characters may be surrogate pairs; half a pair means damage."""
    try:
        return block[at].decode("utf-16-le").strip(_PADDING)
    except UnicodeDecodeError:  # not chained: it carries the bytes of the card
        raise DamagedTextBlock("the text block holds half a character") from None


def _is_number(number: str, length: int) -> bool:
    if len(number) != length or not number.isascii():
        return False
    if length == 18:
        return number[:-1].isdigit() and (number[-1].isdigit() or number[-1] == "X")
    return number[:3].isalpha() and number[3:].isdigit()


def _last_day(text: str) -> str | None:
    if text == _LONG_TERM:
        return None
    if len(text) == 8 and text.isascii() and text.isdigit():
        return text
    raise DamagedTextBlock("the last day of validity is neither a date nor long-term")
