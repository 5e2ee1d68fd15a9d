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
    EJECTED = "ejected"
    """At the front, released: may still be sticking out."""
    LONG_CARD = "long_card"
    SHORT_CARD = "short_card"
    HELD_AT_REAR = "held_at_rear"
    CAPTURED = "captured"


OUTSIDE: Final = frozenset({Position.EJECTED, Position.CAPTURED, Position.EMPTY})
"""No card is within the machine's grip."""

OUT_AT_FRONT: Final = frozenset({Position.EJECTED, Position.EMPTY})

MISFITS: Final = frozenset({Position.LONG_CARD, Position.SHORT_CARD})


class StopAt(Enum):
    """Where an inserted card shall stop."""

    RADIO = auto()
    CONTACTS = auto()


class SlotStatus(msgspec.Struct, frozen=True):
    position: Position
    entry_open: bool
