"""What lies on the plate of a flat identity-card reader, as far as its radio can tell. Over one open line.

There is no sensor. A card is felt when the module finds it; that it is gone shows only in how it answers.
"""

from enum import StrEnum

from drivers.clock import DeviceClock
from drivers.idcard.sam_v import SamV
from drivers.transport import Transport


class Removal(StrEnum):
    """How to see that a card that was read is gone: a module finds a card only once."""

    READ = "read"
    """Read it again until that fails. Not for modules that read only once per presentation."""
    FIND = "find"
    """Reset the module, which makes the card new to it, and find it again."""


class Plate:
    """Every method may raise `ModuleFault` and `TransportLost`."""

    def __init__(self, line: Transport, clock: DeviceClock, removal: Removal) -> None:
        self.module = SamV(line, clock)
        self._removal = removal

    def feels_new_card(self) -> bool:
        return self.module.finds_card()

    def still_feels_card(self, was_read: bool) -> bool:
        """Whether the card of the last presentation is still there."""
        if not was_read:
            return self.module.finds_card()
        if self._removal is Removal.READ:
            return self.module.reads_again()
        self.module.reset()
        return self.module.finds_card()

    def stop_radio(self) -> None:
        """Whatever runs is broken off; the card is new to the module from then on."""
        self.module.break_off()
