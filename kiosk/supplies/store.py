"""Paper and cash box on the disk: counters, the exchange under way, and the acts, which are only appended.

SQLite in WAL mode with synchronous=FULL: what was acknowledged survives a power cut. No personal data but
the numbers of technicians.
"""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Lock

import msgspec
from msgspec.structs import replace

from kiosk.technician.supplies import (
    Act,
    CashAct,
    CashBox,
    CashExchange,
    Notes,
    PaperAct,
    PaperRoll,
    Supplies,
)

_SCHEMA = """
CREATE TABLE began (wall_s REAL NOT NULL) STRICT;
CREATE TABLE act (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('paper', 'cash_box')),
    case_number INTEGER UNIQUE,
    body TEXT NOT NULL
) STRICT;
CREATE TRIGGER act_stays BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;
CREATE TRIGGER act_remains BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END;
CREATE TABLE note (
    credit_id TEXT PRIMARY KEY,
    period INTEGER NOT NULL,
    value_fen INTEGER NOT NULL,
    wall_s REAL NOT NULL,
    in_box_as TEXT
) STRICT;
CREATE INDEX note_period ON note (period, value_fen);
CREATE TABLE slip (roll INTEGER NOT NULL, length_mm INTEGER NOT NULL, wall_s REAL NOT NULL) STRICT;
CREATE INDEX slip_roll ON slip (roll);
CREATE TABLE exchange (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;
"""
"""A period of the box and a roll are known by the number of the act that began them, 0 before the first.
A note is `in_box_as` the credit id under which it was seen in the box, NULL while it was only credited."""

_FOUND_AGAIN = """
UPDATE note SET in_box_as = :credit_id
WHERE rowid = (SELECT max(rowid) FROM note) AND in_box_as IS NULL AND :value_fen IN (0, value_fen)
    AND NOT EXISTS (SELECT 1 FROM note WHERE in_box_as = :credit_id)
"""
_FOUND = """
INSERT OR IGNORE INTO note SELECT :credit_id, :period, :value_fen, :wall_s, :credit_id
WHERE NOT EXISTS (SELECT 1 FROM note WHERE in_box_as = :credit_id)
"""


_COUNTED = """
SELECT EXISTS (SELECT 1 FROM note WHERE :credit_id IN (credit_id, in_box_as)) OR EXISTS (
    SELECT 1 FROM note WHERE rowid = (SELECT max(rowid) FROM note) AND in_box_as IS NULL
    AND :value_fen IN (0, value_fen)
)
"""


class SuppliesDamaged(Exception):
    """The file cannot be used; it is kept as it is, and cash stays off."""


class SuppliesFailed(Exception):
    """Something could not be made durable: it has not happened."""


class SupplyStore:
    """Usable from several threads; one writes at a time. Raises SuppliesDamaged when opened on another's
    file or a broken one. `wall_s` is when counting begins, where the file is new."""

    def __init__(self, path: Path, wall_s: float) -> None:
        self._lock = Lock()
        self._path = path
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            with ExitStack() as unless_sound:
                unless_sound.callback(self._db.close)
                self._open(wall_s)
                unless_sound.pop_all()
        except (sqlite3.Error, msgspec.DecodeError, TypeError) as error:
            raise SuppliesDamaged(f"{path.name}: {error}; keep the file and start with a new one") from error

    def _open(self, wall_s: float) -> None:
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        is_new = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if not is_new and self._db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file is broken")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        if is_new:
            self._db.executescript(f"BEGIN; {_SCHEMA} INSERT INTO began VALUES ({float(wall_s)}); COMMIT;")
        self.supplies()
        self.exchange()

    # -- counting ------------------------------------------------------------------------------------

    def note_credited(self, credit_id: str, value_fen: int, wall_s: float) -> None:
        """Count a note that is in the box, once however often it is told; 0 for a value nobody knows.

        Raises SuppliesFailed: the driver must then not be told that the credit is recorded.
        """
        self._write(
            "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?, NULL)",
            lambda: (credit_id, self._last_act("cash_box"), value_fen, float(wall_s)),
        )

    def note_stacked(self, credit_id: str) -> None:
        """A note that was counted was seen in the box. Raises SuppliesFailed."""
        self._write(
            "UPDATE note SET in_box_as = credit_id WHERE credit_id = ? AND in_box_as IS NULL",
            lambda: (credit_id,),
        )

    def note_found(self, credit_id: str, value_fen: int, wall_s: float) -> None:
        """Count a note that was found in the box when the power came back, once however often it is told.

        The last note counted, if it was never seen in the box, is that note: a kiosk that was switched off
        meanwhile gives it another id. Raises SuppliesFailed.
        """

        def found() -> dict[str, object]:
            period = self._last_act("cash_box")
            return {"credit_id": credit_id, "period": period, "value_fen": value_fen, "wall_s": float(wall_s)}

        self._write(_FOUND_AGAIN, found)
        self._write(_FOUND, found)

    def is_counted(self, credit_id: str, value_fen: int) -> bool:
        """Whether `note_found` would know this note: by its id, or as the last one that was counted."""
        with self._lock:
            asked = {"credit_id": credit_id, "value_fen": value_fen}
            return bool(self._db.execute(_COUNTED, asked).fetchone()[0])

    def slip_printed(self, length_mm: int, wall_s: float) -> None:
        """Raises SuppliesFailed."""
        self._write(
            "INSERT INTO slip VALUES (?, ?, ?)", lambda: (self._last_act("paper"), length_mm, float(wall_s))
        )

    def supplies(self) -> Supplies:
        """The counters since the last change of each."""
        with self._lock:
            return Supplies(self._roll(), self._box())

    # -- exchanging ----------------------------------------------------------------------------------

    def exchange(self) -> CashExchange | None:
        """The one that was begun and is not recorded yet."""
        with self._lock:
            row = self._db.execute("SELECT body FROM exchange").fetchone()
        return msgspec.json.decode(row[0], type=CashExchange) if row else None

    def keep(self, exchange: CashExchange) -> None:
        """Put it on the disk as it stands. Raises SuppliesFailed."""
        body = msgspec.json.encode(exchange).decode()
        self._write("INSERT OR REPLACE INTO exchange VALUES (1, ?)", lambda: (body,))

    def record(self, act: Act) -> Act:
        """The act with its number, and its case where there is a difference. A cash act ends its exchange.

        Raises SuppliesFailed, also for a cash act whose system figures are not the ones counted here.
        """
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                numbered = self._numbered(act)
                self._insert(numbered)
                self._db.execute("COMMIT")
            except (sqlite3.Error, SuppliesFailed) as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise SuppliesFailed(f"{self._path.name}: the act is not recorded: {error}") from error
        return numbered

    def acts(self, most: int = 200) -> tuple[Act, ...]:
        """Newest first."""
        with self._lock:
            rows = self._db.execute("SELECT body FROM act ORDER BY number DESC LIMIT ?", (most,)).fetchall()
        return tuple(_act(body) for (body,) in rows)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    # -- with the lock held --------------------------------------------------------------------------

    def _numbered(self, act: Act) -> Act:
        number = self._largest("number") + 1
        if isinstance(act, PaperAct):
            return replace(act, number=number, roll=self._roll())
        counted = self._box().notes
        if {line.value_fen: line.system for line in act.lines if line.system} != counted:
            raise SuppliesFailed("a note was counted meanwhile; look at the figures again")
        return replace(act, number=number, case=self._largest("case_number") + 1 if act.differs else 0)

    def _insert(self, act: Act) -> None:
        body = msgspec.json.encode(act).decode()
        case = act.case or None if isinstance(act, CashAct) else None
        kind = "cash_box" if isinstance(act, CashAct) else "paper"
        self._db.execute("INSERT INTO act VALUES (?, ?, ?, ?)", (act.number, kind, case, body))
        if isinstance(act, CashAct):
            self._db.execute("DELETE FROM exchange")

    def _largest(self, column: str) -> int:
        return int(self._db.execute(f"SELECT coalesce(max({column}), 0) FROM act").fetchone()[0])

    def _last_act(self, kind: str) -> int:
        question = "SELECT coalesce(max(number), 0) FROM act WHERE kind = ?"
        return int(self._db.execute(question, (kind,)).fetchone()[0])

    def _roll(self) -> PaperRoll:
        act = self._last_act("paper")
        slips, length_mm = self._db.execute(
            "SELECT count(*), coalesce(sum(length_mm), 0) FROM slip WHERE roll = ?", (act,)
        ).fetchone()
        return PaperRoll(self._since(act), slips, length_mm)

    def _box(self) -> CashBox:
        number = self._last_act("cash_box")
        rows = self._db.execute(
            "SELECT value_fen, count(*) FROM note WHERE period = ? GROUP BY value_fen", (number,)
        ).fetchall()
        notes: Notes = dict(rows)
        act = self._stored(number)
        return CashBox(act.new_box if isinstance(act, CashAct) else "", self._since(number), notes)

    def _since(self, number: int) -> float:
        act = self._stored(number)
        if act is not None:
            return act.wall_s
        return float(self._db.execute("SELECT wall_s FROM began").fetchone()[0])

    def _stored(self, number: int) -> Act | None:
        row = self._db.execute("SELECT body FROM act WHERE number = ?", (number,)).fetchone()
        return _act(row[0]) if row else None

    def _write(self, statement: str, values: Callable[[], tuple[object, ...] | dict[str, object]]) -> None:
        """`values` may look at what stands there already."""
        with self._lock:
            try:
                self._db.execute(statement, values())
            except sqlite3.Error as error:
                raise SuppliesFailed(f"{self._path.name}: {error}") from error


def _act(body: str) -> Act:
    return msgspec.json.decode(body, type=PaperAct | CashAct)
