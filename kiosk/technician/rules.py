"""What the technician's mode must know of its machine. Values only."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.selftest.model import TestSpec

NOTE_VALUES_FEN = (100, 500, 1000, 2000, 5000, 10000)
"""The notes residents put in: 5, 10, 20, 50 and 100 yuan."""

TECHNICIAN_DIGITS = 2
PIN_DIGITS = 8
RESPONSE_DIGITS = 10

Fen: TypeAlias = int


class Timing(Struct, frozen=True):
    """Seconds. `sitting_s`: untouched for so long, the technician is taken for gone. `factor_s`: how long a
    card that was shown counts. `settle_s`: what was on its way into the machine must have shown by then."""

    sitting_s: float = 900.0
    page_s: float = 60.0
    waiting_s: float = 900.0
    factor_s: float = 120.0
    settle_s: float = 1.0
    hand_back_s: float = 20.0


class ModeRules(Struct, frozen=True):
    """`has_note_acceptor`: there is a cash box to be exchanged. `tests` in the order they are run."""

    machine_number: str
    tests: tuple[TestSpec, ...]
    has_note_acceptor: bool = False
    note_values_fen: tuple[Fen, ...] = NOTE_VALUES_FEN
    timing: Timing = Timing()
    utc_offset_s: int = 8 * 3600
    demonstration: bool = False

    def spec(self, name: str) -> TestSpec | None:
        return next((spec for spec in self.tests if spec.name == name), None)
