"""The keys in a database: sealed anew as it is opened where they lie plain or under an older key.

Functions name the rows as those do that write and read single keys.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, make_url, select, update

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_keys import gateway_key, kiosk_key
from kiosk.gateway.sql.schema_operators import machine
from kiosk.gateway.trust.seals import Seals, is_sealed


def kiosk_row(kiosk_id: str, key_id: str, algorithm: str) -> str:
    return f"kiosk key {key_id} of {kiosk_id} for {algorithm}"


def gateway_row(key_id: str) -> str:
    return f"gateway key {key_id}"


def machine_row(machine_number: str) -> str:
    return f"machine {machine_number}"


_ROWS: tuple[tuple[Table, Callable[[Row[Any]], str]], ...] = (
    (kiosk_key, lambda row: kiosk_row(row.kiosk_id, row.key_id, row.algorithm)),
    (gateway_key, lambda row: gateway_row(row.key_id)),
    (machine, lambda row: machine_row(row.machine_number)),
)


def seals_of(database: Database, db_url: str, key_file: Path | None) -> Seals:
    """Of the key file, by default one beside a database in a file, made when it is first needed; every key
    that is in the database is sealed under its newest key then. Raises KeyFileWrong."""
    with database.reading() as connection:
        found = list(_all(connection))
    beside = _beside(db_url)
    # One that is missing while something is sealed lies elsewhere: a new one would open nothing.
    may_make = key_file is None and not any(is_sealed(text) for _, text, _ in found)
    seals = Seals(key_file or beside, may_make=may_make)
    if key_file is not None:
        seals.check()
    if any(not seals.is_newest(text) for _, text, _ in found):
        database.write(lambda connection: _seal_anew(connection, seals))
    for name, text, _ in found:
        if is_sealed(text):
            seals.open(text, name)
    return seals


def sealed_under_old_keys(database: Database, seals: Seals) -> int:
    with database.reading() as connection:
        return sum(not seals.is_newest(text) for _, text, _ in _all(connection))


def _seal_anew(connection: Connection, seals: Seals) -> None:
    for name, text, (table, keys) in list(_all(connection)):
        if not seals.is_newest(text):
            secret = seals.open(text, name) if is_sealed(text) else bytes.fromhex(text)
            mine = update(table).where(*(table.c[column] == value for column, value in keys.items()))
            connection.execute(mine.where(table.c.sealed == text).values(sealed=seals.seal(secret, name)))


_Found = tuple[str, str, tuple[Table, dict[str, Any]]]


def _all(connection: Connection) -> Iterator[_Found]:
    """What each is bound to, its text, and where it lies."""
    for table, name in _ROWS:
        for row in connection.execute(select(table)).all():
            keys = {column.name: row._mapping[column] for column in table.primary_key}
            yield name(row), row.sealed, (table, keys)


def _beside(db_url: str) -> Path | None:
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).with_suffix(".keys")
