"""What a motorised card slot can be asked to do, whoever makes it, and how it says that it cannot.

`capture` alone keeps a card; only `keeping.py` asks for it, and only where that is configured.
"""

from typing import Protocol

from drivers.card.chip import Chip, ChipAnswer, ChipCommand
from drivers.card.position import Capture, Position, SlotStatus, StopAt
from drivers.events import Identity
from drivers.status import Status
from drivers.vocabulary import DeviceState


class CardUnitFault(Exception):
    """A unit of a card reader talks but does not do its work; the text says why, for an engineer."""

    status: Status = Status.MODULE_FAULT
    state: DeviceState = DeviceState.HARDWARE_ERROR


class Refused(CardUnitFault):
    """The transport answers that it will not, or could not, do this; the protocol's error code says why."""

    def __init__(self, reason: str, code: int, status: Status) -> None:
        super().__init__(reason)
        self.code = code
        self.status = status


class ShutterFault(CardUnitFault):
    status = Status.SHUTTER_FAULT


class UnitRestarted(CardUnitFault):
    """The unit has lost its power, or was reset by somebody else, and has forgotten what it was told."""

    status = Status.NOT_INITIALISED


class NoChip(Exception):
    """Nothing on the contacts answers the reset."""


class MisfitCard(Exception):
    """Too long or too short to be brought to the contacts."""


class CardTransport(Protocol):
    """Over one open line. Every method may raise `CardUnitFault`, `DeviceSilent` and `TransportLost`.

    Implementations believe sensors alone: after a motion they ask until the sensors agree.
    """

    def take_over(self) -> SlotStatus:
        """The first words on a fresh line, whatever went on before. No card moves."""
        ...

    def reset(self) -> None:
        """Reset with the card where it is; afterwards no way in is open."""
        ...

    def identify(self) -> Identity:
        """After a reset."""
        ...

    def status(self) -> SlotStatus:
        """Raises `UnitRestarted` when it must be brought up anew."""
        ...

    def open_entry(self, stop_at: StopAt) -> None:
        """Let one card in."""
        ...

    def close_entry(self) -> None: ...

    def eject(self) -> Position | None:
        """Move the card out at the front; where the sensors then see it, or None when it is stuck inside."""
        ...

    def offer(self) -> Position | None:
        """As `eject`, but keep hold of the card at the front, so that it could still be captured."""
        ...

    def capture(self) -> Capture:
        """Draw an offered card into the bin, by one command that is never repeated. What is not confirmed by
        the unit or its sensors is not told as kept."""
        ...

    def cards_captured(self) -> int | None:
        """How many the unit has counted; None where it has no such counter."""
        ...

    def force_eject(self) -> Position | None:
        """As `eject`, whatever runs: the first byte leaves at once."""
        ...

    def recognises_card(self) -> bool:
        """Whether the contacts feel a chip of any kind. Dirty contacts make it unreliable."""
        ...

    def power_on(self) -> Chip:
        """Wake the chip of the card inside, anew if it is awake. Raises `NoChip` and `MisfitCard`."""
        ...

    def power_off(self) -> None: ...

    def exchange(self, apdu: bytes) -> bytes:
        """The chip's answer with its two status bytes; b"" where the transport got none. For what only reads:
        it may be said more than once."""
        ...

    def run(self, command: ChipCommand) -> ChipAnswer:
        """Have a command carried out by the chip that woke, once at most; status None where nobody knows
        whether it was. Whether the card is still there is for the sensors to say, with `status`."""
        ...
