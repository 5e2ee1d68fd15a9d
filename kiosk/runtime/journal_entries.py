"""What stands in the journal, what is found there, and every way it can fail. No I/O."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.methods import Method

NoteKind: TypeAlias = Literal["note_escrow", "note_stacked", "note_returned", "note_found"]
"""Where a banknote went. `note_found`: in the box without a payment, or when the power came back."""

Kind: TypeAlias = Literal[
    "intent",
    "card_started",
    "card_result",
    NoteKind,
    "cash_closed",
    "result",
    "printing",
    "printed",
    "closed",
]
"""`cash_closed`: the slot takes no more notes for this payment. `closed`: nothing is owed any more."""

Trouble: TypeAlias = Literal["", "journal_damaged", "storage_full"]
"""Why no payment may begin, as the session's stem; empty while all is well."""


class Intent(Struct, frozen=True):
    """What an attempt set out to do; enough to ask the gateway about it, not enough to know who paid.

    `face_fen` is what the recharge card is worth that shall be spent for it; 0 with any other method.
    """

    payment_id: str
    amount_fen: int
    method: Method
    face_fen: int = 0


class Note(Struct, frozen=True):
    """One banknote by the acceptor's own number for it; `value_fen` is 0 where nobody knows its value."""

    note_id: str
    value_fen: int


class NoteEntry(Struct, frozen=True):
    kind: NoteKind
    note: Note


class JournalLine(Struct, frozen=True):
    """One entry, as it is read back for the day's accounts."""

    payment_id: str
    kind: str
    body: str
    wall_s: float


class Extent(Struct, frozen=True):
    """What a sound journal holds. `oldest_open_wall_s`: when the attempt was made that waits the longest."""

    entries: int
    open_payments: int
    oldest_open_wall_s: float | None


class JournalDamaged(Exception):
    """The file cannot be used, and is kept: no payment may begin. `stem` is of the self-test's words."""

    stem = "journal_damaged"


class JournalInUse(JournalDamaged):
    """Another process holds the file, which is sound: two kiosks must not take up each other's payments."""

    stem = "journal_in_use"


class JournalMissing(JournalDamaged):
    """This machine kept a journal, and it is gone, empty, or an older copy of itself."""

    stem = "journal_missing"


class JournalForeign(JournalDamaged):
    """Sealed with another key than this machine's: brought from elsewhere, or the key was replaced."""

    stem = "journal_foreign"


class JournalTooNew(JournalDamaged):
    """Written by a later version of this program, which must be installed again."""

    stem = "journal_too_new"


class JournalFailed(Exception):
    """An entry could not be made durable (a full or broken disk): the act it names must not happen."""


class StorageFull(JournalFailed):
    """There is no room, or too little of it for a payment to begin."""


def found_under(note: Note) -> str:
    """What stands in the journal for a payment where a note has none."""
    return f"found-{note.note_id}"
