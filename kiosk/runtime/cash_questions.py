"""From the journal's notes to the gateway's messages about them."""

from kiosk.runtime.journal import Note, NoteEntry
from kiosk.wire.cash import CashClosing, StackedNote


def stacked(entries: tuple[NoteEntry, ...]) -> tuple[Note, ...]:
    """The notes of one payment that are in the box, each once."""
    notes = {entry.note.note_id: entry.note for entry in entries if entry.kind == "note_stacked"}
    return tuple(notes.values())


def stacked_note(note: Note) -> StackedNote:
    return StackedNote(note.note_id, note.value_fen)


def closing(notes: tuple[Note, ...]) -> CashClosing:
    """All there are, so that no lost report matters."""
    return CashClosing(tuple(stacked_note(note) for note in notes), sum(note.value_fen for note in notes))
