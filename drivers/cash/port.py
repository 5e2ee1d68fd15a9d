"""What the kiosk may ask of a note acceptor, whatever its protocol, and what it is told.

A note belongs to the kiosk from `NoteCredited` on and never before: not in escrow, not while it is stacked.
Everything told of one note carries the same `credit_id`, made when the note reaches escrow.
"""

from enum import StrEnum
from typing import Protocol

import msgspec

from drivers.events import DeviceEvent


class NoteAcceptor(Protocol):
    """All methods return at once and may be called from any thread.

    The kiosk writes down `NoteInEscrow` before it calls `accept`: if the kiosk itself dies after that, the
    open line in its journal is a pending credit. It writes down every `NoteCredited` and `PendingCredit`
    before it calls `credit_recorded`.
    """

    def start(self) -> None: ...

    def close(self) -> None:
        """Take no more notes, give back one in escrow, and give the port back."""
        ...

    def enable(self, notes_fen: frozenset[int]) -> None:
        """Accept notes of these values from now on; replaces what was enabled before.

        Lasts until `disable`, also over a lost line. A note of another value is given back at once, even if
        the unit lets it in. Told with AcceptorEnabled when the unit has confirmed it.
        """
        ...

    def disable(self) -> None:
        """Take no more notes.

        A note that is being read is awaited for two seconds at most and given back from escrow, and so is
        one in escrow that was not accepted; one on its way to the box is first credited. Told with
        AcceptorDisabled when the unit has confirmed it and no note is between mouth and box.
        """
        ...

    def accept(self, credit_id: str) -> None:
        """Stack the note in escrow. Does nothing if the note in escrow is not (any more) this one.

        Ends in NoteCredited or NoteReturned; if the line is lost meanwhile, in EscrowOutcomeUnknown, which
        one of NoteCredited, PendingCredit, NoteReturned and NoteReturnedAtPowerUp follows later.
        """
        ...

    def reject(self) -> None:
        """Give back the note in escrow, if there is one that was not accepted. Ends in NoteReturned."""
        ...

    def credit_recorded(self, credit_id: str) -> None:
        """The kiosk has this NoteCredited or PendingCredit on disk.

        Until then the driver takes no further note, and after every return of the line it tells the event
        again, with the same `credit_id`. Unknown ids are passed over.
        """
        ...


class NoteAcceptorCapabilities(msgspec.Struct, frozen=True):
    """`currency`: ISO 4217 of the notes the driver will take, all others being returned as unknown.

    `resends_credits`: a credit whose answer was lost on the line is told again by the unit itself.
    `tells_value_at_power_up`: the unit knows which note it found; else the driver adds what it remembers.
    """

    currency: str
    escrow: bool
    returns_from_escrow: bool
    tells_box_removal: bool
    tells_fraud: bool
    tells_reject_reason: bool
    tells_value_at_power_up: bool
    resends_credits: bool


class RefusalReason(StrEnum):
    """Why a note was not kept. XFS4IoT InputRefuse where it has the word."""

    INVALID_NOTE = "invalid_note"
    """Not recognised: unknown, worn, skewed, folded, or not a note."""
    COUNTERFEIT = "counterfeit"
    VALUE_NOT_ENABLED = "value_not_enabled"
    FOREIGN_ITEMS_DETECTED = "foreign_items_detected"
    """A string or another attempt to get the note back."""
    SECOND_NOTE = "second_note"
    KIOSK_ASKED = "kiosk_asked"
    """By `reject`, `disable` or `close`."""
    ESCROW_TIME_OUT = "escrow_time_out"
    ACCEPTOR_DISABLED = "acceptor_disabled"
    BOX_FULL = "box_full"
    TRANSPORT_FAILURE = "transport_failure"
    UNKNOWN = "unknown"
    """The unit would not say."""


class PendingReason(StrEnum):
    FOUND_AT_POWER_UP = "found_at_power_up"
    """The unit put a note into the box when its power came back, and had credited none."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """The note was accepted, contact was lost, and the unit has not told of a return."""


class NotesKnown(DeviceEvent, frozen=True):
    """The notes the unit can tell apart, by channel; the first entry is channel 1, 0 an empty channel.

    Told in every `begin`, before the first note.
    """

    currency: str
    values_fen: tuple[int, ...]


class AcceptorEnabled(DeviceEvent, frozen=True):
    """`notes_fen`: what was asked for and the unit knows."""

    notes_fen: frozenset[int]


class AcceptorDisabled(DeviceEvent, frozen=True):
    """No note is between mouth and box, and the unit takes none."""


class NoteDrawnIn(DeviceEvent, frozen=True):
    """A note is being read; ends in NoteInEscrow or NoteRefused."""


class NoteRefused(DeviceEvent, frozen=True):
    """Given back before it reached escrow."""

    reason: RefusalReason


class NoteInEscrow(DeviceEvent, frozen=True):
    """The unit holds the note until `accept` or `reject`. No money yet. Only for enabled values."""

    credit_id: str
    value_fen: int


class NoteReturned(DeviceEvent, frozen=True):
    """The note was in escrow and is back at the mouth. No money moved."""

    credit_id: str
    reason: RefusalReason


class NoteCredited(DeviceEvent, frozen=True):
    """The money is the kiosk's: the note is past the point where anybody can get it back.

    Once for each note. Told again with the same id after the line was lost, until `credit_recorded`.
    """

    credit_id: str
    value_fen: int


class NoteStacked(DeviceEvent, frozen=True):
    """A credited note lies in the box. Not money: that was NoteCredited."""

    credit_id: str


class EscrowOutcomeUnknown(DeviceEvent, frozen=True):
    """The line was lost after `accept`: nobody knows yet where the note is. Never money by itself."""

    credit_id: str
    value_fen: int


class PendingCredit(DeviceEvent, frozen=True):
    """A note in the box that nobody saw credited; staff decide whose it is. Confirmed by `credit_recorded`.

    `value_fen` is None where nobody knows it. After a restart of the kiosk it may be a note whose
    NoteCredited, but not its NoteStacked, stands in the kiosk's journal: then it is that one.
    """

    credit_id: str
    value_fen: int | None
    why: PendingReason


class NoteReturnedAtPowerUp(DeviceEvent, frozen=True):
    """The unit gave a note back when its power came back. None where this run of the driver knew no note."""

    credit_id: str | None
    value_fen: int | None


class BoxRemoved(DeviceEvent, frozen=True):
    """The cash box is out; the unit takes no notes."""


class BoxReplaced(DeviceEvent, frozen=True):
    """A cash box is in again; whether it is the same one, nobody can tell."""


class FraudAttempted(DeviceEvent, frozen=True):
    """The unit noticed an attempt to manipulate it; None where it knows no value."""

    value_fen: int | None
