"""Lets SQLAlchemy open its SQLite databases on a `Disk`, by an address and with no change to what it runs."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import StaticPool

from tests.power.disk_vfs import DiskConnection

URL = "sqlite+disk:////on-the-disk/gateway.db"
"""In no folder of this machine, so that the lock beside it is not made where the tests were begun."""

_makers: list[Callable[[], DiskConnection]] = []


@contextmanager
def connections_from(connect: Callable[[], DiskConnection]) -> Iterator[None]:
    _makers.append(connect)
    try:
        yield
    finally:
        _makers.pop()


class DiskDialect(SQLiteDialect_pysqlite):
    """One connection, for a disk without shared memory has one user."""

    driver = "disk"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        own = {name: getattr(sqlite3, name) for name in dir(sqlite3) if not name.startswith("__")}
        return SimpleNamespace(**own | {"connect": lambda *args, **more: _makers[-1]()})

    @classmethod
    def get_pool_class(cls, url: object) -> type[StaticPool]:
        return StaticPool


registry.register("sqlite.disk", __name__, "DiskDialect")
