"""The tables of the journal and their versions; every earlier version is brought up in one transaction."""

import hashlib
import sqlite3
from collections.abc import Callable

import msgspec

from kiosk.runtime.journal_chain import FIRST_HASH, Chain, Entry, Seal
from kiosk.runtime.journal_entries import JournalDamaged

VERSION = 2

_ENTRIES = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    payment_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    wall_s REAL NOT NULL,
    hash TEXT NOT NULL
) STRICT
"""
_INDEXES = (
    "CREATE INDEX entry_payment ON entry (payment_id, kind)",
    "CREATE UNIQUE INDEX one_intent ON entry (payment_id) WHERE kind = 'intent'",
)
_SEALS = """
CREATE TABLE seal (
    name TEXT PRIMARY KEY CHECK (name IN ('key', 'anchor', 'head')),
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    proof TEXT NOT NULL
) STRICT
"""

EVERY_ENTRY = "SELECT seq, payment_id, kind, body, wall_s, hash FROM entry ORDER BY seq"


def version(database: sqlite3.Connection) -> int:
    """0 for a new file. The first version did not write its number."""
    if database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        return 0
    return int(database.execute("PRAGMA user_version").fetchone()[0]) or 1


def create(database: sqlite3.Connection, chain: Chain, after_seq: int = 0) -> None:
    """`after_seq`: numbers go on rising where this file follows another that was set aside."""
    for statement in (_ENTRIES, *_INDEXES, _SEALS):
        database.execute(statement)
    place(database, chain, Seal("key", 0, ""))
    place(database, chain, Seal("anchor", after_seq, FIRST_HASH))
    place(database, chain, Seal("head", after_seq, FIRST_HASH))
    database.execute(f"PRAGMA user_version = {VERSION}")


def place(database: sqlite3.Connection, chain: Chain, seal: Seal) -> None:
    values = (seal.name, seal.seq, seal.hash, chain.proof(seal))
    database.execute("INSERT OR REPLACE INTO seal VALUES (?, ?, ?, ?)", values)


def _from_1(database: sqlite3.Connection, chain: Chain) -> None:
    """The first chain had no key and no seals: it is proven once more, and then made anew with the key."""
    before, keyed, seq = FIRST_HASH, FIRST_HASH, 0
    for row in database.execute(EVERY_ENTRY).fetchall():
        entry: Entry = row[:5]
        before = hashlib.sha256(msgspec.json.encode([before, *entry])).hexdigest()
        if entry[0] != seq + 1 or row[5] != before:
            raise JournalDamaged(f"the chain breaks at entry {seq + 1}")
        seq = entry[0]
        keyed = chain.after(keyed, entry)
        database.execute("UPDATE entry SET hash = ? WHERE seq = ?", (keyed, seq))
    database.execute(_SEALS)
    place(database, chain, Seal("key", 0, ""))
    place(database, chain, Seal("anchor", 0, FIRST_HASH))
    place(database, chain, Seal("head", seq, keyed))
    database.execute("PRAGMA user_version = 2")


MIGRATIONS: dict[int, Callable[[sqlite3.Connection, Chain], None]] = {1: _from_1}
"""By the version they start from. Each runs inside the caller's transaction; raises JournalDamaged."""
