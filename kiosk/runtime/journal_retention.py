"""Removes what is long closed from the front of the journal, so that the rest stays provable without it.

Refunds are possible for a year; after that nobody asks. What is open stays, and everything written after it.
"""

import sqlite3
from contextlib import suppress

from kiosk.runtime.journal_chain import Chain, Seal
from kiosk.runtime.journal_schema import place

_FIRST_TO_STAY = """
SELECT min(first) FROM (
    SELECT min(seq) AS first FROM entry GROUP BY payment_id
    HAVING max(wall_s) >= :wall_s OR NOT max(kind = 'closed')
)
"""
_HELD_WITH = """
SELECT min(seq) FROM entry WHERE payment_id IN (SELECT payment_id FROM entry WHERE seq >= :first)
"""


def forget(database: sqlite3.Connection, chain: Chain, wall_s: float) -> int:
    """The number of entries removed: whole attempts, closed and without a word since `wall_s`.

    Raises sqlite3.Error, having done nothing.
    """
    first = _first_to_stay(database, wall_s)
    last_to_go = "SELECT seq, hash FROM entry WHERE seq < ? ORDER BY seq DESC"
    removed = database.execute(last_to_go, (first,)).fetchone()
    if removed is None:
        return 0
    database.execute("BEGIN IMMEDIATE")
    try:
        gone = database.execute("DELETE FROM entry WHERE seq < ?", (first,)).rowcount
        place(database, chain, Seal("anchor", removed[0], removed[1]))
        database.execute("COMMIT")
    except sqlite3.Error:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    with suppress(sqlite3.Error):  # smaller another day
        _free_pages(database)
    return int(gone)


def _first_to_stay(database: sqlite3.Connection, wall_s: float) -> int:
    """Drawn back until no attempt is cut in two."""
    [first] = database.execute(_FIRST_TO_STAY, {"wall_s": wall_s}).fetchone()
    if first is None:
        return int(database.execute("SELECT coalesce(max(seq), 0) + 1 FROM entry").fetchone()[0])
    while (held := database.execute(_HELD_WITH, {"first": first}).fetchone()[0]) < first:
        first = held
    return int(first)


def _free_pages(database: sqlite3.Connection) -> None:
    """Removed entries are overwritten already; here the log forgets them too, and the file becomes smaller
    once a quarter of it is unused."""
    [unused] = database.execute("PRAGMA freelist_count").fetchone()
    [pages] = database.execute("PRAGMA page_count").fetchone()
    if unused * 4 > pages:
        database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
