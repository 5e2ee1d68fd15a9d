"""Faults put into a kiosk's process on purpose: each must make the proof of the kills fail.

`no_intent`: the request leaves although its intent is nowhere. `credit_before_journal`: the acceptor hears
that a note is recorded, and only a while later the journal has it.
"""

import time
from unittest.mock import patch

from kiosk.runtime.journal import Intent, Journal, Note
from kiosk.runtime.note_records import NoteRecords

BUGS = ("no_intent", "credit_before_journal")
_LATE_S = 1.0

_stacked = NoteRecords.stacked


def plant(bug: str) -> None:
    """For the rest of this process."""
    match bug:
        case "no_intent":
            patch.object(Journal, "intend", _not_meant).start()
        case "credit_before_journal":
            patch.object(NoteRecords, "escrow", lambda records, payment_id, note: True).start()
            patch.object(NoteRecords, "stacked", _stacked_late).start()


def _not_meant(journal: Journal, intent: Intent, wall_s: float) -> int:
    return 0


def _stacked_late(records: NoteRecords, payment_id: str, note: Note) -> bool:
    vars(records)["_acceptor"].credit_recorded(note.note_id)
    time.sleep(_LATE_S)
    return _stacked(records, payment_id, note)
