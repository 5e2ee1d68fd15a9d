"""How one gets into the technician's mode of a demonstration: documented, and of no use on a real machine."""

from collections.abc import Callable
from pathlib import Path

from kiosk.access.pins import Pins
from kiosk.access.staff_cards import StaffCards
from kiosk.session.secret import Secret

DEMONSTRATION_TECHNICIAN = "07"
DEMONSTRATION_PIN = Secret("20613597")
DEMONSTRATION_CARD = Secret("9999000000000007")
"""The number on the technician's card of the bench."""

DEMONSTRATION_HELPER, DEMONSTRATION_HELPERS_NAME = "03", "03"
DEMONSTRATION_HELPERS_PIN = Secret("51830746")
DEMONSTRATION_HELPERS_CARD = Secret("9999000000000003")


def set_up_demonstration(pins: Pins, cards: StaffCards) -> None:
    """Raises OSError, PinsDamaged. A PIN that was set by hand is left as it is."""
    if DEMONSTRATION_TECHNICIAN not in pins.known():
        pins.set(DEMONSTRATION_TECHNICIAN, DEMONSTRATION_PIN)
    if not cards.knows(DEMONSTRATION_CARD):
        cards.enrol(DEMONSTRATION_CARD)


def apart(folder: Path) -> Path:
    """Nothing of a demonstration lies among a real machine's files: it would leave a known PIN behind."""
    return folder / "demonstration"


def set_up_demonstration_helper(
    known: object | None, add: Callable[[str, str, Secret, Secret], None]
) -> None:
    """Raises OSError, PinsDamaged. One that was set by hand is left as they are."""
    if known is None:
        add(
            DEMONSTRATION_HELPER,
            DEMONSTRATION_HELPERS_NAME,
            DEMONSTRATION_HELPERS_PIN,
            DEMONSTRATION_HELPERS_CARD,
        )
