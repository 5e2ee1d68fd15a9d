"""`python -m kiosk.gateway.sql.migrations "what it is for"`: the next migration, from what the tables lack.

Read it before it is committed: what renames, moves data or keeps rows is for a person to say. Then raise
`LATEST`.
"""

import sys
import tempfile
from pathlib import Path
from random import Random

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from kiosk.gateway.sql.migrations import LATEST
from kiosk.gateway.sql.open_database import MIGRATIONS, open_database


def main(message: str) -> None:
    def write(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=f"{int(LATEST) + 1:04d}")

    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'empty.db'}", Random())
        database.change_schema(write)
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
