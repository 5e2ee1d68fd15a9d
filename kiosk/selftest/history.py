"""What every test found, kept in a file of its own: only ever appended to, the oldest forgotten in time.

Which result is the latest is told by its number, never by its time: clocks are set forward and back.
"""

import logging
import sqlite3
from collections import deque
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from kiosk.selftest.model import Result

_log = logging.getLogger(__name__)

KEPT_RESULTS: Final = 5000
"""Three years of a run of all every week; a megabyte."""

MOST_UNWRITTEN: Final = 200
"""Several runs of all."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS result (
    number INTEGER PRIMARY KEY,
    test TEXT NOT NULL,
    part TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    measured TEXT NOT NULL,
    began_wall_s REAL NOT NULL,
    took_s REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS result_test ON result (test, number);
"""
_COLUMNS: Final = "number, test, part, outcome, reason, detail, measured, began_wall_s, took_s"
_PLACES: Final = "?, ?, ?, ?, ?, ?, ?, ?, ?"


class History:
    """Usable from several threads. Results are no proof of money: a damaged file is put aside, and what
    cannot be written (which the tests will say) is kept until the program ends."""

    def __init__(self, path: Path, kept: int = KEPT_RESULTS) -> None:
        self._lock = Lock()
        self._kept = kept
        self._unwritten: deque[Result] = deque(maxlen=MOST_UNWRITTEN)
        try:
            self._db = _opened(path)
        except sqlite3.OperationalError as error:
            _log.error("%s: %s; results are not kept beyond this run", path.name, error)
            self._db = _opened(":memory:")
        except sqlite3.DatabaseError as error:
            aside = path.with_name(f"{path.name}.damaged")
            _log.error("%s: %s; it is kept as %s, and a new one begun", path.name, error, aside.name)
            path.replace(aside)
            self._db = _opened(path)

    def add(self, result: Result) -> Result:
        """The result with its number. A full or broken disk costs the record, not the test."""
        with self._lock:
            numbered = replace(result, number=self._last_number() + 1)
            try:
                with self._db:
                    self._db.execute(f"INSERT INTO result ({_COLUMNS}) VALUES ({_PLACES})", _row(numbered))
                    self._forget_old(numbered.number)
            except sqlite3.Error as error:
                _log.error("the result of %s is not kept beyond this run: %s", result.test, error)
                self._unwritten.append(numbered)
        return numbered

    def latest(self) -> dict[str, Result]:
        """The last result of every test, by its name."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM result WHERE number IN (SELECT max(number) FROM result GROUP BY test)"
        )
        with self._lock:
            every = sorted((*rows, *self._unwritten), key=lambda result: result.number)
        return {result.test: result for result in every}

    def of(self, test: str | None = None, most: int = 100) -> tuple[Result, ...]:
        """The last results, of one test or of all, newest first."""
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM result WHERE ? IS NULL OR test = ? ORDER BY number DESC LIMIT ?",
            test,
            test,
            most,
        )
        with self._lock:
            unwritten = [result for result in self._unwritten if test in (None, result.test)]
        return tuple(sorted((*rows, *unwritten), key=lambda result: -result.number)[:most])

    def counted(self) -> dict[str, int]:
        """How many results there are of each outcome, of all that are kept."""
        with self._lock:
            return dict(self._db.execute("SELECT outcome, count(*) FROM result GROUP BY outcome"))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _last_number(self) -> int:
        written = int(self._db.execute("SELECT coalesce(max(number), 0) FROM result").fetchone()[0])
        return max(written, *(result.number for result in self._unwritten), 0)

    def _forget_old(self, number: int) -> None:
        """All but the last `kept`, and the last of every test however old it is."""
        self._db.execute(
            "DELETE FROM result WHERE number <= ?"
            " AND number NOT IN (SELECT max(number) FROM result GROUP BY test)",
            (number - self._kept,),
        )

    def _rows(self, question: str, *values: object) -> tuple[Result, ...]:
        with self._lock:
            rows = self._db.execute(question, values).fetchall()
        return tuple(_result(row) for row in rows)


def _opened(path: Path | Literal[":memory:"]) -> sqlite3.Connection:
    """Durable with every commit: a power cut is what a technician comes for."""
    database = sqlite3.connect(path, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.executescript(_SCHEMA)
        database.execute(f"SELECT {_COLUMNS} FROM result LIMIT 1")
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file is broken")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _row(result: Result) -> tuple[object, ...]:
    return (
        result.number,
        result.test,
        result.part,
        result.outcome,
        result.reason,
        result.detail,
        msgspec.json.encode(result.measured).decode(),
        float(result.began_wall_s),
        float(result.took_s),
    )


def _result(row: tuple[object, ...]) -> Result:
    names = _COLUMNS.split(", ")
    values = dict(zip(names, row, strict=True))
    values["measured"] = msgspec.json.decode(str(values["measured"]))
    return msgspec.convert(values, Result)
