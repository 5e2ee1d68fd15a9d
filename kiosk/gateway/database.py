"""One database, opened by URL, and the only ways to use it: a reading and a writing transaction.

SQLite files run in WAL mode with synchronous=FULL: what was committed survives a power cut.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url

BUSY_TIMEOUT_MS = 10_000


class Database:
    def __init__(self, url: str, tables: MetaData) -> None:
        """Creates missing tables. Raises sqlalchemy.exc.SQLAlchemyError when it cannot be opened."""
        self._engine = create_engine(url, hide_parameters=True)
        if make_url(url).get_backend_name() == "sqlite":
            _prepare_sqlite(self._engine)
        self.add_tables(tables)

    def add_tables(self, tables: MetaData) -> None:
        tables.create_all(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Commits at the end of the block, rolls back when it raises."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: Any) -> None:
        # Python's own transaction control would begin late; BEGIN is ours, below.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that began as a reader can fail when it upgrades; taking the write lock first cannot.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
