"""Where the tests' gateways keep what they know."""

from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec

from kiosk.gateway.demonstration import world
from kiosk.gateway.sql.database import Isolation
from kiosk.gateway.sql.open_database import open_database

_FILE = "gateway.sqlite"


class Place(msgspec.Struct, frozen=True):
    """Where a gateway keeps what it knows. `folder` is the test's own; a SQLite file lies there."""

    url: str
    folder: Path
    isolation: Isolation = "SERIALIZABLE"

    @classmethod
    def file(cls, folder: Path) -> "Place":
        """A file of the folder, with its tables; making those would take longer than most tests."""
        place = cls.new_file(folder)
        (folder / _FILE).write_bytes(_file_with_tables())
        return place

    @classmethod
    def new_file(cls, folder: Path) -> "Place":
        """A file that is not there yet."""
        return cls(f"sqlite:///{folder / _FILE}", folder)


@cache
def _file_with_tables() -> bytes:
    with TemporaryDirectory() as folder:
        place = Place.new_file(Path(folder))
        make_tables(place.url)
        return (place.folder / _FILE).read_bytes()


def make_tables(url: str) -> None:
    database = open_database(url, Random(1))
    database.add_tables(world.metadata)
    database.close()
