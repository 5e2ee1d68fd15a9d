"""Cards left behind, and how they went."""

from msgspec.structs import replace

from kiosk.technician.left_cards import CardGone, LeftCard

FOUND_WALL_S = 1_795_269_900.0
"""21 November 2026, 22:05 in Shanghai."""


def card(**parts: object) -> LeftCard:
    return replace(LeftCard("bank_card", "4321", "slot", "07", FOUND_WALL_S), **parts)


def gone(number: int, **parts: object) -> CardGone:
    return replace(CardGone(number, "handed_back", "12", FOUND_WALL_S + 900), **parts)
