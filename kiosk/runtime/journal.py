"""What the kiosk owes: every attempt to move money, written down and on the disk before the act it names.

SQLite in WAL mode with synchronous=FULL, so that a commit that returned survives a power cut. Entries are
only ever appended, and chained by hash. No personal data, no payment code, no card number stands here.
"""

import hashlib
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias

import msgspec

from kiosk.session.rules import Method

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

_SCHEMA = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    payment_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    wall_s REAL NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX entry_payment ON entry (payment_id, kind);
CREATE UNIQUE INDEX one_intent ON entry (payment_id) WHERE kind = 'intent';
"""

_FIRST_HASH = "0" * 64


class JournalDamaged(Exception):
    """The file cannot be read, or its chain is broken: no payment may begin. The file is kept as it is."""


class JournalInUse(JournalDamaged):
    """Another process holds the file, which is sound: two kiosks must not take up each other's payments."""


class JournalFailed(Exception):
    """An entry could not be made durable (a full or broken disk): the act it names must not happen."""


class Intent(msgspec.Struct, frozen=True):
    """What an attempt set out to do; enough to ask the gateway about it, not enough to know who paid."""

    payment_id: str
    amount_fen: int
    method: Method


class Note(msgspec.Struct, frozen=True):
    """One banknote by the acceptor's own number for it; `value_fen` is 0 where nobody knows its value."""

    note_id: str
    value_fen: int


class NoteEntry(msgspec.Struct, frozen=True):
    kind: NoteKind
    note: Note


class Extent(msgspec.Struct, frozen=True):
    """What a sound journal holds. `oldest_open_wall_s`: when the attempt was made that waits the longest."""

    entries: int
    open_payments: int
    oldest_open_wall_s: float | None


class Journal:
    """Safe to use from several threads; one writes at a time. The file is this process's alone while open.

    Raises JournalDamaged when opened on a file whose chain is broken, JournalInUse on another's.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            with ExitStack() as unless_sound:
                unless_sound.callback(self._db.close)
                self._seq, self._hash = self._open()
                unless_sound.pop_all()
        except sqlite3.Error as error:
            raise _unusable(path, error) from error

    def _open(self) -> tuple[int, str]:
        """The last number and hash. What is in the file already is proven before anything is changed."""
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        is_new = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        last = (0, _FIRST_HASH) if is_new else self._verify()
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA secure_delete=ON")
        if is_new:
            self._db.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
        return last

    def _verify(self) -> tuple[int, str]:
        """Raises JournalDamaged at the first entry that does not fit."""
        seq, chain = 0, _FIRST_HASH
        rows = self._db.execute("SELECT seq, payment_id, kind, body, wall_s, hash FROM entry ORDER BY seq")
        for row_seq, payment_id, kind, body, wall_s, found in rows:
            chain = _chained(chain, (row_seq, payment_id, kind, body, wall_s))
            if row_seq != seq + 1 or found != chain:
                raise JournalDamaged(f"{self._path.name}: the chain breaks at entry {seq + 1}")
            seq = row_seq
        return seq, chain

    def intend(self, intent: Intent, wall_s: float) -> int:
        """Make an attempt durable; the number returned rises by one with every entry of this journal.

        Raises JournalFailed also for an id that was used before: one id is one payment.
        """
        body = msgspec.json.encode({"amount_fen": intent.amount_fen, "method": intent.method}).decode()
        return self.write(intent.payment_id, "intent", wall_s, body)

    def write(self, payment_id: str, kind: Kind, wall_s: float, body: str = "") -> int:
        """Raises JournalFailed when the entry is not certainly on the disk."""
        wall_s = float(wall_s)  # as it will be read back, for the hash is over its text
        with self._lock:
            seq = self._seq + 1
            chain = _chained(self._hash, (seq, payment_id, kind, body, wall_s))
            try:
                self._db.execute(
                    "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                    (seq, payment_id, kind, body, wall_s, chain),
                )
            except sqlite3.Error as error:
                raise JournalFailed(f"{self._path.name}: entry {seq} ({kind}): {error}") from error
            self._seq, self._hash = seq, chain
            return seq

    def write_note(self, payment_id: str, kind: NoteKind, note: Note, wall_s: float) -> int:
        """To be called before the act: before the acceptor stacks, and before anything is credited.

        A note without a payment stands under `found_under(note)`. Raises JournalFailed.
        """
        return self.write(payment_id, kind, wall_s, msgspec.json.encode(note).decode())

    def notes(self, payment_id: str) -> tuple[NoteEntry, ...]:
        """What became of the notes of one payment, in order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT kind, body FROM entry WHERE payment_id = ? AND kind LIKE 'note_%' ORDER BY seq",
                (payment_id,),
            ).fetchall()
        return tuple(NoteEntry(kind, msgspec.json.decode(body, type=Note)) for kind, body in rows)

    def open_found_notes(self) -> tuple[Note, ...]:
        """Notes without a payment that nobody has `closed` yet under `found_under`, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT payment_id, body FROM entry WHERE kind = 'note_found' AND payment_id NOT IN"
                " (SELECT payment_id FROM entry WHERE kind = 'closed') ORDER BY seq"
            ).fetchall()
        found = [(payment_id, msgspec.json.decode(body, type=Note)) for payment_id, body in rows]
        return tuple(note for payment_id, note in found if payment_id == found_under(note))

    def open_intents(self) -> tuple[Intent, ...]:
        """Attempts that have not been closed, oldest first: what is still owed an end."""
        with self._lock:
            rows = self._db.execute(
                "SELECT payment_id, body FROM entry WHERE kind = 'intent' AND payment_id NOT IN"
                " (SELECT payment_id FROM entry WHERE kind = 'closed') ORDER BY seq"
            ).fetchall()
        return tuple(Intent(payment_id, **msgspec.json.decode(body)) for payment_id, body in rows)

    def prove(self) -> Extent:
        """Walk the whole chain again, as at the start. Raises JournalDamaged."""
        with self._lock:
            try:
                entries, _ = self._verify()
                open_payments, oldest_wall_s = self._db.execute(
                    "SELECT count(*), min(wall_s) FROM entry WHERE kind = 'intent' AND payment_id NOT IN"
                    " (SELECT payment_id FROM entry WHERE kind = 'closed')"
                ).fetchone()
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error
        return Extent(entries, open_payments, oldest_wall_s)

    def history(self, payment_id: str) -> tuple[str, ...]:
        """The kinds of entries of one attempt, in order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT kind FROM entry WHERE payment_id = ? ORDER BY seq", (payment_id,)
            ).fetchall()
        return tuple(kind for (kind,) in rows)

    def close(self) -> None:
        with self._lock:
            self._db.close()


def found_under(note: Note) -> str:
    """What stands in the journal for a payment where a note has none."""
    return f"found-{note.note_id}"


def _unusable(path: Path, error: sqlite3.Error) -> JournalDamaged:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return JournalInUse(f"{path.name}: another process has it open; end that one first")
    return JournalDamaged(f"{path.name}: {error}; keep the file and start with a new one")


def _chained(before: str, entry: tuple[int, str, str, str, float]) -> str:
    line = msgspec.json.encode([before, *entry])
    return hashlib.sha256(line).hexdigest()
