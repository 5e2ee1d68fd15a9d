"""One process at a time opens a database file: turning a new one to WAL waits for no busy timeout."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL


@contextmanager
def one_opening(url: URL) -> Iterator[None]:
    """A lock on a file beside the database; the system lets go of it when its holder dies.

    Not on the database file itself: closing that would also drop the locks of SQLite in this process.
    """
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    beside = Path(f"{url.database}-opening")
    if not beside.parent.is_dir():  # SQLite has the words for it
        yield
        return
    with beside.open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
