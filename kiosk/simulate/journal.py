"""The kiosk's journal as its disk holds it: what was acknowledged survives every crash, and nothing changes.

A write that fails may have reached the disk all the same; until a restart nobody can write then, as in SQLite
with a number that exists already.
"""

import msgspec

from kiosk.payment.methods import Method
from kiosk.runtime.journal import Intent, JournalFailed, Kind, Note


class Entry(msgspec.Struct, frozen=True):
    seq: int
    payment_id: str
    kind: str
    body: str


class ModelledJournal:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        """On the disk."""
        self._broken = False

    def boot(self) -> None:
        self._broken = False

    def write(
        self, payment_id: str, kind: Kind, body: str = "", *, fails: bool = False, reaches: bool = False
    ) -> None:
        """`fails`: the disk refuses; `reaches`: the entry is on it nevertheless. Raises JournalFailed."""
        if kind == "intent" and any(e.payment_id == payment_id and e.kind == "intent" for e in self.entries):
            raise JournalFailed("one id is one payment")
        if self._broken or (fails and not reaches):
            raise JournalFailed("no entry")
        self.entries.append(Entry(len(self.entries) + 1, payment_id, kind, body))
        if fails:
            self._broken = True
            raise JournalFailed("an entry that nobody was told of")

    def history(self, payment_id: str) -> tuple[str, ...]:
        return tuple(entry.kind for entry in self.entries if entry.payment_id == payment_id)

    def open_intents(self) -> tuple[str, ...]:
        closed = {entry.payment_id for entry in self.entries if entry.kind == "closed"}
        return tuple(e.payment_id for e in self.entries if e.kind == "intent" and e.payment_id not in closed)

    def intents(self) -> list[str]:
        return [entry.payment_id for entry in self.entries if entry.kind == "intent"]

    def stacked(self, payment_id: str) -> tuple[Note, ...]:
        """The notes of one payment that are in the box."""
        entries = self.entries
        return tuple(_note(e) for e in entries if e.payment_id == payment_id and e.kind == "note_stacked")

    def knows_note(self, note_id: str) -> bool:
        """Whether it is written down that it lies in the box."""
        kinds = {"note_stacked", "note_found"}
        return any(e.kind in kinds and e.body.startswith(f"{note_id} ") for e in self.entries)

    def open_found_notes(self) -> tuple[Note, ...]:
        """Those the gateway has not acknowledged."""
        closed = {entry.payment_id for entry in self.entries if entry.kind == "closed"}
        entries = self.entries
        return tuple(_note(e) for e in entries if e.kind == "note_found" and e.payment_id not in closed)

    def intent(self, payment_id: str) -> Intent:
        """What an attempt set out to do."""
        body = next(e.body for e in self.entries if e.payment_id == payment_id and e.kind == "intent")
        amount_fen, method, face_fen = body.split()
        return Intent(payment_id, int(amount_fen), msgspec.convert(method, Method), int(face_fen))

    def result(self, payment_id: str) -> str | None:
        """The kind of the outcome written down last."""
        found = [e.body for e in self.entries if e.payment_id == payment_id and e.kind == "result"]
        return found[-1] if found else None


def _note(entry: Entry) -> Note:
    note_id, value_fen = entry.body.split()
    return Note(note_id, int(value_fen))
