"""Statements of the busiest path: put together once for each kind of database, then handed to its driver.

SQLAlchemy takes three times as long to carry a statement out as SQLite takes for the row. Only for columns of
numbers, booleans and text, which both drivers take as they are. Errors are SQLAlchemy's all the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Table, Update, bindparam, insert
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]


class Prepared:
    """One statement, with parameters by name."""

    def __init__(self, statement: Insert | Update | Delete, columns: Sequence[str] = ()) -> None:
        """`columns` are those of SET or VALUES, each set to the parameter of its name."""
        self._statement = statement
        self._columns = list(columns)
        self._texts: dict[str, tuple[str, Sequence[str]]] = {}

    def run(self, connection: Connection, parameters: Row) -> int:
        """How many rows it touched; of no meaning within `together`. Raises sqlalchemy.exc.DBAPIError."""
        known = self._texts.get(connection.dialect.name)
        if known is None:
            known = self._texts[connection.dialect.name] = _text(
                connection.dialect, self._statement, self._columns
            )
        text, names = known
        return execute(connection, text, [parameters[name] for name in names])


class PreparedInsert:
    """Any number of rows by one statement."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._names = [column.name for column in table.columns]
        self._texts: dict[tuple[str, int], str] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Every row names every column. Raises sqlalchemy.exc.DBAPIError."""
        if not rows:
            return
        kind = (connection.dialect.name, len(rows))
        text = self._texts.get(kind)
        if text is None:
            text = self._texts[kind] = _text(connection.dialect, self._of(len(rows)), ())[0]
        execute(connection, text, [row[name] for row in rows for name in self._names])

    def _of(self, count: int) -> Insert:
        columns = self._table.columns
        rows = [{c.name: bindparam(f"{c.name}_{n}", type_=c.type) for c in columns} for n in range(count)]
        return insert(self._table).values(rows)


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Prepared statements whose answers nobody needs: sent without waiting for each answer where the database
    is a server. Raises sqlalchemy.exc.DBAPIError at the latest at its end."""
    if connection.dialect.name != "postgresql":
        yield
        return
    server: Any = connection.connection.driver_connection
    try:
        with server.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error) from error


def _text(
    dialect: Dialect, statement: Insert | Update | Delete, columns: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """With places for its parameters, and their names in the order of the places."""
    kind: Any = type(dialect)
    by_place = dialect if dialect.positional else kind(paramstyle="format")
    compiled = statement.compile(dialect=by_place, column_keys=list(columns) or None)
    return str(compiled), compiled.positiontup or ()


def execute(connection: Connection, text: str, values: Sequence[Any] = ()) -> int:
    """Text of this database's driver; how many rows it touched. Raises sqlalchemy.exc.DBAPIError."""
    try:
        cursor = connection.connection.cursor()
        cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error) from error
    return cursor.rowcount


def _told(connection: Connection, error: Any) -> DBAPIError:
    """As SQLAlchemy tells it. Where the server has gone, no connection to it is used again."""
    dialect, driver = connection.dialect, connection.dialect.loaded_dbapi
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
        connection.engine.dispose()
    told = DBAPIError.instance(
        None, None, error, driver.Error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
    assert isinstance(told, DBAPIError)  # for the driver's own errors it is always one
    return told
