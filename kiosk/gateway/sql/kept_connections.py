"""Open connections of one engine that are used again as they are.

SQLAlchemy's pool takes longer to hand one out and to have it back than SQLite takes to read a row.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class KeptConnections:
    """As many as were ever in use at once, which is `most`: more threads than that wait."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._places = threading.Semaphore(most)
        self._free: deque[Connection] = deque()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Without a transaction, and taken back without one. After an error it goes back to the engine's
        pool, which looks at it."""
        with self._places:
            try:
                connection = self._free.pop()
            except IndexError:
                connection = self._engine.connect()
            try:
                yield connection
                connection.rollback()
            except BaseException:
                connection.close()
                raise
            self._free.append(connection)

    def close(self) -> None:
        """Those in use at the time are not closed."""
        while self._free:
            self._free.pop().close()
        self._engine.dispose()
