"""Rows that somebody else may have written first: the first one stays, and nobody fails."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.gateway.sql.prepared import Prepared


def insert_new(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: str | None = None
) -> int:
    """How many rows were new, of one; -1 may stand for several. Leaves out those that break a unique key of
    the table, or only the one on column `key`."""
    if not rows:
        return 0
    dialect = connection.dialect.name
    if len(rows) == 1:
        return _of_one(table, dialect, key, tuple(rows[0])).run(connection, rows[0])
    return connection.execute(_statement(table, dialect, key), rows).rowcount


@cache
def _of_one(table: Table, dialect: str, key: str | None, columns: tuple[str, ...]) -> Prepared:
    return Prepared(_statement(table, dialect, key), columns)


@cache
def _statement(table: Table, dialect: str, key: str | None) -> Insert:
    """Both dialects spell it alike, in types of their own."""
    columns = [key] if key else None
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing(index_elements=columns)
    return postgresql.insert(table).on_conflict_do_nothing(index_elements=columns)
