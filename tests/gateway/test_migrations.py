"""The schema's history: a new database gets it all, and it says the same as the tables' definitions."""

import concurrent.futures
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kiosk.gateway.sql import schema
from kiosk.gateway.sql.all_tables import metadata
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.ledger_lines import UnbalancedLedger, append_entries
from kiosk.gateway.sql.migrations import LATEST
from kiosk.gateway.sql.open_database import MIGRATIONS, SchemaRefused, bring_up_to_date, open_database
from kiosk.payment.ledger import LedgerLine, LedgerTransaction

from .place import Place
from .postgres import Cluster

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, pg_get_functiondef(tgfoid), pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal ORDER BY tgname",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A database nobody has used yet."""
    if request.param == "sqlite":
        return Place.new_file(tmp_path)
    cluster: Cluster = request.getfixturevalue("cluster")
    return Place(cluster.url(cluster.new_database()), tmp_path)


@pytest.fixture
def database(fresh: Place) -> Iterator[Database]:
    database = Database(fresh.url, randomness=Random(1))
    yield database
    database.close()


def triggers(database: Database) -> list[Any]:
    with database.reading() as connection:
        found = connection.execute(text(_TRIGGERS[connection.dialect.name])).all()
    return [tuple(" ".join(str(each).split()) for each in row) for row in found]


def test_migrations_and_definitions_make_the_same_tables(database: Database) -> None:
    database.change_schema(bring_up_to_date)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_and_definitions_make_the_same_triggers(
    database: Database, fresh: Place, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    database.change_schema(bring_up_to_date)
    other = f"sqlite:///{tmp_path / 'defined.sqlite'}"
    if not fresh.url.startswith("sqlite"):
        cluster: Cluster = request.getfixturevalue("cluster")
        other = cluster.url(cluster.new_database())
    defined = Database(other, randomness=Random(1))
    defined.change_schema(metadata.create_all)
    assert triggers(database) == triggers(defined) != []
    defined.close()


def test_the_latest_revision_is_the_one_the_gateway_asks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [LATEST]


def test_a_database_that_is_up_to_date_is_left_alone(fresh: Place) -> None:
    open_database(fresh.url, Random(1)).close()
    again = open_database(fresh.url, Random(1))
    with again.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [LATEST]
    again.close()


def test_tables_of_a_newer_gateway_are_refused_with_what_to_do(fresh: Place, database: Database) -> None:
    database.change_schema(bring_up_to_date)
    database.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num='9'")))
    with pytest.raises(SchemaRefused, match=f"version 9 .* up to {LATEST}: run the newer gateway"):
        open_database(fresh.url, Random(1))


def test_tables_without_a_version_are_refused(fresh: Place, database: Database) -> None:
    database.add_tables(metadata)
    with pytest.raises(SchemaRefused, match="move it away"):
        open_database(fresh.url, Random(1))


def test_a_migration_that_fails_leaves_nothing_behind(fresh: Place, database: Database) -> None:
    def broken(connection: Connection) -> None:
        bring_up_to_date(connection)
        connection.execute(text("SELECT 1 FROM nowhere"))

    with pytest.raises(SQLAlchemyError):
        database.change_schema(broken)
    open_database(fresh.url, Random(1)).close()


def test_many_may_open_a_new_database_at_once(fresh: Place) -> None:
    def open_it(number: int) -> None:
        open_database(fresh.url, Random(number)).close()

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert list(pool.map(open_it, range(6))) == [None] * 6


@pytest.mark.parametrize("change", [update(schema.ledger_line).values(fen=6), delete(schema.ledger_line)])
def test_the_ledger_is_only_appended_to(database: Database, change: Any) -> None:
    database.change_schema(bring_up_to_date)
    charge = LedgerTransaction("charge", 0, (LedgerLine("clearing:card", 5), LedgerLine("suspense", -5)))
    database.write(lambda connection: append_entries(connection, "p", [charge], 1))
    with pytest.raises(DBAPIError, match="ledger_line is only appended to"):
        database.write(lambda connection: connection.execute(change))
    with database.reading() as connection:
        assert connection.execute(select(schema.ledger_line.c.fen)).scalars().all() == [5, -5]


def test_what_does_not_sum_to_zero_is_not_even_tried(database: Database) -> None:
    database.change_schema(bring_up_to_date)
    torn = LedgerTransaction("charge", 0, (LedgerLine("clearing:card", 5), LedgerLine("suspense", -4)))
    with pytest.raises(UnbalancedLedger, match="p: charge 0"):
        database.write(lambda connection: append_entries(connection, "p", [torn], 1))


def test_postgresql_refuses_a_ledger_transaction_that_does_not_sum_to_zero(
    cluster: Cluster, tmp_path: Path
) -> None:
    database = open_database(cluster.url(cluster.new_database()), Random(1))
    line = {"payment_id": "p", "kind": "charge", "number": 0, "account": "suspense"}
    lines = [line | {"line": 0, "fen": 5}, line | {"line": 1, "fen": -4}]
    with pytest.raises(DBAPIError, match="do not sum to zero"):
        database.write(lambda connection: connection.execute(insert(schema.ledger_line), lines))
    database.close()
