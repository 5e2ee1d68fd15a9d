"""Banknotes that were accepted before the kiosk was switched off, and whose end nobody wrote down.

The journal holds them in escrow. The acceptor tells what became of them as it starts, or it tells nothing.
"""

from kiosk.runtime.journal import Note, NoteEntry


class NoteDoubts:
    """At most one is real, for an acceptor holds one note at a time; the journal may know of more."""

    def __init__(self) -> None:
        self._notes: dict[str, tuple[str, Note]] = {}
        self._expected: list[Note] = []

    def take_up(self, payment_id: str, entries: tuple[NoteEntry, ...]) -> None:
        """Of one payment that was open when the power went."""
        ended = {entry.note.note_id for entry in entries if entry.kind != "note_escrow"}
        for entry in entries:
            if entry.note.note_id not in ended:
                self._notes[entry.note.note_id] = (payment_id, entry.note)

    def is_about(self, payment_id: str) -> bool:
        return any(of == payment_id for of, _ in self._notes.values())

    def expect_again(self, found: Note) -> None:
        """A found note is on the disk, but perhaps the acceptor never heard so: then it tells of it again."""
        self._expected.append(found)

    def told_again(self, note: Note) -> Note | None:
        """The found note on the disk that this one is, under another id."""
        for expected in self._expected:
            if note.value_fen in {0, expected.value_fen}:
                self._expected.remove(expected)
                return expected
        return None

    def not_told_again(self) -> tuple[Note, ...]:
        """The acceptor has heard of these; each is given once."""
        heard, self._expected = tuple(self._expected), []
        return heard

    def explained(self, found: Note) -> str:
        """A note was found in the box: the newest in doubt that can be it, is it. Its payment, or nothing."""
        for note_id, (payment_id, note) in reversed(self._notes.items()):
            if found.value_fen in {0, note.value_fen}:
                del self._notes[note_id]
                return payment_id
        return ""

    def returned(self, note_id: str | None) -> tuple[str, Note | None]:
        """A note came back as the power did: its payment and itself, if it was in doubt."""
        known = note_id if note_id in self._notes else next(reversed(self._notes), None)
        if known is None or (note_id is not None and known != note_id):
            return "", None
        return self._notes.pop(known)

    def unexplained(self) -> tuple[tuple[str, Note], ...]:
        """The rest with their payments, once the acceptor has told everything; each is given once."""
        notes = tuple(self._notes.values())
        self._notes.clear()
        return notes
