"""Begins a journal anew beside one that cannot be used: for a technician's command, never by itself.

The old files keep their content under names of their own; the numbers of entries go on rising.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from kiosk.runtime import journal_schema as schema
from kiosk.runtime.journal_chain import Chain
from kiosk.runtime.journal_entries import JournalDamaged, JournalInUse
from kiosk.runtime.journal_file import connect_sqlite, leave_mark, mark_left, open_file

_GAP = 1000
"""Entries that the old file may have held beyond what can be read of it."""


class NotSetAside(Exception):
    """Nothing was changed; the text says why."""


class SetAside(Struct, frozen=True):
    """`open_payments`: what can be read, in a file that proves nothing any more, of payments without an end.

    The gateway knows how each of them ended, if it ever heard of it.
    """

    why: str
    kept: tuple[Path, ...]
    last_seq: int
    open_payments: tuple[str, ...]


def set_aside(path: Path, key: bytes, moment: str) -> SetAside:
    """`moment` distinguishes the kept files. Raises NotSetAside for a sound journal, or one in use."""
    why = _damage(path, key)
    last_seq, open_payments = _readable(path)
    last_seq = max(last_seq, mark_left(path) or 0)
    kept = []
    for suffix in ("-wal", "-shm", ""):  # the database last: until then it is still known to be damaged
        old = path.with_name(f"{path.name}{suffix}")
        new = path.with_name(f"{path.stem}-damaged-{moment}{path.suffix}{suffix}")
        if old.exists() and not new.exists():
            os.link(old, new)
            kept.append(new)
    _begin(path, key, last_seq + _GAP)
    return SetAside(why, tuple(kept), last_seq, open_payments)


def _damage(path: Path, key: bytes) -> str:
    try:
        database, _ = open_file(path, Chain(key), connect_sqlite)
    except JournalInUse as error:
        raise NotSetAside(str(error)) from error
    except JournalDamaged as error:
        return str(error)
    database.close()
    raise NotSetAside(f"{path.name}: it is sound, there is no reason to set it aside")


def _readable(path: Path) -> tuple[int, tuple[str, ...]]:
    """As far as it goes: nothing of it is proven."""
    with suppress(sqlite3.Error), closing(connect_sqlite(path)) as database:
        [last_seq] = database.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()
        rows = database.execute(
            "SELECT payment_id FROM entry WHERE kind = 'intent' AND payment_id NOT IN"
            " (SELECT payment_id FROM entry WHERE kind = 'closed') ORDER BY seq"
        ).fetchall()
        return int(last_seq), tuple(str(payment_id) for (payment_id,) in rows)
    return 0, ()


def _begin(path: Path, key: bytes, after_seq: int) -> None:
    """Made whole beside the old one and put in its place in one step, so that a power cut leaves either."""
    fresh = path.with_name(f"{path.name}.fresh")
    for left in path.parent.glob(f"{fresh.name}*"):
        left.unlink()
    with closing(connect_sqlite(fresh)) as database:
        database.execute("PRAGMA synchronous=FULL")
        database.execute("BEGIN IMMEDIATE")
        schema.create(database, Chain(key), after_seq)
        database.execute("COMMIT")
    for suffix in ("-wal", "-shm"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
    fresh.replace(path)
    leave_mark(path, after_seq)
