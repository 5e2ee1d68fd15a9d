"""Cards that residents left behind: what the register holds of each, and how each of them ended.

Pure values, and never personal data: no name, no number but the last four digits where somebody typed them.
"""

from typing import Literal, TypeAlias, get_args

from msgspec import Struct

CardKind: TypeAlias = Literal["bank_card", "ic_card", "id_card", "other"]

KINDS: tuple[CardKind, ...] = get_args(CardKind)

FoundAt: TypeAlias = Literal["slot", "bin", "counter"]
"""In a reader's slot, in the bin of a reader that keeps forgotten cards, or beside the machine."""

FOUND_AT: tuple[FoundAt, ...] = get_args(FoundAt)

LAST_DIGITS = 4

Outcome: TypeAlias = Literal["handed_back", "sent_on"]
"""Sent on: to the issuing bank, the utility company or the police, when nobody comes for it."""


class LeftCard(Struct, frozen=True):
    """A card that was found. `last_digits` is "" or exactly four digits; `technician` is "" where the machine
    kept the card by itself; `number` is 0 until it stands in the register."""

    kind: CardKind
    last_digits: str
    found_at: FoundAt
    technician: str
    wall_s: float
    number: int = 0


class CardGone(Struct, frozen=True):
    """The end of the entry numbered `card`: there is one, for ever. `number` is 0 until it is recorded."""

    card: int
    outcome: Outcome
    technician: str
    wall_s: float
    number: int = 0


class RegisterLine(Struct, frozen=True):
    """One card with its end; None while it waits in the drawer for its owner."""

    card: LeftCard
    gone: CardGone | None = None


def waiting(lines: tuple[RegisterLine, ...]) -> int:
    """How many cards of these wait for somebody."""
    return sum(line.gone is None for line in lines)
