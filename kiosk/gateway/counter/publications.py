"""What operators publish: entered, changed and withdrawn by people, each act on record; read by kiosks.

Who acts is found out inside the transaction of the act, by whoever calls.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection

from kiosk.gateway.counter import publication_store
from kiosk.gateway.counter.publication import KINDS, Kind, Publication, proved
from kiosk.gateway.counter.publication_store import Published, PublishedAct
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_counter_bulletin import publication
from kiosk.gateway.steady_time import SteadyTime, local_time
from kiosk.gateway.trust.who import Who
from kiosk.wire.bulletin import MOST_ENTRIES, Bulletin, Entry

log = logging.getLogger(__name__)

MOST_ROWS = 200
MOST_BYTES = 200_000
"""Of a bulletin; a kiosk takes no answer that is much longer."""

Phase = Literal["live", "over", "withdrawn"]
"""live: published, and not over yet, whether it has begun or not."""


class PublishedFile(msgspec.Struct, frozen=True):
    """An entry and its history, which begins with the publishing."""

    published: Published
    history: tuple[PublishedAct, ...]


class PublishedPage(msgspec.Struct, frozen=True):
    rows: tuple[Published, ...]
    of: int


class Publications:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time

    # -- people's --------------------------------------------------------------------------------------

    def publish(self, wanted: Publication, who: Who) -> PublishedFile:
        """Again with the same id and content, it is published once.

        Raises Refused: malformed, idempotency_key_reused for the same id with other content.
        """
        now_ms = self._time.now_ms()
        wanted = proved(wanted, now_ms)

        def published(connection: Connection) -> PublishedFile:
            by = who(connection)
            edition = publication_store.next_edition(connection)
            known = publication_store.by_id(connection, wanted.entry_id)
            if known is None:
                publication_store.enter(connection, wanted, edition, now_ms)
                publication_store.note(connection, wanted, "published", by, now_ms)
            elif known.publication != wanted or known.state != "published":
                raise Refused("idempotency_key_reused", "this id stands for another entry")
            return _file(connection, wanted.entry_id)

        return self._database.write(published)

    def change(self, wanted: Publication, of_edition: int, who: Who) -> PublishedFile:
        """`of_edition`: of the entry as whoever changes it has seen it.

        Raises Refused: malformed, record_unknown, record_closed, record_changed.
        """
        now_ms = self._time.now_ms()
        wanted = proved(wanted, now_ms)

        def changed(connection: Connection) -> PublishedFile:
            by = who(connection)
            edition = publication_store.next_edition(connection)
            known = _standing(connection, wanted.entry_id)
            if known.publication == wanted:
                return _file(connection, wanted.entry_id)
            if known.edition != of_edition or known.publication.kind != wanted.kind:
                raise Refused("record_changed", "somebody else has changed it meanwhile")
            publication_store.change(connection, wanted, edition)
            publication_store.note(connection, wanted, "changed", by, now_ms)
            return _file(connection, wanted.entry_id)

        return self._database.write(changed)

    def withdraw(self, entry_id: str, who: Who) -> PublishedFile:
        """Raises Refused: record_unknown, record_closed."""
        now_ms = self._time.now_ms()

        def withdrawn(connection: Connection) -> PublishedFile:
            by = who(connection)
            edition = publication_store.next_edition(connection)
            known = _standing(connection, entry_id)
            publication_store.withdraw(connection, entry_id, edition)
            publication_store.note(connection, known.publication, "withdrawn", by, now_ms)
            return _file(connection, entry_id)

        return self._database.write(withdrawn)

    def page(
        self, kind: Kind | None = None, phase: Phase = "live", first: int = 0, most: int = 50
    ) -> PublishedPage:
        """The newest first; `most` up to MOST_ROWS, from the `first`, counted from 0."""
        where = _of_phase(phase, self._time.now_ms())
        if kind is not None:
            where.append(publication.c.kind == kind)
        with self._database.reading() as connection:
            rows, of = publication_store.listed(connection, where, first, min(most, MOST_ROWS))
        return PublishedPage(tuple(rows), of)

    def file(self, entry_id: str) -> PublishedFile:
        """Raises Refused: record_unknown."""
        with self._database.reading() as connection:
            return _file(connection, entry_id)

    # -- kiosks' ---------------------------------------------------------------------------------------

    def edition(self) -> int:
        with self._database.reading() as connection:
            return publication_store.edition(connection)

    def bulletin(self, kiosk_id: str) -> Bulletin:
        with self._database.reading() as connection:
            edition = publication_store.edition(connection)
            live = publication_store.all_of(connection, _of_phase("live", self._time.now_ms()))
        ours = [each.publication for each in live if each.publication.is_for(kiosk_id)]
        ours.sort(key=lambda each: KINDS.index(each.kind))
        entries = tuple(_fitting([_entry(each) for each in ours]))
        if len(entries) < len(ours):
            log.warning("%d entries do not fit into the bulletin of %s", len(ours) - len(entries), kiosk_id)
        return Bulletin(kiosk_id, edition, entries)


def _standing(connection: Connection, entry_id: str) -> Published:
    known = _file(connection, entry_id).published
    if known.state != "published":
        raise Refused("record_closed", "it was withdrawn")
    return known


def _file(connection: Connection, entry_id: str) -> PublishedFile:
    known = publication_store.by_id(connection, entry_id)
    if known is None:
        raise Refused("record_unknown", "nothing was published under this id")
    return PublishedFile(known, tuple(publication_store.history(connection, entry_id)))


def _of_phase(phase: Phase, now_ms: int) -> list[ColumnElement[bool]]:
    column = publication.c
    if phase == "withdrawn":
        return [column.state == "withdrawn"]
    is_over = column.until_ms <= now_ms
    return [column.state == "published", is_over if phase == "over" else ~is_over]


def _entry(each: Publication) -> Entry:
    begins = None if each.from_ms is None else local_time(each.from_ms).isoformat()
    return Entry(each.entry_id, each.matter, local_time(each.until_ms).isoformat(), begins)


def _fitting(entries: Sequence[Entry]) -> Iterator[Entry]:
    room = MOST_BYTES
    for entry in entries[:MOST_ENTRIES]:
        room -= len(msgspec.json.encode(entry))
        if room >= 0:
            yield entry
