"""The one note between mouth and box, as far as a driver of an ID-003 unit knows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

from drivers.cash.port import NoteCredited, PendingCredit, RefusalReason


class Stage(Enum):
    IN_ESCROW = auto()
    """The kiosk has not decided."""
    GOING_BACK = auto()
    ACCEPTED = auto()
    """The kiosk wants it; the stack command may have reached the unit or not."""
    CREDITED = auto()
    """Told; not yet on the kiosk's disk."""
    RECORDED = auto()
    """On the kiosk's disk; the unit may forget it."""


UNDECIDED: Final = {Stage.IN_ESCROW, Stage.GOING_BACK, Stage.ACCEPTED}
"""No money yet, and none for certain."""


@dataclass
class Note:
    """`code` and `value_fen` are None for a note that this run of the driver never saw in escrow."""

    credit_id: str
    code: int | None
    value_fen: int | None
    stage: Stage
    reason: RefusalReason | None = None
    """Why it goes back."""
    told: NoteCredited | PendingCredit | None = None
    line_lost: bool = False
    """Since it was accepted: what is in escrow now may be another note."""
    unit_restarted: bool = False
    """Since it was accepted: that the unit is free now does not mean that the note went back."""

    def is_not(self, code: int | None) -> bool:
        """Whether what is in escrow cannot be this one; a unit that holds does not say what."""
        return self.stage in UNDECIDED and code is not None and code != self.code

    def go_back(self, reason: RefusalReason) -> None:
        """The first reason is the one that is told."""
        self.stage, self.reason = Stage.GOING_BACK, self.reason or reason


class NotesTaken(NamedTuple):
    """`known`: the fen of each escrow code. `enabled_fen` is None while the kiosk wants no notes."""

    known: Mapping[int, int]
    enabled_fen: frozenset[int] | None
