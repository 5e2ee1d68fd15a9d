"""Cards of equal rank, one under the other: full width, all of the same height."""

from collections.abc import Sequence
from typing import Protocol

from screens.rectangle import Rectangle, Wish
from screens.theme import Look

LEAST_GAP_MM = 5.0


class Card(Protocol):
    def height_at(self, width_px: float) -> float: ...
    def place(self, box: Rectangle) -> None: ...


def stack_wish(
    look: Look, cards: Sequence[Card], width_px: float, most_mm: float, *, sparing: bool = False
) -> Wish:
    """The height of the stack; no card grows beyond `most_mm` unless its words need it."""
    gaps = _gap(look, sparing) * (len(cards) - 1)
    tallest = max(card.height_at(width_px) for card in cards)
    most = max(tallest, look.scaled_mm(most_mm))
    return Wish(tallest * len(cards) + gaps, most * len(cards) + gaps)


def place_stack(look: Look, cards: Sequence[Card], box: Rectangle, *, sparing: bool = False) -> None:
    """Share `box` evenly among `cards`."""
    gap = _gap(look, sparing)
    height = (box.height - gap * (len(cards) - 1)) / len(cards)
    for card, place in zip(cards, box.rows([height] * len(cards), gap), strict=True):
        card.place(place)


def _gap(look: Look, sparing: bool) -> float:
    return look.mm(LEAST_GAP_MM) if sparing else look.gap
