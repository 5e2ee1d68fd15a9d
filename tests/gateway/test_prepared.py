"""Statements that go to the driver as they are: the same rows, the same errors as any others."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    alias,
    bindparam,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.prepared import NewRows, Prepared, PreparedInsert, PreparedSelect, together

from .place import Place

metadata = MetaData()
thing = Table(
    "thing",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String(8)),
    Column("good", Boolean, nullable=False),
)
INSERT = PreparedInsert(thing)
RENAME = Prepared(update(thing).where(thing.c.number == bindparam("of_number")), ["name"])


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    database = Database(place.url, isolation=place.isolation, randomness=Random(1))
    database.add_tables(metadata)
    yield database
    database.close()


def things(*numbers: int) -> list[dict[str, object]]:
    return [{"number": number, "name": None, "good": number % 2 == 0} for number in numbers]


def found(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(thing).order_by(thing.c.number))]


def test_any_number_of_rows_and_a_change_of_one(database: Database) -> None:
    def block(connection: Connection) -> tuple[int, int]:
        INSERT.run(connection, things(1))
        INSERT.run(connection, things(2, 3))
        INSERT.run(connection, things())
        renamed = [RENAME.run(connection, {"of_number": n, "name": "two"}) for n in (2, 9)]
        return renamed[0], renamed[1]

    assert database.write(block) == (1, 0)
    assert found(database) == [(1, None, False), (2, "two", True), (3, None, False)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 70, 1_500])
def test_every_count_of_rows_is_written_whole_and_in_order(database: Database, count: int) -> None:
    database.write(NewRows([(INSERT, things(*range(count)))]))
    assert [row[0] for row in found(database)] == list(range(count))


def test_joined_rows_come_back_by_table_with_their_booleans(database: Database) -> None:
    database.write(lambda connection: INSERT.run(connection, things(1, 2)))
    other = alias(thing)
    both = PreparedSelect(
        select(thing, other)
        .select_from(thing)
        .outerjoin(other, other.c.number > thing.c.number)
        .where(thing.c.number >= bindparam("least"))
        .order_by(thing.c.number),
        thing,
        thing,
    )
    with database.glancing() as connection:
        rows = both.rows(connection, {"least": 1})
    none = {"number": None, "name": None, "good": None}
    assert rows == [(things(1)[0], things(2)[0]), (things(2)[0], none)]
    assert rows[0][0]["good"] is False


@pytest.mark.parametrize("at_once", [False, True])
def test_a_refusal_is_told_as_of_any_statement_and_nothing_stays(database: Database, at_once: bool) -> None:
    def block(connection: Connection) -> None:
        INSERT.run(connection, things(1))
        if not at_once:
            INSERT.run(connection, things(1))
        with together(connection):
            INSERT.run(connection, things(2))
            INSERT.run(connection, things(2))
            RENAME.run(connection, {"of_number": 1, "name": "one"})

    with pytest.raises(IntegrityError) as refused:
        database.write(block)
    assert "one" not in str(refused.value)
    assert found(database) == []
    database.write(lambda connection: INSERT.run(connection, things(1)))
    assert len(found(database)) == 1


def test_what_fails_at_a_later_row_is_told_as_of_any_statement(database: Database) -> None:
    """SQLite finds row after row only as it is asked for them."""
    smallest = -(2**63)
    number = f"CASE number WHEN 2 THEN {smallest} ELSE number END"
    view = f"CREATE VIEW spoilt AS SELECT number, name, good FROM thing WHERE abs({number}) > 0"
    database.change_schema(lambda connection: connection.execute(text(view)).close())
    database.write(NewRows([(INSERT, things(1, 2))]))
    spoilt = Table("spoilt", MetaData(), *(Column(each.name, each.type) for each in thing.columns))
    with pytest.raises(DBAPIError), database.glancing() as connection:
        PreparedSelect(select(spoilt), spoilt).rows(connection, {})
    database.change_schema(lambda connection: connection.execute(text("DROP VIEW spoilt")).close())


def test_after_a_lost_connection_the_next_transaction_has_another(database: Database) -> None:
    def block(connection: Connection) -> None:
        INSERT.run(connection, things(1))
        connection.connection.driver_connection.close()  # type: ignore[union-attr]  # both drivers have it
        INSERT.run(connection, things(2))

    with pytest.raises(DBAPIError):
        database.write(block)
    assert found(database) == []
    database.write(lambda connection: INSERT.run(connection, things(3)))
    assert found(database) == [(3, None, False)]
