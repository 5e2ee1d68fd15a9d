"""The worst moment to lose PostgreSQL: between COMMIT and its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event


@contextmanager
def answer_lost(number: int, landed: bool) -> Iterator[None]:
    """The connection is gone at the `number`-th COMMIT from now: after it landed, or before it arrived."""
    left = number

    def lose(connection: Connection) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            server: psycopg.Connection[Any] = connection.connection.dbapi_connection
            if landed:
                server.commit()
            server.close()

    event.listen(Engine, "commit", lose)
    try:
        yield
        assert left <= 0, "nothing was committed"
    finally:
        event.remove(Engine, "commit", lose)
