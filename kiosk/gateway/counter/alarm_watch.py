"""Looks for kiosks that have fallen silent, and for what the auditor has found, every half minute, in every
gateway process.

A gateway that was away itself has not heard anybody: silence counts from when this watch last could look.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select

from kiosk.gateway.cases import findings
from kiosk.gateway.counter import alarm_store
from kiosk.gateway.counter.alarm_rules import SilenceWatch
from kiosk.gateway.counter.alarm_store import Alarm, read_watched
from kiosk.gateway.counter.alarms import Alarms
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.faults import DATABASE_TROUBLE
from kiosk.gateway.sql.schema_counter_fleet import kiosk_state
from kiosk.gateway.sql.schema_keys import kiosk_key
from kiosk.gateway.steady_time import SteadyTime

log = logging.getLogger(__name__)

_COLUMN = kiosk_state.c

EVERY_S = 30.0
_TORN_MS = 120_000
"""Later than this after the look before, the gateway was not there between them."""


class AlarmWatch:
    def __init__(self, database: Database, time: SteadyTime, alarms: Alarms) -> None:
        self._database = database
        self._time = time
        self._alarms = alarms
        self._listening_since_ms: int | None = None
        self._looked_ms = 0
        self.rounds = Rounds(
            "alarms", self._look_or_be_deaf, EVERY_S, "nobody can be heard; silence counts anew"
        )

    def _look_or_be_deaf(self) -> None:
        try:
            self.look()
        except DATABASE_TROUBLE:
            self._listening_since_ms = None
            raise

    def look(self) -> Sequence[Alarm]:
        """Whom to tell of, told in the log as well."""
        now_ms = self._time.now_ms()
        if self._listening_since_ms is None or now_ms - self._looked_ms > _TORN_MS:
            self._listening_since_ms = now_ms
        self._looked_ms = now_ms
        found = [alarm for kiosk_id in self._quiet(now_ms) for alarm in self._judge(kiosk_id, now_ms)]
        found += self._look_at_books(now_ms)
        tell(found)
        return found

    def _look_at_books(self, now_ms: int) -> Sequence[Alarm]:
        with self._database.reading() as connection:
            standing, before = findings.standing(connection), alarm_store.watched_of_gateway(connection)
        if not self._alarms.books_are_news(before, standing, now_ms):
            return ()
        return self._database.write(lambda at: self._alarms.books_wrong(at, findings.standing(at), now_ms))

    def _quiet(self, now_ms: int) -> Sequence[str]:
        """Of whom there is something new to write down; most of the silent have long been told of."""
        silences = [
            rule.after_s for rule in self._alarms.book.rules.values() if isinstance(rule.watch, SilenceWatch)
        ]
        if not silences:
            return ()
        with self._database.reading() as connection:
            quiet = _COLUMN.heard_ms <= now_ms - min(silences) * 1000
            found = select(_COLUMN.kiosk_id, _COLUMN.heard_ms, _COLUMN.watched).where(quiet, _in_use(now_ms))
            return [
                kiosk_id
                for kiosk_id, heard_ms, watched in connection.execute(found)
                if self._alarms.silence_is_news(read_watched(watched), self._since_ms(heard_ms), now_ms)
            ]

    def _since_ms(self, heard_ms: int) -> int:
        return max(heard_ms, self._listening_since_ms or 0)

    def _judge(self, kiosk_id: str, now_ms: int) -> Sequence[Alarm]:
        """One transaction a kiosk: whoever is heard meanwhile is not in its way."""
        mine = select(_COLUMN.heard_ms).where(_COLUMN.kiosk_id == kiosk_id).with_for_update()

        def judged(connection: Connection) -> Sequence[Alarm]:
            since_ms = self._since_ms(connection.execute(mine).scalar_one())
            return self._alarms.silent(connection, kiosk_id, since_ms, now_ms)

        return self._database.write(judged)


def _in_use(now_ms: int) -> ColumnElement[bool]:
    """Not retired: of a kiosk that has keys one must count still; one of a demonstration has none."""
    its_keys = select(kiosk_key.c.key_id).where(kiosk_key.c.kiosk_id == _COLUMN.kiosk_id)
    counts = kiosk_key.c.valid_until_ms.is_(None) | (kiosk_key.c.valid_until_ms > now_ms)
    return ~its_keys.exists() | its_keys.where(counts).exists()


def tell(alarms: Sequence[Alarm]) -> None:
    """To whoever reads the log; pages show them by themselves."""
    for alarm in alarms:
        where = alarm.kiosk_id or "the gateway itself"
        log.error("ALARM %s: %s %s at %s", alarm.number, alarm.rule, alarm.subject, where)
