"""Every test there is, in the order of a run of all: what others need comes before them."""

from typing import Final

from kiosk.selftest.parts import (
    cards,
    eject_button,
    line_to_gateway,
    notes,
    printing,
    scanning,
    seen_and_heard,
    storage,
)
from kiosk.selftest.parts.answering import answering
from kiosk.selftest.procedure import Procedure

EVERY_TEST: Final[tuple[Procedure, ...]] = (
    *cards.PROCEDURES,
    *eject_button.PROCEDURES,
    *scanning.PROCEDURES,
    *printing.PROCEDURES,
    *notes.PROCEDURES,
    answering("terminal.status", "terminal"),
    *seen_and_heard.PROCEDURES,
    *line_to_gateway.PROCEDURES,
    *storage.PROCEDURES,
)
