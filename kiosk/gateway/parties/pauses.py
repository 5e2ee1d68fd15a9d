"""Billers paused by hand: known to every gateway process on the database at once, without a restart.

A pause with an end is over by itself; one without lasts until somebody ends it.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from kiosk.gateway.parties.biller_rules import Paused
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.steady_time import SteadyTime, local_time

_PREFIX = "pause:"
_FOR_EVER = ""


def pause(connection: Connection, biller_id: str, until_ms: int | None) -> None:
    """In the place of an earlier pause of this biller."""
    resume(connection, biller_id)
    value = _FOR_EVER if until_ms is None else str(until_ms)
    insert_new(connection, schema.setting, [{"name": f"{_PREFIX}{biller_id}", "value": value}])


def resume(connection: Connection, biller_id: str) -> None:
    this = schema.setting.c.name == f"{_PREFIX}{biller_id}"
    connection.execute(delete(schema.setting).where(this))


class Pauses:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time

    def now(self) -> Paused:
        found = select(schema.setting).where(schema.setting.c.name.startswith(_PREFIX))
        with self._database.reading() as connection:
            rows = connection.execute(found).all()
        return {row.name.removeprefix(_PREFIX): _until(row.value) for row in rows if self._lasts(row.value)}

    def _lasts(self, value: str) -> bool:
        return value == _FOR_EVER or self._time.now_ms() < int(value)


def _until(value: str) -> datetime | None:
    return None if value == _FOR_EVER else local_time(int(value))
