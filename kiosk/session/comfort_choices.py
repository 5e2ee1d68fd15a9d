"""What there is to choose from in how the machine looks and sounds, and what comes after what."""

from typing import TypeVar

from kiosk.session.view import Size, Theme

SIZES: tuple[Size, ...] = (100, 150, 200)
THEMES: tuple[Theme, ...] = ("light", "black", "white")

LOUDEST = 5
"""AUD-2 asks for five steps at least; 0 is silence."""

Kind = TypeVar("Kind")


def following(kinds: tuple[Kind, ...], kind: Kind) -> Kind:
    """The next of them, round and round."""
    place = kinds.index(kind) if kind in kinds else -1
    return kinds[(place + 1) % len(kinds)]
