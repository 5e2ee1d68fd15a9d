"""Alarms reach somebody: each that is told is called out until the call was taken, or nobody need come.

A call is written down in the transaction that raises the alarm, so that none is lost with a process; it may
come twice, and says each time which alarm it is. Functions work inside the caller's transaction.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec
from sqlalchemy import ColumnElement, Connection, select, update

from kiosk.gateway.counter.alarm_store import Alarm, by_number
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_counter_alarms import alarm_call

FIRST_PAUSE_MS = 15_000
LONGEST_PAUSE_MS = 900_000
GIVE_UP_AFTER_MS = 86_400_000
LEASE_MS = 60_000
"""So long nobody else makes the same call."""
MOST_AT_ONCE = 20
_COLUMN = alarm_call.c

CallState = Literal["waiting", "made", "needless", "given_up"]


class AlarmTold(msgspec.Struct, frozen=True):
    """What whoever is called is told: small words and numbers, nothing of residents. `page`: where it is."""

    number: str
    kiosk_id: str
    rule: str
    subject: str
    level: str
    since_ms: int
    told: int
    page: str


class CallFailed(Exception):
    """Why, in words for the log; nothing of where the call went."""


class AlarmCaller(Protocol):
    """Whoever takes alarms from here to people. One call at a time, which ends within seconds."""

    def call(self, told: AlarmTold) -> None:
        """Returns when the call was taken. Raises CallFailed."""
        ...


class Call(msgspec.Struct, frozen=True):
    number: str
    told: int
    at_ms: int
    state: CallState
    due_ms: int
    tries: int


def enter(connection: Connection, alarms: Sequence[Alarm], now_ms: int) -> None:
    """Of a notice nobody is called: it is on the page."""
    for alarm in alarms:
        if alarm.level != "notice":
            call = Call(alarm.number, alarm.told, now_ms, "waiting", now_ms, 0)
            insert_new(connection, alarm_call, [msgspec.structs.asdict(call)])


def due(connection: Connection, now_ms: int) -> Sequence[Call]:
    """The oldest first."""
    waits = (_COLUMN.state == "waiting") & (_COLUMN.due_ms <= now_ms)
    found = select(alarm_call).where(waits).order_by(_COLUMN.at_ms, _COLUMN.number).limit(MOST_AT_ONCE)
    return [as_struct(row, Call) for row in connection.execute(found).mappings()]


def take(connection: Connection, call: Call, now_ms: int) -> Alarm | None:
    """The alarm, if nobody else makes the call now and somebody is still to be called."""
    leased = update(alarm_call).where(_mine(call), _COLUMN.due_ms == call.due_ms, _COLUMN.state == "waiting")
    if connection.execute(leased.values(due_ms=now_ms + LEASE_MS)).rowcount != 1:
        return None
    alarm = by_number(connection, call.number)
    if alarm is None or alarm.state != "open":
        end(connection, call, "needless")
        return None
    return alarm


def end(connection: Connection, call: Call, state: CallState) -> None:
    connection.execute(update(alarm_call).where(_mine(call)).values(state=state))


def try_again(connection: Connection, call: Call, now_ms: int) -> CallState:
    """Later and later, for a day."""
    if now_ms - call.at_ms >= GIVE_UP_AFTER_MS:
        end(connection, call, "given_up")
        return "given_up"
    pause_ms = min(FIRST_PAUSE_MS * 2 ** min(call.tries, 10), LONGEST_PAUSE_MS)
    later = {"tries": call.tries + 1, "due_ms": now_ms + pause_ms}
    connection.execute(update(alarm_call).where(_mine(call)).values(later))
    return "waiting"


def _mine(call: Call) -> ColumnElement[bool]:
    return (_COLUMN.number == call.number) & (_COLUMN.told == call.told)
