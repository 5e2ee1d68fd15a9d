"""The gateway's table of tries of recharge cards, which the store of payments has no part in.

The production's rules read and write it, in an SQLite database in memory that is opened when the first asks
for it; most worlds have none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.schema import CreateTable

from kiosk.gateway.sql.schema_recharge import recharge_try

T = TypeVar("T")


class RecordInMemory:
    """As much of a Database as those rules ask of it."""

    def __init__(self) -> None:
        self._connection: Connection | None = None

    @property
    def in_use(self) -> bool:
        return self._connection is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        connection = self._opened()
        with connection.begin():
            yield connection

    def write(self, block: Callable[[Connection], T]) -> T:
        with self.reading() as connection:
            return block(connection)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = _engine().connect()
            with self._connection.begin():
                self._connection.exec_driver_sql(_table())
        return self._connection


@cache
def _engine() -> Engine:
    """For all worlds; every connection is a database of its own."""
    return create_engine("sqlite://", poolclass=NullPool)


@cache
def _table() -> str:
    return str(CreateTable(recharge_try).compile(_engine()))
