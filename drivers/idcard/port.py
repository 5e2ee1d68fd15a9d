"""What the kiosk may ask of an identity-card reader, and what it is told.

No event shows a person's data in its `repr`; the masked forms are made here, at the source.
"""

from enum import StrEnum
from typing import Protocol

from drivers.events import DeviceEvent
from drivers.idcard.text_block import IdCardKind


class IdReader(Protocol):
    """All methods return at once and may be called from any thread."""

    def start(self) -> None: ...

    def close(self) -> None:
        """Give back what is inside, close the entry, stop. The only call that waits (a few seconds)."""
        ...

    def arm(self) -> None:
        """Let a card in; it is read at once and given back."""
        ...

    def disarm(self) -> None: ...

    def eject(self) -> None: ...

    def button_down(self) -> None:
        """The on-screen twin of the red button is pressed."""
        ...

    def button_up(self) -> None: ...


class Unreadable(StrEnum):
    UPSIDE_DOWN = "upside_down"
    NOT_AN_ID_CARD = "not_an_id_card"
    UNSUPPORTED_TYPE = "unsupported_type"
    DAMAGED = "damaged"
    REMOVED_EARLY = "removed_early"
    MODULE_FAULT = "module_fault"


class IdCardInserted(DeviceEvent, frozen=True):
    pass


class IdCardRead(DeviceEvent, frozen=True):
    """`last_day` is YYYYMMDD, None for a card valid for life; `address` empty where a card has none."""

    name: str
    number: str
    kind: IdCardKind
    last_day: str | None
    address: str = ""

    def __repr__(self) -> str:
        return f"IdCardRead({self.kind.value}, {self.name_masked}, {self.number_masked})"

    @property
    def name_masked(self) -> str:
        """The first character, and one or two stars."""
        return self.name[:1] + "*" * min(2, len(self.name) - 1)

    @property
    def number_masked(self) -> str:
        """The first three and the last four characters."""
        return self.number[:3] + "*" * (len(self.number) - 7) + self.number[-4:]


class IdCardUnreadable(DeviceEvent, frozen=True):
    reason: Unreadable


class IdCardEjected(DeviceEvent, frozen=True):
    """Free to be taken: out at the front, or lying on a plate that holds nothing."""


class IdCardTaken(DeviceEvent, frozen=True):
    pass


class IdCardFoundAtStart(DeviceEvent, frozen=True):
    """A card was inside when the line came up; it is given back."""


class IdCardJammed(DeviceEvent, frozen=True):
    """The card is, or may be, inside and does not come out."""


class EjectHold(DeviceEvent, frozen=True):
    """The red button or its twin has been down for `held_s`; None when it was let go too early."""

    held_s: float | None


class ForcedEject(DeviceEvent, frozen=True):
    """The driver now throws the card out by itself; what the sensors see follows as other events."""

    held_s: float
