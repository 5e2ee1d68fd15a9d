"""Rows by the million into a gateway's database, on SQLite and on PostgreSQL: while they go in, there is no
index but the keys; the others are made again afterwards, and statistics for the planner at the end.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Row = dict[str, Any]


class Bulk(Protocol):
    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Every row has the columns of the first."""
        ...

    def copy_kiosk(self, first: str, others: Sequence[str]) -> None:
        """The newest heartbeat of `first` is theirs as well."""
        ...


@contextmanager
def bulk(url: str, *, served: bool = False) -> Iterator[Bulk]:
    """In one transaction. The indexes of a database that is served meanwhile are left alone."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        with _in_sqlite(str(parts.database), served) as opened:
            yield opened
    else:
        plain = parts.set(drivername="postgresql").render_as_string(False)
        with _in_postgresql(plain, served) as in_server:
            yield in_server


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        columns = list(rows[0])
        named = ", ".join(f":{column}" for column in columns)
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({named})", rows)

    def copy_kiosk(self, first: str, others: Sequence[str]) -> None:
        found = self._connection.execute("PRAGMA table_info(kiosk_state)")
        listed = ", ".join(name for _, name, *_ in found if name != "kiosk_id")
        self._connection.executemany(
            f"INSERT INTO kiosk_state (kiosk_id, {listed}) "
            f"SELECT ?, {listed} FROM kiosk_state WHERE kiosk_id = ?",
            [(other, first) for other in others],
        )


@contextmanager
def _in_sqlite(path: str, served: bool) -> Iterator[_Sqlite]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    made_by = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    indexes = [] if served else connection.execute(made_by).fetchall()
    connection.execute("BEGIN")
    for name, _made in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield _Sqlite(connection)
    for _name, made in indexes:
        connection.execute(made)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


_INDEXES: Final = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


class _Postgresql:
    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with self._connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(tuple(row.values()))

    def copy_kiosk(self, first: str, others: Sequence[str]) -> None:
        found = self._connection.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'kiosk_state' AND column_name <> 'kiosk_id'"
        )
        columns = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
        wanted = sql.SQL(
            "INSERT INTO kiosk_state (kiosk_id, {columns}) "
            "SELECT other, {columns} FROM kiosk_state, unnest(%s::text[]) AS other WHERE kiosk_id = %s"
        ).format(columns=columns)
        self._connection.execute(wanted, (list(others), first))


@contextmanager
def _in_postgresql(url: str, served: bool) -> Iterator[_Postgresql]:
    with psycopg.connect(url) as connection:
        # Triggers of foreign keys and of tables that only grow do not run for a replica.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        indexes = [] if served else connection.execute(_INDEXES).fetchall()
        for name, _made in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield _Postgresql(connection)
        for _name, made in indexes:
            connection.execute(made.encode())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
