"""Whose is the note between mouth and box? Follows the unit's states and says what to answer to them.

Pure: no line, no clock. A unit holds one note at a time and says vend valid (or, after a power cut, that it
found a note in the stacker) until it is answered: that is its memory, and here nothing is answered before
the kiosk has the credit on disk.
"""

from collections.abc import Callable
from typing import Final

from drivers.cash.id003.frames import Frame
from drivers.cash.id003.messages import REJECT_REASONS, Ask, State
from drivers.cash.id003.note import UNDECIDED, Note, NotesTaken, Stage
from drivers.cash.port import (
    EscrowOutcomeUnknown,
    FraudAttempted,
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
from drivers.events import Emit

_HOLD_AGAIN_S: Final = 3.0
"""A unit gives a note back ten seconds after the last hold; single answers may be lost."""
_DECIDE_WITHIN_S: Final = 30.0
"""A note is nobody's while it is in escrow; a kiosk that cannot decide gives it back."""


class Custody:
    """`stack` is the command that takes a note. `saw` is told every state of the unit, in order."""

    def __init__(self, stack: Frame, emit: Emit, make_credit_id: Callable[[], str]) -> None:
        self._stack = stack
        self._emit = emit
        self._make_credit_id = make_credit_id
        self._note: Note | None = None
        self._last_code: int | None = None
        self._drawn_in = False
        self._refusing: RefusalReason | None = None
        self._returned_at_power_up: NoteReturnedAtPowerUp | None = None
        self._in_escrow_since_s = 0.0
        self._held_at_s = 0.0

    @property
    def busy(self) -> bool:
        """A note may be between mouth and box."""
        if self._drawn_in or self._refusing is not None or self._returned_at_power_up is not None:
            return True
        return self._note is not None

    @property
    def owes_credit(self) -> bool:
        """A credit that was told is not yet on the kiosk's disk."""
        return self._note is not None and self._note.stage is Stage.CREDITED

    @property
    def money_at_stake(self) -> bool:
        """A note was accepted and its end is not on the kiosk's disk: leave the unit as it is."""
        return self._note is not None and self._note.stage in {Stage.ACCEPTED, Stage.CREDITED}

    # -- the kiosk ----------------------------------------------------------------------------------

    def accept(self, credit_id: str) -> None:
        note = self._note
        if note is not None and note.stage is Stage.IN_ESCROW and note.credit_id == credit_id:
            note.stage = Stage.ACCEPTED

    def give_back(self, reason: RefusalReason) -> None:
        """The note in escrow, if there is one that was not accepted."""
        if self._note is not None and self._note.stage is Stage.IN_ESCROW:
            self._note.go_back(reason)

    def recorded(self, credit_id: str) -> None:
        note = self._note
        if note is not None and note.stage is Stage.CREDITED and note.credit_id == credit_id:
            note.stage = Stage.RECORDED

    # -- the line -----------------------------------------------------------------------------------

    def line_lost(self) -> None:
        """A note that was not accepted goes back when the line returns: it may be another one by then."""
        self.give_back(RefusalReason.UNKNOWN)
        note = self._note
        if note is None or note.stage is not Stage.ACCEPTED or note.line_lost or note.value_fen is None:
            return
        note.line_lost = True
        self._emit(EscrowOutcomeUnknown(note.credit_id, note.value_fen))

    def line_back(self) -> None:
        self._last_code = None
        if self._note is not None and self._note.stage is Stage.CREDITED and self._note.told is not None:
            self._emit(self._note.told)

    # -- the unit -----------------------------------------------------------------------------------

    def saw(self, answer: Frame, now_s: float, notes: NotesTaken) -> Frame | None:
        """What to say to the unit in this state; None where there is nothing to say."""
        begins, self._last_code = answer.code != self._last_code, answer.code
        detail = answer.data[0] if answer.data else None
        match answer.code:
            case State.ACCEPTING if begins:
                self._free()
                self._draw_in()
            case State.ESCROW | State.HOLDING:
                return self._in_escrow(detail, now_s, notes)
            case State.STACKING if self._note is not None and self._note.stage in UNDECIDED:
                self._note.stage = (
                    Stage.ACCEPTED
                )  # also where nobody asked: what it swallows is to be credited
            case State.VEND_VALID:
                return self._vend_valid()
            case State.STACKED:
                self._stacked()
            case State.REJECTING if begins:
                self._rejecting(detail)
            case State.RETURNING:
                self._returning()
            case State.PAUSE if begins:
                self._emit(NoteRefused(RefusalReason.SECOND_NOTE))
            case State.CHEATED if begins:
                self._cheated()
            case State.POWER_UP_BILL_IN_ACCEPTOR:
                self._found_in_acceptor()
                return Frame(Ask.RESET)
            case State.POWER_UP_BILL_IN_STACKER:
                return self._found_in_stacker()
            case State.POWER_UP:
                self._restarted()
                return Frame(Ask.RESET)
            case State.INITIALISE:
                self._restarted()
            case State.IDLE | State.DISABLED:
                self._free()
        return None

    def _draw_in(self) -> None:
        if not self._drawn_in:
            self._drawn_in = True
            self._emit(NoteDrawnIn())

    def _in_escrow(self, code: int | None, now_s: float, notes: NotesTaken) -> Frame | None:
        note = self._note
        if note is not None and (note.stage is Stage.RECORDED or note.is_not(code)):
            self._free()  # that the unit was free in between passed unseen
            note = self._note
        if note is None and self._refusing is None:
            return self._judge(code, now_s, notes)
        if note is not None and note.stage is Stage.ACCEPTED:
            if not (note.line_lost or note.unit_restarted):
                return self._stack
            note.go_back(RefusalReason.UNKNOWN)
        if now_s - self._in_escrow_since_s >= _DECIDE_WITHIN_S:
            self.give_back(RefusalReason.ESCROW_TIME_OUT)
        if note is not None and note.stage is Stage.IN_ESCROW:
            return self._hold(now_s)
        return Frame(Ask.RETURN)

    def _judge(self, code: int | None, now_s: float, notes: NotesTaken) -> Frame:
        self._draw_in()
        value_fen = None if code is None else notes.known.get(code)
        if value_fen is None:
            self._refusing = RefusalReason.INVALID_NOTE
        elif notes.enabled_fen is None:
            self._refusing = RefusalReason.ACCEPTOR_DISABLED
        elif value_fen not in notes.enabled_fen:
            self._refusing = RefusalReason.VALUE_NOT_ENABLED
        else:
            self._drawn_in = False
            self._note = Note(self._make_credit_id(), code, value_fen, Stage.IN_ESCROW)
            self._emit(NoteInEscrow(self._note.credit_id, value_fen))
            self._in_escrow_since_s = self._held_at_s = now_s
            return Frame(Ask.HOLD)
        return Frame(Ask.RETURN)

    def _hold(self, now_s: float) -> Frame | None:
        if now_s - self._held_at_s < _HOLD_AGAIN_S:
            return None
        self._held_at_s = now_s
        return Frame(Ask.HOLD)

    def _vend_valid(self) -> Frame | None:
        note = self._note
        if note is None:
            self._pending(PendingReason.OUTCOME_UNKNOWN)
        elif note.stage in UNDECIDED:
            self._credit(note)
        elif note.stage is Stage.RECORDED:
            return Frame(Ask.ACK)
        return None

    def _stacked(self) -> None:
        if self._note is None:
            return  # acknowledged by an earlier run of the driver
        if self._note.stage in UNDECIDED:
            self._credit(self._note)
        elif self._note.stage is Stage.RECORDED:
            self._finish()

    def _credit(self, note: Note) -> None:
        if note.value_fen is None:
            self._pending(PendingReason.OUTCOME_UNKNOWN)
            return
        note.stage, note.told = Stage.CREDITED, NoteCredited(note.credit_id, note.value_fen)
        self._emit(note.told)

    def _pending(self, why: PendingReason) -> None:
        """A credit for staff, of the note that is known to be on its way or of one that nobody saw."""
        note = self._note or Note(self._make_credit_id(), None, None, Stage.CREDITED)
        note.stage, note.told = Stage.CREDITED, PendingCredit(note.credit_id, note.value_fen, why)
        self._note, self._drawn_in, self._refusing = note, False, None
        self._emit(note.told)

    def _rejecting(self, detail: int | None) -> None:
        _, reason = REJECT_REASONS.get(detail or 0, ("", RefusalReason.UNKNOWN))
        if self._note is not None and self._note.stage in UNDECIDED:
            self._note.go_back(reason)
            return
        self._finish_if_recorded()
        self._refusing = self._refusing or reason

    def _returning(self) -> None:
        note = self._note
        if note is not None and note.stage is Stage.IN_ESCROW:
            note.go_back(RefusalReason.ESCROW_TIME_OUT)
        elif note is not None and note.stage is Stage.ACCEPTED:
            note.go_back(RefusalReason.UNKNOWN)

    def _cheated(self) -> None:
        note = self._note
        self._emit(FraudAttempted(None if note is None else note.value_fen))
        if note is not None:
            note.reason = RefusalReason.FOREIGN_ITEMS_DETECTED
        elif self._drawn_in:
            self._refusing = RefusalReason.FOREIGN_ITEMS_DETECTED

    def _restarted(self) -> None:
        note = self._note
        if note is not None and note.stage is Stage.ACCEPTED:
            note.unit_restarted = True
        self.give_back(RefusalReason.UNKNOWN)

    def _found_in_acceptor(self) -> None:
        """The unit gives it back when it is reset; told when it is free again."""
        note = self._note
        self._drawn_in, self._refusing = False, None
        if note is not None and note.stage in UNDECIDED:
            self._returned_at_power_up = NoteReturnedAtPowerUp(note.credit_id, note.value_fen)
            self._note = None
            return
        self._finish_if_recorded()
        if self._returned_at_power_up is None:
            self._returned_at_power_up = NoteReturnedAtPowerUp(None, None)

    def _found_in_stacker(self) -> Frame | None:
        """The unit remembers it until it is reset, so it is not reset before the kiosk has it on disk."""
        if self._note is None or self._note.stage in UNDECIDED:
            self._pending(PendingReason.FOUND_AT_POWER_UP)
        return Frame(Ask.RESET) if self._note and self._note.stage is Stage.RECORDED else None

    def _free(self) -> None:
        """No note is inside: whatever has not ended, has."""
        if self._returned_at_power_up is not None:
            self._emit(self._returned_at_power_up)
        if self._drawn_in or self._refusing is not None:
            self._emit(NoteRefused(self._refusing or RefusalReason.UNKNOWN))
        self._returned_at_power_up, self._drawn_in, self._refusing = None, False, None
        note = self._note
        if note is None or note.stage not in UNDECIDED:
            self._finish_if_recorded()
        elif note.stage is Stage.ACCEPTED and note.unit_restarted:
            self._pending(PendingReason.OUTCOME_UNKNOWN)
        else:
            at_its_own = (
                RefusalReason.ESCROW_TIME_OUT if note.stage is Stage.IN_ESCROW else RefusalReason.UNKNOWN
            )
            self._note = None
            self._emit(NoteReturned(note.credit_id, note.reason or at_its_own))

    def _finish_if_recorded(self) -> None:
        if self._note is not None and self._note.stage is Stage.RECORDED:
            self._finish()

    def _finish(self) -> None:
        note, self._note = self._note, None
        if note is not None and isinstance(note.told, NoteCredited):
            self._emit(NoteStacked(note.credit_id))
