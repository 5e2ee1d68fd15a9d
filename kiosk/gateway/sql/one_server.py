"""One gateway at a time serves a SQLite file; commands beside it may use the file all the same.

Two would each believe to be alone with what they keep in memory. Several may share one PostgreSQL.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url


class AlreadyServed(RuntimeError):
    """The text says what to do."""


@contextmanager
def one_server(db_url: str) -> Iterator[None]:
    """A lock on a file beside the database; the system lets go of it when its holder dies.

    Raises AlreadyServed at once while another gateway has it, of this process or another.
    """
    url = make_url(db_url)
    database = Path(url.database or "").resolve()  # by whatever name it is given
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        yield
        return
    if not database.parent.is_dir():  # SQLite has the words for it
        yield
        return
    with database.with_name(f"{database.name}-serving").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(
                f"{url.database}: another gateway serves this database already; end that one first, or give "
                "another with --db (several gateways can share one PostgreSQL, not one SQLite file)"
            ) from None
        yield
