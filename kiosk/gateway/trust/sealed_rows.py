"""What is secret in a database: sealed anew as it is opened where it lies plain or under an older key.

Functions name the rows as those do that write and read single keys.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, make_url, select, update

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema import setting
from kiosk.gateway.sql.schema_keys import gateway_key, kiosk_key
from kiosk.gateway.sql.schema_operators import machine
from kiosk.gateway.trust import own_secret, record_seals
from kiosk.gateway.trust.seals import Seals, is_sealed


def kiosk_row(kiosk_id: str, key_id: str, algorithm: str) -> str:
    return f"kiosk key {key_id} of {kiosk_id} for {algorithm}"


def gateway_row(key_id: str) -> str:
    return f"gateway key {key_id}"


def machine_row(machine_number: str) -> str:
    return f"machine {machine_number}"


class _Kind(msgspec.Struct, frozen=True):
    """Rows of one table with something sealed in a column, and what each is bound to; None, not this row."""

    column: Column[Any]
    bound_to: Callable[[Row[Any]], str | None]


_KEYS = (
    _Kind(kiosk_key.c.sealed, lambda row: kiosk_row(row.kiosk_id, row.key_id, row.algorithm)),
    _Kind(gateway_key.c.sealed, lambda row: gateway_row(row.key_id)),
    _Kind(machine.c.sealed, lambda row: machine_row(row.machine_number)),
)
_BOUND_TO = {own_secret.SETTING: own_secret.BOUND_TO, record_seals.SETTING: record_seals.BOUND_TO}
_SECRET = _Kind(setting.c.value, lambda row: _BOUND_TO.get(row.name))


class _Found(msgspec.Struct, frozen=True):
    bound_to: str
    text: str
    column: Column[Any]
    keys: dict[str, Any]


def seals_of(database: Database, db_url: str, key_file: Path | None) -> Seals:
    """Of the key file, by default one beside a database in a file, made when it is first needed; everything
    secret in the database is sealed under its newest key then. Raises KeyFileWrong."""
    beside = _beside(db_url)
    with database.reading() as connection:
        found = _all(connection)
    # One that is missing while something is sealed lies elsewhere: a new one would open nothing.
    may_make = key_file is None and not any(is_sealed(each.text) for each in found)
    seals = Seals(key_file or beside, may_make=may_make)
    if key_file is not None:
        seals.check()
    if not seals.has_file:
        found = [each for each in found if each.column is not _SECRET.column or is_sealed(each.text)]
    # While nothing is sealed the key file may have to be made: by whoever writes, one at a time.
    if any(not is_sealed(each.text) or not seals.is_newest(each.text) for each in found):
        database.write(lambda connection: _seal_anew(connection, seals))
    for each in found:
        if is_sealed(each.text):
            seals.open(each.text, each.bound_to)
    return seals


def sealed_under_old_keys(database: Database, seals: Seals) -> int:
    with database.reading() as connection:
        return sum(not seals.is_newest(each.text) for each in _all(connection))


def _seal_anew(connection: Connection, seals: Seals) -> None:
    for each in _all(connection):
        if not seals.is_newest(each.text):
            secret = (
                seals.open(each.text, each.bound_to) if is_sealed(each.text) else bytes.fromhex(each.text)
            )
            table = each.column.table
            mine = [table.c[name] == value for name, value in each.keys.items()]
            sealed = {each.column.name: seals.seal(secret, each.bound_to)}
            connection.execute(update(table).where(*mine, each.column == each.text).values(sealed))


def _all(connection: Connection) -> Sequence[_Found]:
    return [found for kind in (*_KEYS, _SECRET) for found in _of_kind(connection, kind)]


def _of_kind(connection: Connection, kind: _Kind) -> Iterator[_Found]:
    table = kind.column.table
    for row in connection.execute(select(table)).all():
        bound_to = kind.bound_to(row)
        if bound_to is not None:
            keys = {column.name: row._mapping[column] for column in table.primary_key}
            yield _Found(bound_to, row._mapping[kind.column], kind.column, keys)


def _beside(db_url: str) -> Path | None:
    url = make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    beside = Path(url.database).with_suffix(".keys")
    return beside if beside.parent.is_dir() else None
