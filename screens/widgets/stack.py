"""Cards of equal rank, one under the other: full width, all of the same height."""

from collections.abc import Sequence
from typing import Protocol

from screens.rectangle import Rectangle, Wish
from screens.theme import Look


class Card(Protocol):
    def height_at(self, width_px: float) -> float: ...
    def place(self, box: Rectangle) -> None: ...


def stack_wish(look: Look, cards: Sequence[Card], width_px: float, most_mm: float) -> Wish:
    """The height of the stack; no card grows beyond `most_mm` unless its words need it."""
    gaps = look.gap * (len(cards) - 1)
    tallest = max(card.height_at(width_px) for card in cards)
    most = max(tallest, look.scaled_mm(most_mm))
    return Wish(tallest * len(cards) + gaps, most * len(cards) + gaps)


def place_stack(look: Look, cards: Sequence[Card], box: Rectangle) -> None:
    """Share `box` evenly among `cards`."""
    height = (box.height - look.gap * (len(cards) - 1)) / len(cards)
    for card, place in zip(cards, box.rows([height] * len(cards), look.gap), strict=True):
        card.place(place)
