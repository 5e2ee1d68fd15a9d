"""Settings given to kiosks: each version whole, entered by people on record, and never changed afterwards.

Taking one back is giving the one before again. Who acts is found out inside the transaction, by the caller.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import Connection, func, select

from kiosk.gateway.counter import settings_groups
from kiosk.gateway.counter.settings_groups import Given, Group
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_counter_settings import remote_settings
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.trust.who import Who
from kiosk.wire.fields import KioskId, OpaqueId
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer

MOST_ROWS = 200
_COLUMN = remote_settings.c


class SettingsWanted(msgspec.Struct, frozen=True):
    """`edition_id` is made by whoever gives them, so that a repeated tap gives them once. `for_kiosks`: how
    the numbers of the kiosks begin that they are for; empty, all of them. `overrules`: also for groups among
    them that have settings of their own."""

    edition_id: OpaqueId
    settings: RemoteSettings
    for_kiosks: Annotated[tuple[KioskId, ...], Meta(max_length=100)] = ()
    overrules: bool = False


class GivenSettings(msgspec.Struct, frozen=True):
    version: int
    at_ms: int
    by: str
    wanted: SettingsWanted


class SettingsPage(msgspec.Struct, frozen=True):
    """The newest first. `of`: how many there are in all, which is the number of the newest."""

    rows: tuple[GivenSettings, ...]
    of: int


class RemoteSettingsOffice:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time
        self._known: tuple[Given, ...] = ()
        """The newest first: they are looked through at every heartbeat."""

    # -- people's --------------------------------------------------------------------------------------

    def give(self, wanted: SettingsWanted, of_version: int, who: Who) -> GivenSettings:
        """`of_version`: the newest as whoever gives them has seen it.

        Raises Refused: malformed, record_changed, idempotency_key_reused.
        """
        now_ms, wanted = self._time.now_ms(), _proved(wanted)

        def given(connection: Connection) -> GivenSettings:
            by = who(connection)
            known = _of_edition(connection, wanted.edition_id)
            if known is not None:
                if known.wanted != wanted:
                    raise Refused("idempotency_key_reused", "this id stands for other settings")
                return known
            if newest(connection) != of_version:
                raise Refused("record_changed", "somebody else has given settings meanwhile")
            made = GivenSettings(of_version + 1, now_ms, by, wanted)
            if insert_new(connection, remote_settings, [_row(made)]) != 1:
                raise Refused("record_changed", "somebody else has given settings meanwhile")
            return made

        return self._database.write(given)

    def page(self, first: int = 0, most: int = 50) -> SettingsPage:
        """`most` up to MOST_ROWS, from the `first`, counted from 0."""
        found = select(remote_settings).order_by(_COLUMN.version.desc())
        wanted = found.offset(first).limit(min(most, MOST_ROWS))
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings()
            return SettingsPage(tuple(_given(row) for row in rows), newest(connection))

    def version(self, version: int) -> GivenSettings | None:
        with self._database.reading() as connection:
            found = select(remote_settings).where(_COLUMN.version == version)
            row = connection.execute(found).mappings().one_or_none()
            return None if row is None else _given(row)

    def groups(self) -> tuple[Group, ...]:
        """With what counts for each now."""
        with self._database.reading() as connection:
            return settings_groups.groups(self._newest_first(connection))

    def groups_within(self, for_kiosks: Sequence[str]) -> tuple[Group, ...]:
        """Those with settings of their own, among whom a version would be for."""
        with self._database.reading() as connection:
            return settings_groups.groups_within(self._newest_first(connection), for_kiosks)

    # -- kiosks' ---------------------------------------------------------------------------------------

    def version_for(self, connection: Connection, kiosk_id: str) -> int:
        """What counts for this kiosk; 0, its own settings alone."""
        return settings_groups.version_of(self._newest_first(connection), kiosk_id)

    def newest_for(self, kiosk_id: str) -> SettingsAnswer:
        """Version 0 has the kiosk's own alone."""
        with self._database.reading() as connection:
            version = self.version_for(connection, kiosk_id)
            body = select(_COLUMN.body).where(_COLUMN.version == version)
            text = connection.execute(body).scalar_one_or_none() or "{}"
        return SettingsAnswer(kiosk_id, version, msgspec.json.decode(text, type=RemoteSettings))

    def _newest_first(self, connection: Connection) -> tuple[Given, ...]:
        latest, known = newest(connection), self._known
        if (known[0].version if known else 0) != latest:
            self._known = known = tuple(_whom_for(connection))
        return known


def newest(connection: Connection) -> int:
    """0 while nothing was ever given."""
    return connection.execute(select(func.max(_COLUMN.version))).scalar_one() or 0


def _whom_for(connection: Connection) -> Sequence[Given]:
    found = select(_COLUMN.version, _COLUMN.for_kiosks, _COLUMN.overrules).order_by(_COLUMN.version.desc())
    return [
        Given(version, msgspec.json.decode(whom, type=tuple[str, ...]), overrules)
        for version, whom, overrules in connection.execute(found)
    ]


def _of_edition(connection: Connection, edition_id: str) -> GivenSettings | None:
    found = select(remote_settings).where(_COLUMN.edition_id == edition_id)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _given(row)


def _proved(wanted: SettingsWanted) -> SettingsWanted:
    """Raises Refused: malformed. Each kiosk checks them once more, with its own beside them."""
    try:
        return msgspec.convert(msgspec.to_builtins(wanted), SettingsWanted)
    except msgspec.ValidationError:
        raise Refused("malformed", "not as the schema of the settings has it") from None


def _row(given: GivenSettings) -> dict[str, Any]:
    return {
        "version": given.version,
        "edition_id": given.wanted.edition_id,
        "at_ms": given.at_ms,
        "by": given.by,
        "for_kiosks": msgspec.json.encode(given.wanted.for_kiosks).decode(),
        "body": msgspec.json.encode(given.wanted.settings).decode(),
        "overrules": given.wanted.overrules,
    }


def _given(row: Mapping[Any, Any]) -> GivenSettings:
    settings = msgspec.json.decode(row["body"], type=RemoteSettings)
    whom = msgspec.json.decode(row["for_kiosks"], type=tuple[str, ...])
    wanted = SettingsWanted(row["edition_id"], settings, whom, row["overrules"])
    return GivenSettings(row["version"], row["at_ms"], row["by"], wanted)
