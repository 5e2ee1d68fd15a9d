"""Opens the journal's file: proven before anything is changed, brought up to this version, set to be durable.

A machine that has kept a journal never begins a fresh one by itself: a small mark beside the file tells.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeAlias

from kiosk.runtime import journal_schema as schema
from kiosk.runtime.journal_chain import Chain, Entry, Seal
from kiosk.runtime.journal_entries import (
    JournalDamaged,
    JournalForeign,
    JournalInUse,
    JournalMissing,
    JournalTooNew,
)

Connect: TypeAlias = Callable[[Path], sqlite3.Connection]

NEXT_STEP = "keep it and begin another with: python -m kiosk journal --set-aside"


def connect_sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)


def open_file(path: Path, chain: Chain, connect: Connect) -> tuple[sqlite3.Connection, Seal]:
    """The database and the end of its chain. Raises JournalDamaged, and JournalInUse for another's."""
    try:
        database = connect(path)
        with ExitStack() as unless_sound:
            unless_sound.callback(database.close)
            head = _open(path, database, chain)
            unless_sound.pop_all()
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    except JournalDamaged as error:
        raise type(error)(f"{path.name}: {error}; {NEXT_STEP}") from error
    return database, head


def _open(path: Path, database: sqlite3.Connection, chain: Chain) -> Seal:
    for pragma in ("locking_mode=EXCLUSIVE", "synchronous=FULL", "secure_delete=ON"):
        database.execute(f"PRAGMA {pragma}")
    found, mark = schema.version(database), mark_left(path)
    if found > schema.VERSION:
        raise JournalTooNew(f"version {found}, this program knows {schema.VERSION}: install the later one")
    if found == 0 and mark is not None:
        raise JournalMissing(f"empty, though this machine had written {mark} entries")
    _bring_up(database, chain, found)
    head = proven(database, chain)
    if mark is not None and head.seq < mark:
        raise JournalMissing(f"an older copy: it ends at entry {head.seq}, and {mark} had been written")
    database.execute("PRAGMA journal_mode=WAL")
    # What a killed process left in the system's memory alone is acted upon now, so it must be on the disk.
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if head.seq != mark:
        leave_mark(path, head.seq)
    return head


def _bring_up(database: sqlite3.Connection, chain: Chain, found: int) -> None:
    """In one transaction: a power cut leaves the earlier version whole."""
    if found == schema.VERSION:
        return
    if found == 0:
        database.execute("PRAGMA journal_mode=WAL")
    database.execute("BEGIN IMMEDIATE")
    try:
        if found == 0:
            schema.create(database, chain)
        for version in range(max(found, 1), schema.VERSION) if found else ():
            schema.MIGRATIONS[version](database, chain)
    except JournalDamaged:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def proven(database: sqlite3.Connection, chain: Chain) -> Seal:
    """The end of the chain, after walking all of it. Raises JournalDamaged at the first entry that does not
    fit, and sqlite3.Error."""
    key = _seal(database, "key")
    if key is None or not chain.proves(*key):
        raise JournalForeign(
            "sealed with another key than this machine's: of a demonstration, or brought from elsewhere"
        )
    anchor, head = _seal(database, "anchor"), _seal(database, "head")
    if anchor is None or head is None or not (chain.proves(*anchor) and chain.proves(*head)):
        raise JournalDamaged("its beginning or its end is not what was sealed")
    seq, last = anchor[0].seq, anchor[0].hash
    for row in database.execute(schema.EVERY_ENTRY):
        entry: Entry = row[:5]
        last = chain.after(last, entry)
        if entry[0] != seq + 1 or row[5] != last:
            raise JournalDamaged(f"the chain breaks at entry {seq + 1}")
        seq = entry[0]
    if (seq, last) != (head[0].seq, head[0].hash):
        raise JournalDamaged(f"the chain breaks at entry {seq + 1}: {head[0].seq} had been written")
    return head[0]


def _seal(database: sqlite3.Connection, name: str) -> tuple[Seal, str] | None:
    row = database.execute("SELECT seq, hash, proof FROM seal WHERE name = ?", (name,)).fetchone()
    return None if row is None else (Seal(name, row[0], row[1]), row[2])


def unusable(path: Path, error: sqlite3.Error) -> JournalDamaged:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
        return JournalInUse(f"{path.name}: another process has it open; end that one first")
    return JournalDamaged(f"{path.name}: {error}; {NEXT_STEP}")


# -- the mark ----------------------------------------------------------------------------------------


def mark_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.mark")


def mark_left(path: Path) -> int | None:
    """How many entries had been written when the journal was last opened; None before the first time."""
    with suppress(FileNotFoundError):
        said = mark_of(path).read_bytes().strip()
        return int(said) if said.isdigit() else 0
    return None


def leave_mark(path: Path, seq: int) -> None:
    """Raises JournalDamaged where the folder cannot be written to: then no entry could be either."""
    fresh = path.with_name(f"{path.name}.mark-new")
    try:
        with fresh.open("wb") as file:
            file.write(b"%d\n" % seq)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(mark_of(path))
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise JournalDamaged(f"no mark can be left beside it: {error.strerror}") from error
