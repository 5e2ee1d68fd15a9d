"""The one note under way through an SSP unit: what the unit's events mean for it, told in the kiosk's words.

Pure but for `tell`. Believes events alone. Money is told on CREDIT and nowhere else; where a note must be in
the box and no credit was heard, a pending credit is told; each at most once for a note.
"""

import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from drivers.cash.port import (
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteDrawnIn,
    NoteInEscrow,
    NoteRefused,
    NoteReturned,
    NoteReturnedAtPowerUp,
    NoteStacked,
    PendingCredit,
    PendingReason,
    RefusalReason,
)
from drivers.cash.ssp.messages import Event, PollEvent
from drivers.events import Emit

_log = logging.getLogger(__name__)


class Stage(Enum):
    READING = auto()
    UNWANTED = auto()
    """In escrow, but of a value the kiosk does not want: never told, only given back."""
    REFUSED = auto()
    """One of those, on its way back."""
    ESCROW = auto()
    ACCEPTED = auto()
    """The kiosk wants it; from now on a poll may have moved it towards the box."""
    RETURNING = auto()
    """Out of escrow, told to come back."""
    CREDITED = auto()
    PENDING = auto()
    """A pending credit stands for it; no event may add money to that."""


IN_ESCROW: Final = frozenset({Stage.UNWANTED, Stage.ESCROW})
"""A poll would accept the note."""
_KNOWN_TO_KIOSK: Final = frozenset({Stage.ESCROW, Stage.ACCEPTED, Stage.RETURNING})


class Passage:
    """`value_of` gives a channel's value in fen, 0 where there is none; `make_id` a fresh credit id."""

    def __init__(self, tell: Emit, value_of: Callable[[int], int], make_id: Callable[[], str]) -> None:
        self.stage: Stage | None = None
        self.wanted_fen: frozenset[int] = frozenset()
        self.came_back = False
        """A note is back at the mouth, and the unit can be asked why; see `tell_reason`."""
        self._tell = tell
        self._value_of = value_of
        self._make_id = make_id
        self._credit_id = ""
        self._value_fen = 0
        self._reason: RefusalReason | None = None
        self._outcome_told = False

    @property
    def under_way(self) -> Stage | None:
        """Of a note between mouth and box; one that is pending already is in nobody's way."""
        return None if self.stage is Stage.PENDING else self.stage

    # -- what the kiosk decides -------------------------------------------------------------------

    def accept(self, credit_id: str) -> None:
        if self.stage is Stage.ESCROW and credit_id == self._credit_id:
            self.stage = Stage.ACCEPTED

    def returning(self, reason: RefusalReason | None) -> None:
        """The unit was told to give back the note in escrow; None leaves it to the unit to say why."""
        if self.stage in IN_ESCROW:
            self.stage = Stage.REFUSED if self.stage is Stage.UNWANTED else Stage.RETURNING
            self._reason = reason

    # -- what the unit tells ----------------------------------------------------------------------

    def heard(self, happened: PollEvent) -> None:
        event, channel = happened.event, happened.channel or 0
        match event:
            case Event.NOTE if channel:
                self._in_escrow(channel)
            case Event.NOTE:
                self._drawn_in()
            case Event.CREDIT:
                self._credited(self._value_of(channel))
            case Event.STACKED:
                self._stacked()
            case Event.REJECTED:
                self.came_back = True
            case Event.CLEARED_TO_BOX:
                self._cleared_to_box(self._value_of(channel))
            case Event.CLEARED_AT_FRONT:
                self._cleared_at_front(self._value_of(channel))

    def tell_reason(self, reason: RefusalReason) -> None:
        """A note came back, for this reason as far as the unit knows; a reason of the kiosk's goes first."""
        self.came_back = False
        if self.stage in _KNOWN_TO_KIOSK or self.stage is Stage.PENDING:
            self._tell(NoteReturned(self._credit_id, self._reason or reason))
        elif self.stage is Stage.CREDITED:
            _log.error("note %s came back although the unit had credited it", self._credit_id)
            self._tell(NoteReturned(self._credit_id, reason))
        else:
            self._tell(NoteRefused(self._reason or reason))
        self._close()

    def contact_lost(self) -> None:
        if self.came_back:
            self.tell_reason(RefusalReason.UNKNOWN)
        if self.stage is Stage.ACCEPTED and not self._outcome_told:
            self._outcome_told = True
            self._tell(EscrowOutcomeUnknown(self._credit_id, self._value_fen))

    def nothing_under_way(self) -> None:
        """The unit has long been at rest: whatever was under way has ended, and nobody told how."""
        match self.stage:
            case Stage.ACCEPTED:
                self._pend(self._value_fen, PendingReason.OUTCOME_UNKNOWN)
            case Stage.CREDITED:
                self._stacked()
            case Stage.PENDING | None:
                pass
            case _:
                self.tell_reason(RefusalReason.UNKNOWN)

    # -- event by event ---------------------------------------------------------------------------

    def _drawn_in(self) -> None:
        if self.stage is Stage.READING:
            return
        self._make_room()
        self._open(Stage.READING)
        self._tell(NoteDrawnIn())

    def _in_escrow(self, channel: int) -> None:
        value_fen = self._value_of(channel)
        if self.stage in IN_ESCROW or self.stage in {Stage.ACCEPTED, Stage.RETURNING, Stage.REFUSED}:
            return  # told again, or told before it moved
        self._drawn_in()
        self._value_fen = value_fen
        if value_fen not in self.wanted_fen:
            self.stage = Stage.UNWANTED
            return
        self.stage, self._credit_id = Stage.ESCROW, self._make_id()
        self._tell(NoteInEscrow(self._credit_id, value_fen))

    def _credited(self, value_fen: int) -> None:
        if self.stage in {Stage.CREDITED, Stage.PENDING}:
            _log.warning("credit of note %s told again by the unit", self._credit_id)
            return
        if self.stage is None:
            self._open(Stage.ACCEPTED)
            self._pend(value_fen or None, PendingReason.OUTCOME_UNKNOWN)
            return
        self._credit_id = self._credit_id or self._make_id()
        self.stage = Stage.CREDITED
        self._tell(NoteCredited(self._credit_id, value_fen or self._value_fen))

    def _stacked(self) -> None:
        if self.stage is Stage.CREDITED:
            self._tell(NoteStacked(self._credit_id))
        elif self.stage not in {Stage.PENDING, None}:
            self._pend(self._value_fen or None, PendingReason.OUTCOME_UNKNOWN)
        self._close()

    def _cleared_to_box(self, value_fen: int) -> None:
        """At power-up. A note credited before is that note and no other."""
        if self.stage is Stage.CREDITED:
            self._tell(NoteStacked(self._credit_id))
        elif self.stage is not Stage.PENDING:
            self._pend(value_fen or self._value_fen or None, PendingReason.FOUND_AT_POWER_UP)
        self._close()

    def _cleared_at_front(self, value_fen: int) -> None:
        known = self._credit_id or None
        self._tell(NoteReturnedAtPowerUp(known, value_fen or self._value_fen or None))
        self._close()

    def _pend(self, value_fen: int | None, why: PendingReason) -> None:
        self._credit_id = self._credit_id or self._make_id()
        self.stage = Stage.PENDING
        self._tell(PendingCredit(self._credit_id, value_fen, why))

    def _make_room(self) -> None:
        """A new note comes: the one before has ended, told or not."""
        if self.stage is not None:
            self.nothing_under_way()
        self._close()

    def _open(self, stage: Stage) -> None:
        self._close()
        self.stage = stage

    def _close(self) -> None:
        self.stage, self._credit_id, self._value_fen = None, "", 0
        self._reason, self._outcome_told = None, False
