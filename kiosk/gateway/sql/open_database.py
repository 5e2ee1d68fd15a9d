"""Opens a database for the gateway and brings its tables up to date before anybody uses them."""

from pathlib import Path
from random import Random

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.sql.database import Database, Isolation
from kiosk.gateway.sql.migrations import LATEST

MIGRATIONS = Path(__file__).with_name("migrations")


class SchemaRefused(SQLAlchemyError):
    """The tables are not ones this gateway may work with; says what to do."""


def open_database(url: str, randomness: Random, isolation: Isolation = "SERIALIZABLE") -> Database:
    """Several processes may do so at once.

    Raises sqlalchemy.exc.SQLAlchemyError when it cannot be opened, and SchemaRefused, which is one, when its
    tables are another gateway's.
    """
    database = Database(url, isolation=isolation, randomness=randomness)
    try:
        database.change_schema(bring_up_to_date)
    except SQLAlchemyError:
        database.close()
        raise
    return database


def bring_up_to_date(connection: Connection) -> None:
    tables = set(inspect(connection).get_table_names())
    found = None
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    elif "payment" in tables:
        raise SchemaRefused(
            "its tables were made before they had versions; move it away or give another database with --db"
        )
    if found != LATEST:
        _upgrade(connection, found)


def _upgrade(connection: Connection, found: str | None) -> None:
    # Imported here: a database that is up to date, the rule, starts without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaRefused(
            f"its tables have version {found} and this gateway knows them up to {LATEST}: run the newer "
            "gateway that made them, or give another database with --db"
        )
    command.upgrade(config, "head")
