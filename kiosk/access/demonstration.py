"""How one gets into the technician's mode of a demonstration: documented, and of no use on a real machine."""

from pathlib import Path

from kiosk.access.pins import Pins
from kiosk.access.staff_cards import StaffCards
from kiosk.session.secret import Secret

DEMONSTRATION_TECHNICIAN = "07"
DEMONSTRATION_PIN = Secret("20613597")
DEMONSTRATION_CARD = Secret("9999000000000007")
"""The number on the technician's card of the bench."""


def set_up_demonstration(pins: Pins, cards: StaffCards) -> None:
    """Raises OSError, PinsDamaged. A PIN that was set by hand is left as it is."""
    if DEMONSTRATION_TECHNICIAN not in pins.known():
        pins.set(DEMONSTRATION_TECHNICIAN, DEMONSTRATION_PIN)
    if not cards.knows(DEMONSTRATION_CARD):
        cards.enrol(DEMONSTRATION_CARD)


def apart(folder: Path) -> Path:
    """Nothing of a demonstration lies among a real machine's files: it would leave a known PIN behind."""
    return folder / "demonstration"
