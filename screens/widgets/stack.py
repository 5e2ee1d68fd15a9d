"""Cards of equal rank, one under the other: full width, and all of the same height where there is room."""

from collections.abc import Sequence
from typing import Protocol

from screens.rectangle import Rectangle, Wish, share
from screens.theme import Look

LEAST_GAP_MM = 5.2


class Card(Protocol):
    def height_at(self, width_px: float) -> float: ...
    def place(self, box: Rectangle) -> None: ...


def stack_wish(
    look: Look, cards: Sequence[Card], width_px: float, most_mm: float, *, sparing: bool = False
) -> Wish:
    """The height of the stack; no card grows beyond `most_mm` unless its words need it. Sparing, it may be so
    low that a card is only as high as its own words."""
    gaps = _gap(look, sparing) * (len(cards) - 1)
    heights = [card.height_at(width_px) for card in cards]
    most = max(*heights, look.scaled_mm(most_mm)) * len(cards)
    least = sum(heights) if sparing else max(heights) * len(cards)
    return Wish(least + gaps, most + gaps)


def place_stack(look: Look, cards: Sequence[Card], box: Rectangle, *, sparing: bool = False) -> None:
    """Share `box` evenly among `cards`, or by what each needs."""
    gap = _gap(look, sparing)
    room = box.height - gap * (len(cards) - 1)
    needs = [card.height_at(box.width) for card in cards]
    even = room >= max(needs) * len(cards) - 1
    heights = [room / len(cards)] * len(cards) if even else share([Wish(need, room) for need in needs], room)
    for card, place in zip(cards, box.rows(heights, gap), strict=True):
        card.place(place)


def _gap(look: Look, sparing: bool) -> float:
    return look.mm(LEAST_GAP_MM) if sparing else look.gap
