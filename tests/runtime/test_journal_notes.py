"""Banknotes in the journal: where each went, with a payment or without one."""

from pathlib import Path

from kiosk.runtime.journal import Intent, Journal, Note, NoteEntry, found_under
from tests.runtime.journals import journal_at

HUNDRED = Note("unit-7:41", 10000)
UNKNOWN = Note("unit-7:42", 0)


def test_the_notes_of_a_payment_are_found_again_in_order(journal: Journal) -> None:
    journal.intend(Intent("p1", 11230, "cash"), 1.0)
    journal.write_note("p1", "note_escrow", HUNDRED, 2.0)
    journal.write_note("p2", "note_escrow", UNKNOWN, 2.0)
    journal.write_note("p1", "note_stacked", HUNDRED, 3.0)
    journal.write("p1", "cash_closed", 4.0)
    assert journal.notes("p1") == (NoteEntry("note_escrow", HUNDRED), NoteEntry("note_stacked", HUNDRED))
    assert journal.history("p1") == ("intent", "note_escrow", "note_stacked", "cash_closed")


def test_a_note_without_a_payment_waits_until_it_is_closed(journal_path: Path) -> None:
    journal = journal_at(journal_path)
    journal.write_note("p1", "note_found", HUNDRED, 1.0)
    journal.write_note(found_under(UNKNOWN), "note_found", UNKNOWN, 1.0)
    journal.close()
    journal = journal_at(journal_path)
    assert journal.open_found_notes() == (UNKNOWN,), "a note of a payment is that payment's"
    assert journal.open_intents() == ()
    journal.write(found_under(UNKNOWN), "closed", 2.0)
    assert journal.open_found_notes() == ()
    journal.close()
