"""Where a card is in a motorised slot, whoever makes the slot. Each protocol maps its own codes to these."""

from enum import Enum, StrEnum, auto
from typing import Final

import msgspec


class Position(StrEnum):
    EMPTY = "empty"
    HELD_AT_FRONT = "held_at_front"
    """At the entry, on its way in or held there."""
    INSIDE = "inside"
    AT_CONTACTS = "at_contacts"
    OFFERED = "offered"
    """At the front, for its owner to take; still gripped, so that it could be drawn in again."""
    EJECTED = "ejected"
    """At the front, released: may still be sticking out."""
    LONG_CARD = "long_card"
    SHORT_CARD = "short_card"
    HELD_AT_REAR = "held_at_rear"
    CAPTURED = "captured"


OUTSIDE: Final = frozenset({Position.EJECTED, Position.CAPTURED, Position.EMPTY})
"""No card is within the machine's grip."""

AT_EXIT: Final = frozenset({Position.OFFERED, Position.EJECTED})
"""A hand can take the card."""

GONE: Final = frozenset({Position.EMPTY, Position.CAPTURED})

OUT_AT_FRONT: Final = frozenset({Position.EJECTED, Position.EMPTY})

MISFITS: Final = frozenset({Position.LONG_CARD, Position.SHORT_CARD})


class StopAt(Enum):
    """Where an inserted card shall stop."""

    RADIO = auto()
    CONTACTS = auto()


class SlotStatus(msgspec.Struct, frozen=True):
    """`bin_full` is None where the unit does not say (XFS4IoT: null is "not supported", not unknown)."""

    position: Position
    entry_open: bool
    bin_full: bool | None = None


class Capture(Enum):
    """How the one attempt to keep a forgotten card has ended."""

    KEPT = auto()
    TAKEN = auto()
    """A hand was faster."""
    BIN_FULL = auto()
    """The card is not in the bin, and can be given back."""
    FAILED = auto()
    """As before, for another reason."""
    OUT_OF_SIGHT = auto()
    """No sensor sees the card, and nobody has confirmed that it is kept."""
