"""What a card slot must know of the reader it belongs to: how a card is read, what is told of its ways."""

from typing import Protocol, TypeVar

import msgspec

from drivers.card.card_transport import CardTransport
from drivers.card.position import StopAt
from drivers.events import DeviceEvent, Identity
from drivers.transport import Transport

T = TypeVar("T", bound=CardTransport)
T_contra = TypeVar("T_contra", bound=CardTransport, contravariant=True)


class SlotNews(msgspec.Struct, frozen=True):
    """What the class of device tells of a card's ways."""

    inserted: DeviceEvent
    misfit: DeviceEvent
    """In place of a reading: too long or too short for a card."""
    ejected: DeviceEvent
    taken: DeviceEvent
    found_at_start: DeviceEvent
    jammed: DeviceEvent
    out_of_sight: DeviceEvent | None = None
    """Gone while it was to be kept; None for a reader that keeps no card."""


class SlotUser(Protocol[T_contra]):
    """What is behind the slot. All methods run in the owner's thread."""

    @property
    def stop_at(self) -> StopAt: ...

    @property
    def card_stays(self) -> bool:
        """Whether the card read last is to stay inside."""
        ...

    def let_go(self, transport: T_contra) -> None:
        """The card is to be moved out now."""
        ...

    def check(self, transport: T_contra, line: Transport) -> Identity:
        """Is the reading unit well, and who answers? Raises `CardUnitFault` if it is not."""
        ...

    def read_card(self, transport: T_contra, line: Transport) -> DeviceEvent | None:
        """Read the card inside and tell the result, good or bad. Raises `CardUnitFault` after telling.

        What to tell should this card be forgotten and kept; None for one that never is.
        """
        ...

    def watch(self, button_pressed: bool) -> None:
        """Once a slice, also in the middle of a read."""
        ...
