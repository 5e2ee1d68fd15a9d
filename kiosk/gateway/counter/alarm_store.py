"""Alarms in SQL: what is watched of a kiosk, the alarms themselves, and who did what about them.

Whoever judges or handles takes the kiosk's row first, so that one at a time does. Functions work inside the
caller's transaction.
"""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, update

from kiosk.gateway.counter.alarm_judgement import Judged, Watched
from kiosk.gateway.counter.alarm_rules import AlarmBook, AlarmLevel
from kiosk.gateway.sql.counted import counted
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_event
from kiosk.gateway.sql.schema_counter_fleet import kiosk_state
from kiosk.gateway.sql.schema_findings import gateway_state
from kiosk.gateway.steady_time import local_time

GATEWAY = "gateway"
"""Who acts, where no operator does."""
OF_NO_KIOSK = ""
"""In the place of a kiosk's id: an alarm of the gateway itself."""
NO_WORDS: Mapping[str, str] = MappingProxyType({})
_TRIES = 8


class Alarm(msgspec.Struct, frozen=True):
    """`kiosk_id` is OF_NO_KIOSK for one of the gateway itself. `since_ms`: since when it has been so;
    `raised_ms`: when somebody was first told. `taken_by` looks into it. cleared: it is well again by itself;
    handled: somebody says what they did, in `ended_how`."""

    number: str
    kiosk_id: str
    rule: str
    subject: str
    level: AlarmLevel
    since_ms: int
    raised_ms: int
    told: int
    state: Literal["open", "cleared", "handled"]
    taken_by: str | None = None
    ended_ms: int | None = None
    ended_by: str | None = None
    ended_how: str | None = None


class AlarmEvent(msgspec.Struct, frozen=True):
    at_ms: int
    act: str
    by: str
    words: str


class NoNumberFree(RuntimeError):
    pass


def watched(connection: Connection, kiosk_id: str) -> tuple[Watched, ...]:
    """The kiosk's row is taken, or the gateway's."""
    table, mine = _row(kiosk_id)
    if kiosk_id == OF_NO_KIOSK:
        insert_new(connection, gateway_state, [{"name": GATEWAY, "watched": "[]"}])
    found = select(table.c.watched).where(mine).with_for_update()
    return read_watched(connection.execute(found).scalar_one())


def watched_of_gateway(connection: Connection) -> tuple[Watched, ...]:
    """Nothing is taken."""
    table, mine = _row(OF_NO_KIOSK)
    return read_watched(connection.execute(select(table.c.watched).where(mine)).scalar_one_or_none() or "[]")


def take_row(connection: Connection, kiosk_id: str) -> None:
    """One at a time judges or handles what is of this kiosk, or of the gateway."""
    table, mine = _row(kiosk_id)
    connection.execute(select(table.c.watched).where(mine).with_for_update())


def read_watched(text: str) -> tuple[Watched, ...]:
    return msgspec.json.decode(text, type=tuple[Watched, ...])


def keep_watched(connection: Connection, kiosk_id: str, now: Sequence[Watched]) -> None:
    text = msgspec.json.encode(now).decode()
    table, mine = _row(kiosk_id)
    connection.execute(update(table).where(mine).values(watched=text))


def carry_out(
    connection: Connection,
    book: AlarmBook,
    kiosk_id: str,
    before: Sequence[Watched],
    judged: Judged,
    now_ms: int,
    words: Mapping[str, str] = NO_WORDS,
) -> Sequence[Alarm]:
    """Write down what was judged; the alarms somebody is to be told of now. `words`, by subject, tell more of
    why."""
    tell: list[Alarm] = []
    numbers: dict[tuple[str, str], str] = {}
    for act, each in judged.acts:
        more = words.get(each.subject, "")
        if act == "raised":
            raised = _raise(connection, kiosk_id, each, book.rules[each.rule].level, now_ms, more)
            numbers[each.key] = raised.number
            tell.append(raised)
        elif act == "cleared":
            end(connection, str(each.number), "cleared", GATEWAY, now_ms)
        elif _told_again(connection, each, now_ms, more):
            tell.append(_known(connection, str(each.number)))
    now = [
        msgspec.structs.replace(each, number=numbers.get(each.key, each.number)) for each in judged.watched
    ]
    if tuple(now) != tuple(before):
        keep_watched(connection, kiosk_id, now)
    return tell


def end(
    connection: Connection,
    number: str,
    state: Literal["cleared", "handled"],
    by: str,
    now_ms: int,
    how: str = "",
    words: str = "",
) -> bool:
    """Whether it was open; whoever ends it first has ended it."""
    values = {"state": state, "ended_ms": now_ms, "ended_by": by, "ended_how": how or None}
    mine = (alarm.c.number == number) & (alarm.c.state == "open")
    ended = connection.execute(update(alarm).where(mine).values(values)).rowcount == 1
    if ended:
        note(connection, number, how or state, by, now_ms, words)
    return ended


def note(connection: Connection, number: str, act: str, by: str, now_ms: int, words: str = "") -> None:
    """Into the history of an alarm whose row or kiosk is taken."""
    steps = select(func.count()).select_from(alarm_event).where(alarm_event.c.number == number)
    step = connection.execute(steps).scalar_one() + 1
    row = {"number": number, "step": step, "at_ms": now_ms, "act": act, "by": by, "words": words}
    connection.execute(insert(alarm_event), row)


def by_number(connection: Connection, number: str) -> Alarm | None:
    row = connection.execute(select(alarm).where(alarm.c.number == number)).mappings().one_or_none()
    return None if row is None else as_struct(row, Alarm)


def history(connection: Connection, number: str) -> Sequence[AlarmEvent]:
    found = select(alarm_event).where(alarm_event.c.number == number).order_by(alarm_event.c.step)
    return [as_struct(row, AlarmEvent) for row in connection.execute(found).mappings()]


def listed(
    connection: Connection, where: Sequence[ColumnElement[bool]], first: int, most: int
) -> tuple[Sequence[Alarm], int]:
    """The newest first, and how many there are, as far as anybody counts."""
    of = counted(connection, alarm, where)
    found = select(alarm).where(*where).order_by(alarm.c.raised_ms.desc(), alarm.c.number)
    rows = connection.execute(found.offset(first).limit(most)).mappings()
    return [as_struct(row, Alarm) for row in rows], of


def _raise(
    connection: Connection, kiosk_id: str, each: Watched, level: AlarmLevel, now_ms: int, words: str
) -> Alarm:
    day = local_time(now_ms).strftime("%y%m%d")
    for _ in range(_TRIES):
        number = f"{day}{secrets.randbelow(10**8):08d}"
        raised = Alarm(
            number, kiosk_id, each.rule, each.subject, level, each.since_ms, now_ms, each.told, "open"
        )
        if insert_new(connection, alarm, [msgspec.structs.asdict(raised)]) == 1:
            note(connection, number, "raised", GATEWAY, now_ms, words)
            return raised
    raise NoNumberFree(each.rule)


def _told_again(connection: Connection, each: Watched, now_ms: int, words: str) -> bool:
    number = str(each.number)
    mine = (alarm.c.number == number) & (alarm.c.state == "open")
    is_open = connection.execute(update(alarm).where(mine).values(told=each.told)).rowcount == 1
    if is_open:
        note(connection, number, "told_again", GATEWAY, now_ms, words)
    return is_open


def _known(connection: Connection, number: str) -> Alarm:
    found = by_number(connection, number)
    assert found is not None
    return found


def _row(kiosk_id: str) -> tuple[Table, ColumnElement[bool]]:
    """Where it stands what is watched."""
    if kiosk_id == OF_NO_KIOSK:
        return gateway_state, gateway_state.c.name == GATEWAY
    return kiosk_state, kiosk_state.c.kiosk_id == kiosk_id
