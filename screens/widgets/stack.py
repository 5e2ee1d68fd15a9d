"""Cards of equal rank, one under the other: full width, all of the same height."""

from collections.abc import Sequence

from screens.rectangle import Rectangle, Wish
from screens.theme import Look
from screens.widgets.pressable import Pressable


def stack_wish(look: Look, cards: Sequence[Pressable], width_px: float, most_mm: float) -> Wish:
    """The height of the stack; no card grows beyond `most_mm` unless its words need it."""
    gaps = look.gap * (len(cards) - 1)
    tallest = max(card.height_at(width_px) for card in cards)
    most = max(tallest, look.scaled_mm(most_mm))
    return Wish(tallest * len(cards) + gaps, most * len(cards) + gaps)


def place_stack(look: Look, cards: Sequence[Pressable], box: Rectangle) -> None:
    """Share `box` evenly among `cards`."""
    height = (box.height - look.gap * (len(cards) - 1)) / len(cards)
    for card, place in zip(cards, box.rows([height] * len(cards), look.gap), strict=True):
        card.place(place)
