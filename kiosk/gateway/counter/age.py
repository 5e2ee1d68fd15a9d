"""What the counter forgets with age: ended alarms, requests and commands, logs, sessions of cards.

A few rows a transaction, so that nobody waits for it. Functions work inside the caller's transaction.
Nothing that is open ever goes, and nothing about money: that stays in the books.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Select, Table, delete, exists, select

from kiosk.gateway.counter import command_states, request_states
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_call, alarm_event
from kiosk.gateway.sql.schema_counter_commands import kiosk_command, kiosk_command_event, kiosk_log
from kiosk.gateway.sql.schema_counter_requests import (
    service_document,
    service_document_part,
    service_request,
    service_request_event,
)
from kiosk.gateway.sql.schema_loads import card_session, load
from kiosk.payment.load_state import LOAD_ENDS
from kiosk.wire.requests import DRAFT_DAYS

DAY_MS = 86_400_000
MOST_AT_ONCE = 100


class Aging(msgspec.Struct, frozen=True):
    """`what` with `key` goes after so many days, and with it, under the same key, all that hangs on it."""

    name: str
    days: int
    what: Table
    key: str
    since: ColumnElement[Any]
    when: ColumnElement[bool]
    with_it: tuple[Table, ...] = ()


_REQUEST, _SESSION = service_request.c, card_session.c
_LOADS_OVER = sorted(state.value for state in LOAD_ENDS)

AGING: tuple[Aging, ...] = (
    Aging(
        "alarms",
        400,
        alarm,
        "number",
        alarm.c.ended_ms,
        alarm.c.state != "open",
        (alarm_event, alarm_call),
    ),
    Aging(
        "requests",
        400,
        service_request,
        "request_id",
        _REQUEST.changed_ms,
        _REQUEST.state.in_(sorted(request_states.FINAL)),
        (service_document_part, service_document, service_request_event),
    ),
    Aging(
        "drafts",  # nobody has sent them, and somebody's words are in them
        DRAFT_DAYS,
        service_request,
        "request_id",
        _REQUEST.changed_ms,
        _REQUEST.state == "draft",
        (service_document_part, service_document, service_request_event),
    ),
    Aging(
        "logs",
        30,
        kiosk_log,
        "command_id",
        kiosk_log.c.at_ms,
        kiosk_log.c.at_ms > 0,
    ),
    Aging(
        "commands",
        400,
        kiosk_command,
        "command_id",
        kiosk_command.c.changed_ms,
        kiosk_command.c.state.not_in(sorted(command_states.OPEN)),
        (kiosk_command_event, kiosk_log),
    ),
    Aging(
        "card sessions",
        30,
        card_session,
        "session_id",
        _SESSION.begun_ms,
        (
            _SESSION.load_id.is_(None)
            | exists().where(load.c.load_id == _SESSION.load_id, load.c.state.in_(_LOADS_OVER))
        ),
    ),
)


def due_of(aging: Aging, now_ms: int) -> Select[tuple[Any]]:
    """The keys of the oldest that have come of age."""
    due = select(_key(aging.what, aging)).where(aging.when, aging.since < now_ms - aging.days * DAY_MS)
    return due.order_by(aging.since).limit(MOST_AT_ONCE)


def due(connection: Connection, aging: Aging, now_ms: int) -> Sequence[Any]:
    return connection.execute(due_of(aging, now_ms)).scalars().all()


def forget(connection: Connection, aging: Aging, now_ms: int, keys: Sequence[Any]) -> int:
    """Those of `keys` that are due still; how many went."""
    still = due_of(aging, now_ms).where(_key(aging.what, aging).in_(keys))
    gone = connection.execute(still).scalars().all()
    if gone:
        # First what it is about: the database keeps a history as long as that is there.
        for table in (aging.what, *aging.with_it):
            connection.execute(delete(table).where(_key(table, aging).in_(gone)))
    return len(gone)


def _key(table: Table, aging: Aging) -> Column[Any]:
    return table.c[aging.key]
