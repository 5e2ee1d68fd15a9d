"""Open connections of one engine that are used again as they are.

SQLAlchemy's pool takes longer to hand one out and to have it back than SQLite takes to read a row.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, exc

LONGEST_WAIT_S = 30.0
"""For a connection to come free, as SQLAlchemy's pool waits."""


class KeptConnections:
    """As many as were ever in use at once, which is `most`: more threads than that wait."""

    def __init__(self, engine: Engine, most: int, lost: Callable[[], None]) -> None:
        """`lost` is called when one in use was lost: its server has gone, and `let_go` is due of every other
        one to it."""
        self._engine = engine
        self._lost = lost
        self._places = threading.Semaphore(most)
        self._free: deque[Connection] = deque()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Without a transaction, and taken back without one. After an error it goes back to the engine's
        pool, which looks at it. Raises sqlalchemy.exc.TimeoutError."""
        if not self._places.acquire(timeout=LONGEST_WAIT_S):
            raise exc.TimeoutError("no connection to the database came free")
        try:
            connection, well = self._taken(), False
            try:
                yield connection
                connection.rollback()
                well = True
            finally:
                if well:
                    self._free.append(connection)
                else:
                    self._give_back(connection)
        finally:
            self._places.release()

    def let_go(self) -> None:
        """Of those that nobody uses, without a word to the server."""
        for connection in self._taken_out():
            connection.invalidate()
            connection.close()

    def close(self) -> None:
        """Those in use at the time are not closed."""
        for connection in self._taken_out():
            connection.close()
        self._engine.dispose()

    def _taken(self) -> Connection:
        try:
            return self._free.pop()
        except IndexError:
            return self._engine.connect()

    def _give_back(self, connection: Connection) -> None:
        if connection.invalidated:
            self._lost()
        connection.close()

    def _taken_out(self) -> Iterator[Connection]:
        """Every one that nobody uses."""
        with suppress(IndexError):  # not counted first: others take and bring some meanwhile
            while True:
                yield self._free.pop()
