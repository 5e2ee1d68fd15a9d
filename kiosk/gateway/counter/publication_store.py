"""Published entries in SQL. Functions work inside the caller's transaction.

Whoever publishes takes the next edition first, and with it the one row that makes all of them take turns.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kiosk.gateway.counter.publication import Publication
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_counter_bulletin import bulletin_edition, publication, publication_event
from kiosk.wire.bulletin import Matter

_ONE = "bulletin"
_MINE = bulletin_edition.c.name == _ONE

Act = Literal["published", "changed", "withdrawn"]


class Published(msgspec.Struct, frozen=True):
    """`edition`: in which it became what it is."""

    publication: Publication
    state: Literal["published", "withdrawn"]
    edition: int
    published_ms: int


class PublishedAct(msgspec.Struct, frozen=True):
    """`matter`: as it was from then on."""

    at_ms: int
    act: Act
    by: str
    matter: Matter


def edition(connection: Connection) -> int:
    """0 while nothing was ever published."""
    return connection.execute(select(bulletin_edition.c.edition).where(_MINE)).scalar_one_or_none() or 0


def next_edition(connection: Connection) -> int:
    insert_new(connection, bulletin_edition, [{"name": _ONE, "edition": 0}])
    connection.execute(update(bulletin_edition).where(_MINE).values(edition=bulletin_edition.c.edition + 1))
    return edition(connection)


def enter(connection: Connection, wanted: Publication, in_edition: int, now_ms: int) -> None:
    row = {"entry_id": wanted.entry_id, "kind": wanted.kind, "state": "published", "published_ms": now_ms}
    connection.execute(insert(publication), row | _changing(wanted, in_edition))


def change(connection: Connection, wanted: Publication, in_edition: int) -> None:
    mine = publication.c.entry_id == wanted.entry_id
    connection.execute(update(publication).where(mine).values(_changing(wanted, in_edition)))


def withdraw(connection: Connection, entry_id: str, in_edition: int) -> None:
    mine = publication.c.entry_id == entry_id
    connection.execute(update(publication).where(mine).values(state="withdrawn", edition=in_edition))


def note(connection: Connection, wanted: Publication, act: Act, by: str, now_ms: int) -> None:
    event = publication_event.c
    steps = select(func.count()).select_from(publication_event).where(event.entry_id == wanted.entry_id)
    step = connection.execute(steps).scalar_one() + 1
    row = {"entry_id": wanted.entry_id, "step": step, "at_ms": now_ms, "act": act, "by": by}
    body = msgspec.json.encode(wanted.matter).decode()
    connection.execute(insert(publication_event), row | {"body": body})


def by_id(connection: Connection, entry_id: str) -> Published | None:
    found = select(publication).where(publication.c.entry_id == entry_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _published(row)


def history(connection: Connection, entry_id: str) -> Sequence[PublishedAct]:
    event = publication_event.c
    found = select(publication_event).where(event.entry_id == entry_id).order_by(event.step)
    return [
        PublishedAct(row.at_ms, row.act, row.by, msgspec.json.decode(row.body, type=Matter))
        for row in connection.execute(found)
    ]


def all_of(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Sequence[Published]:
    """The newest first."""
    found = select(publication).where(*where)
    newest = found.order_by(publication.c.published_ms.desc(), publication.c.entry_id)
    return [_published(row) for row in connection.execute(newest).mappings()]


def listed(
    connection: Connection, where: Sequence[ColumnElement[bool]], first: int, most: int
) -> tuple[Sequence[Published], int]:
    """As `all_of`, some of them, and how many there are in all."""
    of = connection.execute(select(func.count()).select_from(publication).where(*where)).scalar_one()
    found = select(publication).where(*where)
    newest = found.order_by(publication.c.published_ms.desc(), publication.c.entry_id)
    rows = connection.execute(newest.offset(first).limit(most)).mappings()
    return [_published(row) for row in rows], of


def _changing(wanted: Publication, in_edition: int) -> dict[str, Any]:
    return {
        "edition": in_edition,
        "from_ms": wanted.from_ms,
        "until_ms": wanted.until_ms,
        "for_kiosks": msgspec.json.encode(wanted.for_kiosks).decode(),
        "body": msgspec.json.encode(wanted.matter).decode(),
    }


def _published(row: Mapping[Any, Any]) -> Published:
    wanted = Publication(
        entry_id=row["entry_id"],
        matter=msgspec.json.decode(row["body"], type=Matter),
        until_ms=row["until_ms"],
        from_ms=row["from_ms"],
        for_kiosks=tuple(msgspec.json.decode(row["for_kiosks"], type=list[str])),
    )
    return Published(wanted, row["state"], row["edition"], row["published_ms"])
