"""What the kiosk may ask of an IC-card reader (gas, electricity and citizen cards), and what it is told."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, TypeAlias

from drivers.card.chip import Chip, ChipAnswer, ChipCommand
from drivers.events import DeviceEvent

Answered: TypeAlias = Callable[[ChipAnswer], None]
"""Called once, in the driver's thread; must return at once and not raise."""


class CardReader(Protocol):
    """All methods return at once and may be called from any thread."""

    def start(self) -> None: ...

    def close(self) -> None:
        """Give back what is inside, close the entry, stop. The only call that waits (a few seconds)."""
        ...

    def arm(self) -> None:
        """Let a card in; it is read at once and given back."""
        ...

    def arm_to_hold(self) -> None:
        """Let a card in; it is read and stays inside, its chip awake, until `eject`: `CardHeld`.

        It comes back by itself when nothing was said to its chip for five minutes, when the unit loses its
        line or its power, and when the reader is closed.
        """
        ...

    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        """Have a command carried out by the chip of the card held, once at most. Commands wait in turn."""
        ...

    def disarm(self) -> None:
        """Let no further card in; one that is held stays."""
        ...

    def eject(self) -> None: ...


class Unreadable(StrEnum):
    UPSIDE_DOWN = "upside_down"
    """No chip under the contacts: turned the wrong way, or a card without one; no reader can tell which."""
    UNSUPPORTED_CARD = "unsupported_card"
    DAMAGED = "damaged"
    REMOVED_EARLY = "removed_early"


class CardInserted(DeviceEvent, frozen=True):
    pass


class CardRead(DeviceEvent, frozen=True):
    """`card_kind` is the kind of the `CardProfile` that matched."""

    card_number: str
    card_kind: str

    def __repr__(self) -> str:
        return f"CardRead({self.card_kind}, {self.number_masked})"

    @property
    def number_masked(self) -> str:
        """Stars, and the last four digits."""
        return "*" * (len(self.card_number) - 4) + self.card_number[-4:]


class CardHeld(DeviceEvent, frozen=True):
    """Inside, its chip awake. `identity`: the number's record of a CPU card that a profile knows, else empty;
    the first 32 bytes of a memory card. `card_kind` is as in `CardRead`, empty where no profile fits."""

    chip: Chip
    identity: bytes
    card_kind: str = ""
    number_masked: str = ""

    def __repr__(self) -> str:
        return f"CardHeld({self.chip!r}, {self.card_kind})"


class CardUnreadable(DeviceEvent, frozen=True):
    reason: Unreadable


class CardEjected(DeviceEvent, frozen=True):
    """Out at the front, waiting for a hand."""


class CardTaken(DeviceEvent, frozen=True):
    pass


class CardKept(DeviceEvent, frozen=True):
    """Forgotten at the exit, and now in the machine's bin, as unit or sensors have confirmed.

    `number_masked` is as in `CardRead`.
    """

    card_kind: str
    number_masked: str


class CardOutOfSight(DeviceEvent, frozen=True):
    """Forgotten at the exit, and gone while it was to be kept: nobody confirms that it is in the bin."""


class CardFoundAtStart(DeviceEvent, frozen=True):
    """A card was inside when the line came up; it is given back."""


class CardJammed(DeviceEvent, frozen=True):
    """The card is inside and does not come out."""
