"""The register of cards left behind, on the disk: entries and their ends are only ever appended.

SQLite in WAL mode with synchronous=FULL: what was acknowledged survives a power cut. The database itself
refuses a change, a removal, a second end, and anything longer than four digits of a card's number.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock

import msgspec
from msgspec.structs import astuple, replace

from kiosk.technician.left_cards import CardGone, LeftCard, RegisterLine

FILE = "cards.db"
"""In the machine's state folder."""

_SCHEMA = """
CREATE TABLE card (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bank_card', 'ic_card', 'id_card', 'other')),
    last_digits TEXT NOT NULL CHECK (last_digits = '' OR last_digits GLOB '[0-9][0-9][0-9][0-9]'),
    found_at TEXT NOT NULL CHECK (found_at IN ('slot', 'bin', 'counter')),
    technician TEXT NOT NULL CHECK (technician = '' OR technician GLOB '[0-9][0-9]'),
    wall_s REAL NOT NULL
) STRICT;
CREATE TABLE gone (
    number INTEGER PRIMARY KEY,
    card INTEGER NOT NULL UNIQUE REFERENCES card (number),
    outcome TEXT NOT NULL CHECK (outcome IN ('handed_back', 'sent_on')),
    technician TEXT NOT NULL CHECK (technician GLOB '[0-9][0-9]'),
    wall_s REAL NOT NULL
) STRICT;
"""
_APPENDED_ONLY = """
CREATE TRIGGER {0}_stays BEFORE UPDATE ON {0} BEGIN SELECT RAISE(ABORT, 'a line is never changed'); END;
CREATE TRIGGER {0}_remains BEFORE DELETE ON {0} BEGIN SELECT RAISE(ABORT, 'a line is never removed'); END;
CREATE TRIGGER {0}_alone BEFORE INSERT ON {0} WHEN EXISTS (SELECT 1 FROM {0} WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a line is never replaced'); END;
"""
_ENDED_ONCE = """
CREATE TRIGGER gone_once BEFORE INSERT ON gone WHEN EXISTS (SELECT 1 FROM gone WHERE card = NEW.card)
BEGIN SELECT RAISE(ABORT, 'a line is never replaced'); END;
"""
"""UNIQUE refuses a second end as well, but gives way to INSERT OR REPLACE."""
_TABLES = _SCHEMA + _APPENDED_ONLY.format("card") + _APPENDED_ONLY.format("gone") + _ENDED_ONCE

_LINES = """
SELECT c.kind, c.last_digits, c.found_at, c.technician, c.wall_s, c.number,
    g.card, g.outcome, g.technician, g.wall_s, g.number
FROM card c LEFT JOIN gone g ON g.card = c.number
WHERE g.number IS NULL OR g.number > (SELECT coalesce(max(number), 0) FROM gone) - ?
ORDER BY g.number IS NOT NULL, g.number DESC, c.number DESC
"""

_OPENING = Lock()
"""Of several threads that find no file, one makes it."""


class CardRegisterDamaged(Exception):
    """The file cannot be used; it is kept as it is, and cards are written down on paper meanwhile."""


class CardRegisterFailed(Exception):
    """The register does not hold what it was handed: it has not happened."""


class CardRegister:
    """Usable from several threads, and opened more than once. Raises CardRegisterDamaged when opened on a
    broken file or another's."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2)
            with _OPENING, ExitStack() as unless_sound:
                unless_sound.callback(self._db.close)
                self._open()
                unless_sound.pop_all()
        except (sqlite3.Error, CardRegisterFailed) as error:
            raise CardRegisterDamaged(
                f"{path.name}: {error}; keep the file and start with a new one"
            ) from error

    def _open(self) -> None:
        is_new = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if not is_new and self._db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file is broken")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA foreign_keys=ON")
        if is_new:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        self.entries()

    def enter(self, card: LeftCard) -> LeftCard:
        """The card with its number, once it is on the disk; a number it comes with is not looked at.

        Raises CardRegisterFailed, also for digits that are not none or four.
        """
        entered = "INSERT INTO card (kind, last_digits, found_at, technician, wall_s) VALUES (?, ?, ?, ?, ?)"
        return replace(card, number=self._append(entered, astuple(card)[:-1]))

    def end(self, gone: CardGone) -> CardGone:
        """The end with its number, once it is on the disk.

        Raises CardRegisterFailed, also for a card that nobody entered and for one that has its end.
        """
        ended = "INSERT INTO gone (card, outcome, technician, wall_s) VALUES (?, ?, ?, ?)"
        return replace(gone, number=self._append(ended, astuple(gone)[:-1]))

    def entries(self, most_ended: int = 200) -> tuple[RegisterLine, ...]:
        """Every card that waits, newest first; after them the latest of those that are gone."""
        with self._failing("cannot be read"):
            return tuple(_line(row) for row in self._db.execute(_LINES, (most_ended,)))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _append(self, statement: str, values: tuple[object, ...]) -> int:
        with self._failing("is not entered"):
            number = self._db.execute(statement, values).lastrowid
        assert number is not None, "an insertion has a number"
        return number

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except (sqlite3.Error, msgspec.ValidationError) as error:
                raise CardRegisterFailed(f"{self._path.name}: the card {what}: {error}") from error


def _line(row: tuple[object, ...]) -> RegisterLine:
    card = msgspec.convert(dict(zip(LeftCard.__struct_fields__, row[:6], strict=True)), LeftCard)
    if row[6] is None:
        return RegisterLine(card)
    gone = msgspec.convert(dict(zip(CardGone.__struct_fields__, row[6:], strict=True)), CardGone)
    return RegisterLine(card, gone)
