"""Alarms: of kiosks, judged at every heartbeat and looked for in silence, and of the gateway's books; handled
by people.

Who acts is found out inside the transaction of the act, by whoever calls.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, update

from kiosk.gateway.cases import findings
from kiosk.gateway.cases.findings import Finding
from kiosk.gateway.counter import alarm_calls, alarm_store
from kiosk.gateway.counter.alarm_judgement import Findings, Judged, Watched, judge
from kiosk.gateway.counter.alarm_rules import AlarmBook, AlarmLevel, BooksWatch, SilenceWatch, seen
from kiosk.gateway.counter.alarm_store import OF_NO_KIOSK, Alarm, AlarmEvent
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_counter_alarms import alarm
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.trust.who import Who
from kiosk.wire.heartbeats import Heartbeat

AlarmState = Literal["open", "cleared", "handled"]
HandledHow = Literal["repaired", "refilled", "emptied", "restarted", "visited", "false_alarm", "other"]
HANDLED_HOW: tuple[HandledHow, ...] = get_args(HandledHow)
MOST_WORDS = 200
MOST_ROWS = 200


class AlarmWish(msgspec.Struct, frozen=True):
    """None and "" filter nothing."""

    state: AlarmState | None = "open"
    level: AlarmLevel | None = None
    kiosk_id: str = ""
    rule: str = ""


class AlarmPage(msgspec.Struct, frozen=True):
    """`of`: how many alarms answer to the wish in all."""

    rows: tuple[Alarm, ...]
    of: int


class AlarmFile(msgspec.Struct, frozen=True):
    """An alarm and its history, which begins with the raising."""

    alarm: Alarm
    history: tuple[AlarmEvent, ...]


class Alarms:
    def __init__(self, database: Database, time: SteadyTime, book: AlarmBook, *, calls: bool = False) -> None:
        """`calls`: somebody takes alarms from here to people."""
        self._calls = calls
        self._database = database
        self._time = time
        self.book = book

    # -- the gateway's ---------------------------------------------------------------------------------

    def heard(
        self, connection: Connection, kiosk_id: str, before: Sequence[Watched], beat: Heartbeat, now_ms: int
    ) -> Sequence[Alarm]:
        """Inside the caller's transaction, which has taken the kiosk's row and read what is watched of it;
        whom to tell of."""
        ahead_ms = beat.wall_ms - now_ms
        now_seen = {name: seen(rule, beat, ahead_ms) for name, rule in self.book.rules.items()}
        judged = judge(self.book, now_seen, before, now_ms)
        return self._carry_out(connection, kiosk_id, before, judged, now_ms)

    def silent(self, connection: Connection, kiosk_id: str, since_ms: int, now_ms: int) -> Sequence[Alarm]:
        """As `heard`, of a kiosk that has not been since then: of all else nobody can say."""
        before = alarm_store.watched(connection, kiosk_id)
        judged = judge(self.book, self._silence(), before, now_ms, since_ms)
        return self._carry_out(connection, kiosk_id, before, judged, now_ms)

    def silence_is_news(self, before: Sequence[Watched], since_ms: int, now_ms: int) -> bool:
        """Whether `silent` would write anything."""
        judged = judge(self.book, self._silence(), before, now_ms, since_ms)
        return bool(judged.acts) or judged.watched != tuple(before)

    def books_wrong(
        self, connection: Connection, standing: Sequence[Finding], now_ms: int
    ) -> Sequence[Alarm]:
        """As `silent`, of the gateway's own books."""
        before = alarm_store.watched(connection, OF_NO_KIOSK)
        judged = judge(self.book, self._books(standing), _woken(before, standing, now_ms), now_ms)
        words = {rule: _words_of(standing, rule) for rule in _rules_of(standing)}
        return self._carry_out(connection, OF_NO_KIOSK, before, judged, now_ms, words)

    def books_are_news(self, before: Sequence[Watched], standing: Sequence[Finding], now_ms: int) -> bool:
        """Whether `books_wrong` would write anything."""
        judged = judge(self.book, self._books(standing), _woken(before, standing, now_ms), now_ms)
        return bool(judged.acts) or judged.watched != tuple(before)

    def _carry_out(
        self,
        connection: Connection,
        kiosk_id: str,
        before: Sequence[Watched],
        judged: Judged,
        now_ms: int,
        words: Mapping[str, str] = alarm_store.NO_WORDS,
    ) -> Sequence[Alarm]:
        told = alarm_store.carry_out(connection, self.book, kiosk_id, before, judged, now_ms, words)
        if self._calls:
            alarm_calls.enter(connection, told, now_ms)
        return told

    def _silence(self) -> Findings:
        rules = self.book.rules.items()
        return {
            name: frozenset({""}) if isinstance(rule.watch, SilenceWatch) else None for name, rule in rules
        }

    def _books(self, standing: Sequence[Finding]) -> Findings:
        rules = self.book.rules.items()
        wrong = _rules_of(standing)
        return {name: wrong if isinstance(rule.watch, BooksWatch) else None for name, rule in rules}

    # -- people's --------------------------------------------------------------------------------------

    def page(self, wish: AlarmWish | None = None, first: int = 0, most: int = 50) -> AlarmPage:
        """The newest first; `most` up to MOST_ROWS, from the `first`, counted from 0."""
        with self._database.reading() as connection:
            rows, of = alarm_store.listed(
                connection, _where(wish or AlarmWish()), first, min(most, MOST_ROWS)
            )
        return AlarmPage(tuple(rows), of)

    def file(self, number: str) -> AlarmFile:
        """Raises Refused: record_unknown."""
        with self._database.reading() as connection:
            return _file(connection, number)

    def take(self, number: str, who: Who, seen: str = "") -> AlarmFile:
        """Somebody looks into it now; whoever took it before does no longer. `seen`: whom they saw at it, ""
        for nobody.

        Raises Refused: record_unknown, record_closed, record_changed where it is with somebody else by now.
        """

        def taken(connection: Connection) -> AlarmFile:
            by, found = who(connection), _taken(connection, number)
            if found.taken_by not in {by, seen or None}:
                raise Refused("record_changed", "a colleague has taken it up meanwhile")
            if found.taken_by != by:
                connection.execute(update(alarm).where(alarm.c.number == number).values(taken_by=by))
                alarm_store.note(connection, number, "taken", by, self._time.now_ms())
            return _file(connection, number)

        return self._database.write(taken)

    def handle(self, number: str, who: Who, how: HandledHow, words: str = "") -> AlarmFile:
        """Somebody says what was done. If it is still so after the rule's `again_s`, it is a new alarm; of
        the books only what the auditor finds anew, and at once what nobody has seen to.

        Raises Refused: record_unknown, record_closed, malformed.
        """
        if how not in HANDLED_HOW or len(words) > MOST_WORDS or not words.isprintable():
            raise Refused("malformed", "say how it was handled by one of the words, in one line at most")
        now_ms = self._time.now_ms()

        def handled(connection: Connection) -> AlarmFile:
            by, found = who(connection), _taken(connection, number)
            alarm_store.end(connection, number, "handled", by, now_ms, how, words)
            rule = self.book.rules.get(found.rule)
            quiet_until_ms = now_ms + (rule.again_s * 1000 if rule else 0)
            seen_to: Sequence[Finding] = ()
            if found.kiosk_id == OF_NO_KIOSK:
                seen_to = findings.of_rule(connection, found.subject)
                findings.drop_rule(connection, found.subject)
            _let_rest(connection, found, quiet_until_ms, seen_to)
            return _file(connection, number)

        return self._database.write(handled)


def _rules_of(standing: Sequence[Finding]) -> frozenset[str]:
    """The subjects of the alarms of the books: a finding that stands for days must not hide one of another
    rule, and one fault that is found a thousand times is one alarm."""
    return frozenset(each.rule for each in standing)


def _words_of(standing: Sequence[Finding], rule: str) -> str:
    found = [each for each in standing if each.rule == rule]
    more = f" (+{len(found) - 1})" if len(found) > 1 else ""
    return f"{found[0]}"[: MOST_WORDS - len(more)] + more


def _woken(before: Sequence[Watched], standing: Sequence[Finding], now_ms: int) -> tuple[Watched, ...]:
    """What rests as handled rests no longer where something is found that nobody has seen to."""

    def is_new(each: Watched) -> bool:
        found = {finding.subject for finding in standing if finding.rule == each.subject}
        return bool(each.handled) and not found.issubset(each.handled)

    return tuple(
        replace(each, since_ms=now_ms, quiet_until_ms=0, handled=()) if is_new(each) else each
        for each in before
    )


def _let_rest(
    connection: Connection, handled: Alarm, quiet_until_ms: int, seen_to: Sequence[Finding]
) -> None:
    """What was watched for this alarm is not told before then."""
    subjects = tuple(each.subject for each in seen_to)
    now = [
        replace(each, number=None, told=0, told_ms=0, quiet_until_ms=quiet_until_ms, handled=subjects)
        if each.number == handled.number
        else each
        for each in alarm_store.watched(connection, handled.kiosk_id)
    ]
    alarm_store.keep_watched(connection, handled.kiosk_id, now)


def _taken(connection: Connection, number: str) -> Alarm:
    """The alarm, open, with its kiosk's row taken."""
    found = _file(connection, number).alarm
    alarm_store.take_row(connection, found.kiosk_id)
    found = _file(connection, number).alarm
    if found.state != "open":
        raise Refused("record_closed", "the alarm is over")
    return found


def _file(connection: Connection, number: str) -> AlarmFile:
    found = alarm_store.by_number(connection, number)
    if found is None:
        raise Refused("record_unknown", "there is no such alarm")
    return AlarmFile(found, tuple(alarm_store.history(connection, number)))


def _where(wish: AlarmWish) -> list[ColumnElement[bool]]:
    wanted = {"state": wish.state, "level": wish.level, "kiosk_id": wish.kiosk_id, "rule": wish.rule}
    return [alarm.c[name] == value for name, value in wanted.items() if value]
