"""What the kiosk owes: every attempt to move money, written down and on the disk before the act it names.

SQLite in WAL mode with synchronous=FULL, so that a commit that returned survives a power cut. Entries are
only ever appended, and chained by keyed hashes. No personal data, no payment code, no card number here.
"""

import math
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock

import msgspec

from kiosk.payment.day import date_at
from kiosk.runtime.journal_chain import Chain, Entry, Seal
from kiosk.runtime.journal_entries import (
    Extent,
    Intent,
    JournalDamaged,
    JournalFailed,
    JournalInUse,
    JournalLine,
    Kind,
    Note,
    NoteEntry,
    NoteKind,
    StorageFull,
    Trouble,
    found_under,
)
from kiosk.runtime.journal_file import Connect, connect_sqlite, open_file, proven, unusable
from kiosk.runtime.journal_retention import forget
from kiosk.runtime.journal_schema import place
from kiosk.runtime.room import PLENTY, Room

__all__ = [
    "Extent",
    "Intent",
    "Journal",
    "JournalDamaged",
    "JournalFailed",
    "JournalInUse",
    "JournalLine",
    "Kind",
    "Note",
    "NoteEntry",
    "NoteKind",
    "StorageFull",
    "found_under",
]

_OPEN = "payment_id NOT IN (SELECT payment_id FROM entry WHERE kind = 'closed')"


class Journal:
    """Safe to use from several threads; one writes at a time. The file is this process's alone while open.

    `on_trouble` is told each change of `trouble`, from whatever thread. Raises JournalDamaged when opened on
    a file whose chain is broken, JournalInUse on another's.
    """

    def __init__(
        self, path: Path, key: bytes, room: Room = PLENTY, connect: Connect = connect_sqlite
    ) -> None:
        """`key` is the journal's own, 32 bytes, derived from the machine's."""
        self.on_trouble: Callable[[Trouble], None] = _tell_nobody
        self._trouble: Trouble = ""
        self._lock = Lock()
        self._path = path
        self._room = room
        self._chain = Chain(key)
        self._db, self._head = open_file(path, self._chain, connect)
        self.look_for_room()

    @property
    def trouble(self) -> Trouble:
        """Why no payment may begin; empty while one may."""
        return self._trouble

    def _is_in(self, trouble: Trouble) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self.on_trouble(trouble)

    # -- writing -------------------------------------------------------------------------------------

    def intend(self, intent: Intent, wall_s: float) -> int:
        """Make an attempt durable; the number returned rises by one with every entry of this journal.

        Raises JournalFailed also for an id that was used before: one id is one payment. Raises StorageFull
        while there would still be room, so that this and every other payment can be brought to its end.
        """
        if not self._room.is_enough():
            self._is_in(self._trouble or "storage_full")
            raise StorageFull(f"{self._path.name}: {self._room}")
        wanted: dict[str, int | str] = {"amount_fen": intent.amount_fen, "method": intent.method}
        if intent.face_fen:
            wanted["face_fen"] = intent.face_fen
        body = msgspec.json.encode(wanted).decode()
        return self.write(intent.payment_id, "intent", wall_s, body)

    def write(self, payment_id: str, kind: Kind, wall_s: float, body: str = "") -> int:
        """Raises JournalFailed when the entry is not certainly on the disk.

        On a full disk what was kept in reserve is given up for it, unless it is an intent.
        """
        with self._lock:
            seq = self._head.seq + 1
            # As it will be read back: the hash is over the text of a float.
            entry: Entry = (seq, payment_id, kind, body, float(wall_s))
            try:
                self._append(entry)
            except sqlite3.Error as error:
                if not (_is_full(error) and kind != "intent" and self._room.give_up_reserve()):
                    raise self._failed(entry, error) from error
                self._is_in(self._trouble or "storage_full")
                try:
                    self._append(entry)
                except sqlite3.Error as again:
                    raise self._failed(entry, again) from again
            return seq

    def write_note(self, payment_id: str, kind: NoteKind, note: Note, wall_s: float) -> int:
        """To be called before the act: before the acceptor stacks, and before anything is credited.

        A note without a payment stands under `found_under(note)`. Raises JournalFailed.
        """
        return self.write(payment_id, kind, wall_s, msgspec.json.encode(note).decode())

    def _append(self, entry: Entry) -> None:
        head = Seal("head", entry[0], self._chain.after(self._head.hash, entry))
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (*entry, head.hash))
            place(self._db, self._chain, head)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._head = head

    def _failed(self, entry: Entry, error: sqlite3.Error) -> JournalFailed:
        words = f"{self._path.name}: entry {entry[0]} ({entry[2]}): {error}"
        if _is_full(error):
            self._is_in(self._trouble or "storage_full")
            return StorageFull(words)
        self._is_in("journal_damaged")
        return JournalFailed(words)

    def look_for_room(self) -> None:
        """Fill the reserve again and see whether there is room; a disk that failed otherwise is trusted again
        after a restart only."""
        if self.trouble != "journal_damaged":
            self._is_in("" if self._room.make_reserve() else "storage_full")

    # -- reading -------------------------------------------------------------------------------------

    def open_intents(self) -> tuple[Intent, ...]:
        """Attempts that have not been closed, oldest first: what is still owed an end."""
        rows = self._rows(
            f"SELECT payment_id, body FROM entry WHERE kind = 'intent' AND {_OPEN} ORDER BY seq"
        )
        return tuple(Intent(payment_id, **msgspec.json.decode(body)) for payment_id, body in rows)

    def owed(self) -> tuple[int, float | None]:
        """How many attempts wait for their end, and when the oldest of them was made."""
        question = f"SELECT count(*), min(wall_s) FROM entry WHERE kind = 'intent' AND {_OPEN}"
        with self._lock:
            waiting, oldest_wall_s = self._db.execute(question).fetchone()
        return waiting, oldest_wall_s

    def history(self, payment_id: str) -> tuple[str, ...]:
        """The kinds of entries of one attempt, in order."""
        rows = self._rows("SELECT kind, '' FROM entry WHERE payment_id = ? ORDER BY seq", payment_id)
        return tuple(kind for kind, _ in rows)

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]:
        """What became of the notes of one payment, in order."""
        question = "SELECT kind, body FROM entry WHERE payment_id = ? AND kind LIKE 'note_%' ORDER BY seq"
        rows = self._rows(question, payment_id)
        return tuple(NoteEntry(msgspec.convert(kind, NoteKind), _note(body)) for kind, body in rows)

    def paid_under(self, serial: str) -> Intent | None:
        """The attempt whose end was written with this serial number of a receipt."""
        question = (
            "SELECT payment_id, body FROM entry WHERE kind = 'intent' AND payment_id IN"
            " (SELECT payment_id FROM entry WHERE kind = 'result' AND body LIKE ?)"
        )
        rows = self._rows(question, f"% {serial}") if serial.isdigit() else []
        return next((Intent(payment_id, **msgspec.json.decode(body)) for payment_id, body in rows), None)

    def open_found_notes(self) -> tuple[Note, ...]:
        """Notes without a payment that nobody has `closed` yet under `found_under`, oldest first."""
        question = f"SELECT payment_id, body FROM entry WHERE kind = 'note_found' AND {_OPEN} ORDER BY seq"
        found = [(payment_id, _note(body)) for payment_id, body in self._rows(question)]
        return tuple(note for payment_id, note in found if payment_id == found_under(note))

    def begun_between(self, from_wall_s: float, to_wall_s: float) -> tuple[JournalLine, ...]:
        """Every entry of the attempts made and the notes found from the one moment up to the other."""
        question = (
            "SELECT payment_id, kind, body, wall_s FROM entry WHERE payment_id IN (SELECT payment_id"
            " FROM entry WHERE kind IN ('intent', 'note_found') AND wall_s >= ? AND wall_s < ?) ORDER BY seq"
        )
        with self._lock:
            rows = self._db.execute(question, (from_wall_s, to_wall_s)).fetchall()
        return tuple(JournalLine(*row) for row in rows)

    def days_begun(self, from_wall_s: float) -> tuple[date, ...]:
        """The days in China since that moment on which an attempt was made or a note found, in order."""
        question = "SELECT wall_s FROM entry WHERE kind IN ('intent', 'note_found') AND wall_s >= ?"
        with self._lock:
            moments = self._db.execute(question, (from_wall_s,)).fetchall()
        return tuple(sorted({date_at(round(wall_s * 1000)) for (wall_s,) in moments}))

    def whole_since_wall_s(self) -> float:
        """Since when nothing is missing: 0 while nothing was removed or set aside, infinite where nothing
        of what was is left."""
        with self._lock:
            [removed] = self._db.execute("SELECT seq FROM seal WHERE name = 'anchor'").fetchone()
            first = self._db.execute("SELECT wall_s FROM entry ORDER BY seq LIMIT 1").fetchone()
        if not removed:
            return 0.0
        return float(first[0]) if first else math.inf

    def newest_wall_s(self) -> float:
        """0 while there is no entry."""
        with self._lock:
            return float(self._db.execute("SELECT coalesce(max(wall_s), 0) FROM entry").fetchone()[0])

    def prove(self) -> Extent:
        """Walk the whole chain again, as at the start. Raises JournalDamaged."""
        question = f"SELECT count(*), min(wall_s) FROM entry WHERE kind = 'intent' AND {_OPEN}"
        with self._lock:
            try:
                proven(self._db, self._chain)
                [entries] = self._db.execute("SELECT count(*) FROM entry").fetchone()
                open_payments, oldest_wall_s = self._db.execute(question).fetchone()
            except sqlite3.Error as error:
                raise unusable(self._path, error) from error
        return Extent(entries, open_payments, oldest_wall_s)

    def _rows(self, question: str, *values: str) -> list[tuple[str, str]]:
        with self._lock:
            return self._db.execute(question, values).fetchall()

    # -- care ----------------------------------------------------------------------------------------

    def forget_before(self, wall_s: float) -> int:
        """Remove what was closed before this; the number of entries removed. For a quiet moment: it may take
        a second. Raises JournalFailed, and nothing is removed then."""
        with self._lock:
            try:
                return forget(self._db, self._chain, wall_s)
            except sqlite3.Error as error:
                raise JournalFailed(f"{self._path.name}: nothing was removed: {error}") from error

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _tell_nobody(trouble: Trouble) -> None:
    pass


def _note(body: str) -> Note:
    return msgspec.json.decode(body, type=Note)


def _is_full(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL  # misuse of a closed file has none
