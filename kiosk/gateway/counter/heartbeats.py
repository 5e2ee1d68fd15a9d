"""Takes heartbeats in: the newest of each kiosk, and a row of history for each change and each hour.

The answer has what the gateway wants of the kiosk.

A heartbeat that comes twice, or after a later one of its run, changes nothing and is answered all the same.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.gateway.counter import command_store, publication_store
from kiosk.gateway.counter.alarm_judgement import Watched
from kiosk.gateway.counter.alarm_store import Alarm, read_watched
from kiosk.gateway.counter.alarm_watch import tell
from kiosk.gateway.counter.alarms import Alarms
from kiosk.gateway.counter.commands import RemoteCommands
from kiosk.gateway.counter.condition import condition_of
from kiosk.gateway.counter.settings_office import RemoteSettingsOffice
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_counter_fleet import kiosk_history, kiosk_state
from kiosk.gateway.steady_time import SteadyTime
from kiosk.wire.commands import SignedCommand
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer

EVERY_S = 60
KEEP_EVERY_MS = 3_600_000
_DAY_MS = 86_400_000
KEEP_FOR_MS = 3 * _DAY_MS
_CHANGES = ("run", "version", "level", "standing", "paper", "reasons")
"""What is news: a difference in one of these is a row of history."""


class Heartbeats:
    def __init__(
        self,
        database: Database,
        time: SteadyTime,
        alarms: Alarms,
        commands: RemoteCommands,
        settings: RemoteSettingsOffice,
    ) -> None:
        self._database = database
        self._time = time
        self._alarms = alarms
        self._commands = commands
        self._settings = settings

    def take(self, kiosk_id: str, beat: Heartbeat, key_id: str | None = None) -> HeartbeatAnswer:
        """`key_id` signed the request; None, nobody did."""
        now_ms = self._time.now_ms()
        tell(self._database.write(lambda connection: self._taken(connection, kiosk_id, beat, now_ms)))
        with self._database.reading() as connection:
            edition = publication_store.edition(connection)
            settings = self._settings.version_for(connection, kiosk_id)
            waits = bool(command_store.told_to(connection, kiosk_id, now_ms, 1))
        commands: tuple[SignedCommand, ...] = ()
        if waits or beat.reports:
            commands = self._commands.exchange(kiosk_id, beat.reports, key_id)
        return HeartbeatAnswer(kiosk_id, beat.run, beat.number, now_ms, EVERY_S, edition, commands, settings)

    def _taken(self, connection: Connection, kiosk_id: str, beat: Heartbeat, now_ms: int) -> Sequence[Alarm]:
        before = keep(connection, kiosk_id, beat, now_ms)
        return () if before is None else self._alarms.heard(connection, kiosk_id, before, beat, now_ms)


def keep(connection: Connection, kiosk_id: str, beat: Heartbeat, now_ms: int) -> tuple[Watched, ...] | None:
    """What was watched of the kiosk before, whose row is taken now; None for one that came late."""
    row = _row(kiosk_id, beat, now_ms)
    if insert_new(connection, kiosk_state, [row | {"kept_ms": now_ms, "watched": "[]"}]) == 1:
        _remember(connection, kiosk_id, now_ms, row["told"])
        return ()
    mine = kiosk_state.c.kiosk_id == kiosk_id
    before = connection.execute(select(kiosk_state).where(mine).with_for_update()).mappings().one()
    if before["run"] == beat.run and before["number"] >= beat.number:
        return None
    # A neighbour's clock may be a little ahead: nothing was heard before it was heard.
    row["heard_ms"] = max(now_ms, before["heard_ms"])
    is_news = any(row[name] != before[name] for name in _CHANGES)
    if is_news or now_ms - before["kept_ms"] >= KEEP_EVERY_MS:
        row["kept_ms"] = max(now_ms, before["kept_ms"] + 1)
        if row["kept_ms"] // _DAY_MS != before["kept_ms"] // _DAY_MS:
            _forget(connection, kiosk_id, row["kept_ms"])
        _remember(connection, kiosk_id, row["kept_ms"], row["told"])
    connection.execute(update(kiosk_state).where(mine).values(row))
    return read_watched(before["watched"])


def _forget(connection: Connection, kiosk_id: str, at_ms: int) -> None:
    """Once a day: whoever looks for old rows is in the way of those who write new ones beside them."""
    mine = kiosk_history.c.kiosk_id == kiosk_id
    connection.execute(delete(kiosk_history).where(mine & (kiosk_history.c.at_ms < at_ms - KEEP_FOR_MS)))


def _remember(connection: Connection, kiosk_id: str, at_ms: int, told: str) -> None:
    connection.execute(insert(kiosk_history), {"kiosk_id": kiosk_id, "at_ms": at_ms, "told": told})


def _row(kiosk_id: str, beat: Heartbeat, now_ms: int) -> dict[str, Any]:
    machine, condition = beat.machine, condition_of(beat.machine)
    box = machine.cash_box
    return {
        "kiosk_id": kiosk_id,
        "heard_ms": now_ms,
        "run": beat.run,
        "number": beat.number,
        "started_ms": now_ms - beat.up_s * 1000,
        "ahead_ms": beat.wall_ms - now_ms,
        "version": machine.version,
        "level": condition.level,
        "standing": machine.standing,
        "paper": machine.paper.state if machine.paper else None,
        "cash_notes": box.notes if box else None,
        "cash_fen": box.fen if box else None,
        "journal_open": machine.journal.open_entries,
        "reasons": msgspec.json.encode(condition.reasons).decode(),
        "told": msgspec.json.encode(msgspec.structs.replace(beat, reports=())).decode(),
    }
