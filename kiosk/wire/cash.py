"""Cash notes: what the kiosk reports of them and is told, under note ids that it never uses twice.

A note is reported once it is stacked. Lost reports do not matter: the closing carries every note again. An
attempt with notes inside has ended only when a final answer shows the same `inserted_fen` as the kiosk's own.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.wire.fields import END, KioskId, NoteId, PaymentId

MOST_NOTE_FEN = 100_000
"""A thousand yuan: beyond every note there is."""
MOST_NOTES = 600
"""Beyond what any cash box passes in one payment."""

MOMENT = r"^[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})" + END

NoteFen = Annotated[int, Meta(ge=1, le=MOST_NOTE_FEN)]


class StackedNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    note_id: NoteId
    value_fen: NoteFen


class CashClosing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No further note will come: these are all. `inserted_fen` is their sum; no notes, nothing charged."""

    notes: Annotated[tuple[StackedNote, ...], Meta(max_length=MOST_NOTES)]
    inserted_fen: Annotated[int, Meta(ge=0, le=MOST_NOTE_FEN * MOST_NOTES)]


class FoundNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A note in the box that belongs to no open payment: stacked after the closing, found at power-up.

    `value_fen` 0: the acceptor cannot tell. `payment_id`: whose it may be. `found_at`: ISO with zone.
    """

    note_id: NoteId
    value_fen: Annotated[int, Meta(ge=0, le=MOST_NOTE_FEN)]
    found_at: Annotated[str, Meta(pattern=MOMENT, max_length=40)]
    payment_id: PaymentId | None = None


class FoundNoteAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`case_no`: under which it is looked into; None when the note is part of a payment after all."""

    kiosk_id: KioskId
    note_id: NoteId
    value_fen: int
    case_no: str | None
