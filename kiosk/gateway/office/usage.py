"""What was taken, hour by hour: folded into a few rows once an hour is over, read back by the day.

An hour is folded once, by whichever process comes first, when whatever was booked in it is surely there. What
comes later, such as a bill posted in the end or money that goes back, counts in the hour it was booked in.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, true

from kiosk.gateway.office.usage_hours import Usage, usage_of
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema import payment_event
from kiosk.gateway.sql.schema_usage import usage_hour
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment.day import EDGE_MS, date_at

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
_AHEAD_MS = 8 * HOUR_MS
"""Of China's days: they begin so much before those of UTC."""
EVERY_S = 60.0
_MOST_HOURS = 500
"""In one go; an hour in which nothing happened costs next to nothing."""

_USAGE, _EVENT = usage_hour.c, payment_event.c


class UsageFolding:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time
        self.rounds = Rounds(
            "figures",
            self._fold_all,
            EVERY_S,
            "the figures of the last hours could not be made; trying again",
        )

    def _fold_all(self) -> None:
        while self.fold() == _MOST_HOURS and not self.rounds.stopping.is_set():
            pass

    def fold(self) -> int:
        """How many hours were folded."""
        until_ms = (self._time.now_ms() - EDGE_MS) // HOUR_MS * HOUR_MS
        with self._database.reading() as connection:
            begin_ms = _next_hour_ms(connection)
        if begin_ms is None:
            return 0
        hours = range(begin_ms, until_ms, HOUR_MS)[:_MOST_HOURS]
        for hour_ms in hours:
            with self._database.reading() as connection:
                found = usage_of(connection, hour_ms, hour_ms + HOUR_MS)
            rows = [_row(hour_ms, usage) for usage in found]
            self._database.write(partial(_keep, rows=rows))
        return len(hours)


def usage_by_day(connection: Connection, from_ms: int, to_ms: int) -> Mapping[date, Sequence[Usage]]:
    found: dict[date, list[Usage]] = {}
    for day, usage in _summed(connection, (_USAGE.hour_ms + _AHEAD_MS) // DAY_MS, from_ms, to_ms):
        found.setdefault(date_at(day * DAY_MS - _AHEAD_MS), []).append(usage)
    return found


def payments_by_hour(connection: Connection, from_ms: int, to_ms: int) -> Mapping[int, int]:
    """By the hour of the day, of all days together."""
    hour = (_USAGE.hour_ms + _AHEAD_MS) % DAY_MS // HOUR_MS
    return {hour: usage.number for hour, usage in _summed(connection, hour, from_ms, to_ms, "all")}


def _summed(
    connection: Connection, part: ColumnElement[int], from_ms: int, to_ms: int, kind: str | None = None
) -> Iterator[tuple[int, Usage]]:
    of_part = part.label("part")
    within = (_USAGE.hour_ms >= from_ms) & (_USAGE.hour_ms < to_ms)
    within &= _USAGE.kind == kind if kind else true()
    sums = (func.sum(_USAGE.number), func.sum(_USAGE.fen))
    found = select(of_part, _USAGE.kind, _USAGE.name, *sums).where(within)
    grouped = found.group_by(of_part, _USAGE.kind, _USAGE.name)
    for which, of_kind, name, number, fen in connection.execute(grouped):
        yield int(which), Usage(of_kind, name, int(number), int(fen))


def folded_until_ms(connection: Connection) -> int | None:
    """The end of the last hour there are figures of."""
    last: int | None = connection.execute(select(func.max(_USAGE.hour_ms))).scalar_one()
    return None if last is None else last + HOUR_MS


def _next_hour_ms(connection: Connection) -> int | None:
    until_ms = folded_until_ms(connection)
    if until_ms is not None:
        return until_ms
    first: int | None = connection.execute(select(func.min(_EVENT.at_ms))).scalar_one()
    return None if first is None else first // HOUR_MS * HOUR_MS


def _keep(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """All of an hour, unless another process has it."""
    if insert_new(connection, usage_hour, rows[:1]) == 1:
        insert_new(connection, usage_hour, rows[1:])


def _row(hour_ms: int, usage: Usage) -> dict[str, Any]:
    return {"hour_ms": hour_ms} | msgspec.structs.asdict(usage)
