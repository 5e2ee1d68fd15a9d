"""One database, opened by URL, and the only ways to use it: to read in a transaction or by single statements,
and to write in a transaction.

What was committed survives a power cut: SQLite in WAL mode with synchronous=FULL, PostgreSQL as it comes.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Literal, TypeVar

from prometheus_client import Histogram
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.sql.faults import means_again
from kiosk.gateway.sql.group_commit import GroupCommit, commit_alone
from kiosk.gateway.sql.kept_connections import KeptConnections
from kiosk.gateway.sql.one_opening import one_opening
from kiosk.gateway.sql.prepared import execute

Isolation = Literal["READ COMMITTED", "SERIALIZABLE"]
T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
MOST_TRIES = 8
_FIRST_PAUSE_S = 0.005
_CONNECTIONS = 8
"""For reading, and on PostgreSQL as many for glancing and for writing; more threads than that wait."""
_CACHE_KIB = 16_384
"""Of each connection to SQLite."""
_SCHEMA_LOCK = 6_805_443_190_223_811
"""Any number that nothing else in the same PostgreSQL uses for an advisory lock."""


class Database:
    """`isolation` is of writing on PostgreSQL; SQLite has one writer at a time. `randomness` spreads the
    tries of several processes; `pause` waits between them."""

    def __init__(
        self,
        url: str,
        *,
        isolation: Isolation = "SERIALIZABLE",
        randomness: Random,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Opens nothing yet; that is `change_schema`'s, which must come first."""
        self.write_seconds = Histogram(
            "kiosk_gateway_database_write_seconds",
            "How long a transaction took until it was durable, with its retries",
            registry=None,
        )
        self.writes = 0
        """Transactions that were asked for."""
        self.retries = 0
        """How often a transaction was tried again because of somebody else's."""
        self._randomness = randomness
        self._pause = pause
        if make_url(url).get_backend_name() == "sqlite":
            self._engine = create_engine(url, hide_parameters=True)
            _prepare_sqlite(self._engine)
            self._schema_isolation = "SERIALIZABLE"
            self._readers = self._glancers = self._kept(self._engine)
            self._writers = self._kept(self._engine.execution_options(writes=True), 1)
            self._commit = GroupCommit(self._writers).commit
        else:
            # Rows to write are found by their keys. Reading a small table whole would be as fast, but under
            # SERIALIZABLE everybody who writes to it would then be in the way.
            by_keys = {"options": "-c enable_seqscan=off"}
            self._engine = _postgresql(url, isolation, connect_args=by_keys)
            # One snapshot for every read of a transaction, and never a serialization failure.
            self._readers = self._kept(_postgresql(url, "REPEATABLE READ"))
            self._glancers = self._kept(_postgresql(url, "AUTOCOMMIT"))
            self._writers = self._kept(self._engine)
            # What whoever held the lock before has committed must be seen after waiting for it.
            self._schema_isolation = "READ COMMITTED"
            self._commit = lambda block: commit_alone(self._writers, block)
        self._all = (self._writers, self._readers, self._glancers)

    def _kept(self, engine: Engine, most: int = _CONNECTIONS) -> KeptConnections:
        return KeptConnections(engine, most, self._server_lost)

    def _server_lost(self) -> None:
        for connections in self._all:
            connections.let_go()

    def change_schema(self, block: Callable[[Connection], None]) -> None:
        """A transaction that finds nobody else, in any process, at the same.

        Raises sqlalchemy.exc.SQLAlchemyError when the database cannot be opened.
        """
        engine = self._engine.execution_options(writes=True, isolation_level=self._schema_isolation)
        with one_opening(self._engine.url), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
            block(connection)

    def add_tables(self, tables: MetaData) -> None:
        self.change_schema(tables.create_all)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot of everything."""
        with self._readers.connection() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """For prepared statements that read: each has a snapshot of its own, and costs a third."""
        with self._glancers.connection() as connection:
            yield connection

    def write(self, block: Callable[[Connection], T]) -> T:
        """What `block` returns, once all it wrote is durable; nothing is written when it raises.

        `block` must do nothing but use its connection: it is called again, up to eight times in all, when
        another transaction came in between. Raises CommitUnknown when the answer to COMMIT never came.
        """
        self.writes += 1
        with self.write_seconds.time():
            for attempt in range(MOST_TRIES - 1):
                try:
                    return self._commit(block)
                except DBAPIError as error:
                    if not means_again(error):
                        raise
                    self.retries += 1
                    self._pause(self._randomness.uniform(0.5, 1.5) * _FIRST_PAUSE_S * 2**attempt)
            return self._commit(block)

    def close(self) -> None:
        for connections in self._all:
            connections.close()


def _postgresql(url: str, isolation: str, **more: Any) -> Engine:
    # A statement refused among several sent at once is told by its error; the driver would log it as well.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    return create_engine(
        url, hide_parameters=True, isolation_level=isolation, pool_size=_CONNECTIONS, max_overflow=0, **more
    )


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        # Python's own transaction control would begin late; BEGIN is ours, below.
        connection.isolation_level = None
        # What is deleted or sealed, such as a key, leaves no copy in free pages.
        kept = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
        # What undoes half a statement is of no use after a power cut, and a file for it doubles the time.
        quick = ("temp_store=MEMORY", f"cache_size=-{_CACHE_KIB}")
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", *kept, *quick):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that began as a reader can fail when it upgrades; taking the write lock first cannot.
        writes = connection.get_execution_options().get("writes", False)
        execute(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")
