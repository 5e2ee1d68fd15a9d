"""Open connections of one engine that are used again as they are.

SQLAlchemy's pool takes longer to hand one out and to have it back than SQLite takes to read a row.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
        pool, which looks at it; where it was lost the server has gone, and every other one with it."""
        with self._places:
            try:
                connection = self._free.pop()
            except IndexError:
                connection = self._engine.connect()
            try:
                yield connection
                connection.rollback()
            except BaseException:
                if connection.invalidated:
                    for lost in self._taken_out():
                        lost.invalidate()
                        lost.close()
                connection.close()
                raise
            self._free.append(connection)

    def close(self) -> None:
        """Those in use at the time are not closed."""
        for connection in self._taken_out():
            connection.close()
        self._engine.dispose()

    def _taken_out(self) -> Iterator[Connection]:
        """Every one that nobody uses."""
        with suppress(IndexError):  # not counted first: others take and bring some meanwhile
            while True:
                yield self._free.pop()
