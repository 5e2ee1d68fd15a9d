"""What could still be read of a kiosk's damaged journal: a file that a technician takes to the gateway.

Nothing of it is proven, and nothing personal is in it: a journal knows ids, sums, methods and notes.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.payment.methods import Method
from kiosk.wire.fields import END, MOST_FEN, KioskId, NoteId, PaymentId

Said = Literal["settled", "part_settled", "not_charged", "pending", "nothing"]
"""What the kiosk had heard of the end. nothing: no result could be read."""


class LeftNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value_fen` 0: nobody knows its value."""

    note_id: NoteId
    value_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)]


class LeftPayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`method` and `amount_fen` are None where the intent itself could not be read. `closed`: nothing was
    owed any more."""

    payment_id: PaymentId
    closed: bool
    said: Said
    method: Method | None = None
    amount_fen: Annotated[int, Meta(ge=1, le=MOST_FEN)] | None = None
    notes: tuple[LeftNote, ...] = ()


class LeftJournal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`set_aside`: when, as in the names of the kept files. `whole`: every entry that was written is here."""

    kiosk_id: KioskId
    set_aside: Annotated[str, Meta(pattern=r"^[0-9]{8}-[0-9]{6}" + END)]
    whole: bool
    payments: tuple[LeftPayment, ...]
    found_notes: tuple[LeftNote, ...] = ()
