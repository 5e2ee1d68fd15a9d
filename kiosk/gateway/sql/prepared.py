"""Statements of the busiest path: put together once for each kind of database, then handed to its driver.

SQLAlchemy takes three times as long to carry a statement out as SQLite takes for the row. Only for columns of
numbers, booleans and text, which both drivers take as they are. Errors are SQLAlchemy's all the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Boolean, Connection, Delete, Dialect, Insert, Select, Table, Update, insert
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]
Statement = Insert | Update | Delete | Select[Any]

_MOST_ROWS = 1_024
"""In one statement. SQLite takes 32,766 values (sqlite.org/limits.html), PostgreSQL's protocol 65,535."""


class Prepared:
    """One statement, with parameters by name."""

    def __init__(self, statement: Statement, columns: Sequence[str] = ()) -> None:
        """`columns` are those of SET or VALUES, each set to the parameter of its name."""
        self._statement = statement
        self._columns = list(columns)
        self._texts: dict[str, tuple[str, Sequence[str]]] = {}

    def run(self, connection: Connection, parameters: Row) -> int:
        """How many rows it touched; of no meaning within `together`. Raises sqlalchemy.exc.DBAPIError."""
        return int(self.cursor(connection, parameters).rowcount)

    def cursor(self, connection: Connection, parameters: Row) -> Any:
        """The driver's own, which knows what came of it at the end of `together`. Raises as `run`."""
        text, names = self.text(connection.dialect)
        return driver_cursor(connection, text, [parameters[name] for name in names])

    def text(self, dialect: Dialect) -> tuple[str, Sequence[str]]:
        """For the driver, with places for its parameters, and their names in the order of the places."""
        known = self._texts.get(dialect.name)
        if known is None:
            known = self._texts[dialect.name] = _text(dialect, self._statement, self._columns)
        return known


class PreparedSelect:
    """Whole rows of one table, or of several that are joined; `statement` selects nothing else."""

    def __init__(self, statement: Select[Any], *tables: Table) -> None:
        self._prepared = Prepared(statement)
        self._tables = [
            [(str(each.name), isinstance(each.type, Boolean)) for each in table.columns] for table in tables
        ]

    def rows(self, connection: Connection, parameters: Row) -> list[tuple[dict[str, Any], ...]]:
        """A mapping by column for each of the tables. Raises sqlalchemy.exc.DBAPIError."""
        cursor = self._prepared.cursor(connection, parameters)
        try:
            found = cursor.fetchall()
        except connection.dialect.loaded_dbapi.Error as error:  # SQLite finds row after row
            raise _told(connection, error) from error
        return [tuple(self._by_table(iter(row))) for row in found]

    def _by_table(self, values: Iterator[Any]) -> Iterator[dict[str, Any]]:
        for columns in self._tables:
            # SQLite's driver knows no booleans.
            yield {
                name: bool(value) if truth and value is not None else value
                for (name, truth), value in zip(columns, values, strict=False)
            }


class PreparedInsert:
    """Any number of rows, on PostgreSQL by one statement.

    On SQLite by a few, each of a power of two: its driver keeps a few dozen statements ready, and to prepare
    one takes five times as long as to carry it out.
    """

    def __init__(self, table: Table) -> None:
        self._one = Prepared(insert(table), [column.name for column in table.columns])
        self._names = [column.name for column in table.columns]
        self._texts: dict[tuple[str, int], str] = {}

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Every row names every column. Raises sqlalchemy.exc.DBAPIError."""
        begin = 0
        while begin < len(rows):
            count = left = min(len(rows) - begin, _MOST_ROWS)
            if connection.dialect.name == "sqlite":
                count = 1 << left.bit_length() - 1
            some = rows[begin : begin + count]
            text = self._text(connection.dialect, count)
            execute(connection, text, [row[name] for row in some for name in self._names])
            begin += count

    def _text(self, dialect: Dialect, count: int) -> str:
        known = self._texts.get((dialect.name, count))
        if known is None:
            head, _, places = self._one.text(dialect)[0].partition(" VALUES ")
            known = self._texts[dialect.name, count] = f"{head} VALUES {', '.join([places] * count)}"
        return known


RowsOfTable = tuple[PreparedInsert, Sequence[Row]]


class NewRows:
    """A block of writing that only adds rows: several of its kind can be written by the same statements."""

    def __init__(self, rows: Sequence[RowsOfTable]) -> None:
        self.rows = rows

    @classmethod
    def of_all(cls, blocks: Iterable["NewRows"]) -> "NewRows":
        merged: dict[PreparedInsert, list[Row]] = {}
        for block in blocks:
            for table, rows in block.rows:
                merged.setdefault(table, []).extend(rows)
        return cls(tuple(merged.items()))

    def __call__(self, connection: Connection) -> None:
        """Raises sqlalchemy.exc.DBAPIError."""
        with together(connection):
            self.add(connection)

    def add(self, connection: Connection) -> None:
        """Within `together`."""
        for table, rows in self.rows:
            table.run(connection, rows)


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


def _text(dialect: Dialect, statement: Statement, columns: Sequence[str]) -> tuple[str, Sequence[str]]:
    kind: Any = type(dialect)
    by_place = dialect if dialect.positional else kind(paramstyle="format")
    compiled = statement.compile(dialect=by_place, column_keys=list(columns) or None)
    return str(compiled), compiled.positiontup or ()


def execute(connection: Connection, text: str, values: Sequence[Any] = ()) -> int:
    """Text of this database's driver; how many rows it touched. Raises sqlalchemy.exc.DBAPIError."""
    return int(driver_cursor(connection, text, values).rowcount)


def driver_cursor(connection: Connection, text: str, values: Sequence[Any]) -> Any:
    """The driver's own. Raises sqlalchemy.exc.DBAPIError."""
    try:
        cursor = connection.connection.cursor()
        cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error) from error
    return cursor


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
