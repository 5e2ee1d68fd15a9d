"""What the auditor finds reaches people: an alarm of the gateway, once, for as long as it is so."""

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, update

from kiosk.gateway.cases import findings
from kiosk.gateway.cases.findings import Finding
from kiosk.gateway.counter import alarm_store
from kiosk.gateway.counter.alarm_store import OF_NO_KIOSK
from kiosk.gateway.counter.alarm_watch import AlarmWatch
from kiosk.gateway.counter.alarms import AlarmFile
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_call
from kiosk.gateway.trust.staff import Role

from .estate import Estate
from .heartbeats import WELL
from .operator.staff_room import StaffRoom
from .town import Town

APPROVES = "134567890123450000"
WRONG = [("", "books_wrong")] * 2
"""Legs and sum are at odds (I12), and so are sum and ledger (I1)."""


class Books(Estate):
    """With an auditor beside the watch, each looking every half minute."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.looks_anew()
        answer = town.pay(APPROVES)
        self.mine = schema.payment.c.payment_id == answer.payment_id
        self.amount_fen = answer.amount_fen
        self.payment_id = answer.payment_id

    def looks_anew(self) -> None:
        parts = self.town.gateway.parts
        self.auditor = Auditor(parts.database, parts.time)
        self.watch = AlarmWatch(parts.database, parts.time, self.alarms)

    def passes(self, minutes: float) -> None:
        for _ in range(round(minutes * 2)):
            self.town.clock.advance(30)
            self.auditor.rounds.once()
            assert not self.auditor.rounds.failing
            self.watch.look()

    def are_damaged(self, by_fen: int = 1) -> None:
        wrong = update(schema.payment).where(self.mine).values(amount_fen=self.amount_fen + by_fen)
        self.town.gateway.parts.database.write(lambda connection: connection.execute(wrong).rowcount)

    def found(self, *keys: tuple[str, str]) -> None:
        """As the auditor writes it down; what is there stays."""
        kept = [
            Finding(rule, subject, "told", self.town.gateway.parts.time.now_ms()) for rule, subject in keys
        ]
        self.town.gateway.parts.database.write(lambda connection: findings.keep(connection, kept))

    def watched(self, minutes: float) -> None:
        for _ in range(round(minutes * 2)):
            self.town.clock.advance(30)
            self.watch.look()

    def of(self, rule: str) -> AlarmFile:
        """The one that is open."""
        (found,) = [row for row in self.alarms.page().rows if row.subject == rule]
        return self.alarms.file(found.number)

    def handled(self, rule: str) -> None:
        number = self.of(rule).alarm.number
        self.alarms.take(number, lambda _connection: "anna")
        self.alarms.handle(number, lambda _connection: "anna", "other", "written to the company")

    def as_before(self) -> None:
        """The one that is open is of all the books."""

        def written(connection: Connection) -> None:
            (each,) = alarm_store.watched(connection, OF_NO_KIOSK)
            alarm_store.keep_watched(connection, OF_NO_KIOSK, [replace(each, subject="gateway")])
            connection.execute(update(alarm).values(subject="gateway"))

        self.town.gateway.parts.database.write(written)

    def rules_open(self) -> list[str]:
        return sorted(row.subject for row in self.alarms.page().rows)

    def standing(self) -> int:
        with self.town.gateway.parts.database.reading() as connection:
            return len(findings.standing(connection))


@pytest.fixture
def books(town: Town) -> Books:
    return Books(town)


def test_what_is_wrong_is_an_alarm_once_and_ends_when_it_is_mended(books: Books) -> None:
    books.passes(2)
    assert books.open() == []
    books.are_damaged()
    books.passes(1)
    assert books.open() == WRONG
    found = books.of("I1")
    assert found.alarm.level == "error"
    assert found.history[0].words.startswith(f"I1 {books.payment_id}: ")
    books.passes(30)
    assert [event.act for event in books.of("I1").history] == ["raised"]
    books.are_damaged(by_fen=0)
    books.passes(16)
    ended = books.alarms.file(found.alarm.number)
    assert (books.open(), [event.act for event in ended.history]) == ([], ["raised", "cleared"])
    assert books.standing() == 0


def test_what_no_later_look_comes_past_and_no_other_process_knows_stays(books: Books) -> None:
    books.passes(2)
    books.are_damaged()
    books.passes(60)
    assert books.open() == WRONG
    books.town.clock.advance(26 * 3_600)
    books.town.restart()
    books.looks_anew()
    books.passes(30)
    assert books.open() == WRONG


def test_what_stands_for_days_hides_nothing_of_another_rule(books: Books) -> None:
    books.found(("I4", "load-1"), ("I4", "load-2"))
    books.watched(1)
    books.found(("I1", "payment-1"))
    books.watched(1)
    assert books.rules_open() == ["I1", "I4"]
    assert books.of("I1").history[0].words == "I1 payment-1: told"
    assert books.of("I4").history[0].words == "I4 load-1: told (+1)"


def test_one_is_handled_and_the_other_stays(books: Books) -> None:
    books.found(("I4", "load-1"), ("I1", "payment-1"))
    books.watched(1)
    books.handled("I4")
    assert (books.rules_open(), books.standing()) == (["I1"], 1)


def test_what_was_handled_rests_and_what_nobody_has_seen_to_is_told_at_once(books: Books) -> None:
    books.found(("I4", "load-1"))
    books.watched(1)
    books.handled("I4")
    books.found(("I4", "load-1"))
    books.watched(60)
    assert books.rules_open() == []
    books.found(("I4", "load-2"))
    books.watched(1)
    assert books.rules_open() == ["I4"]
    raised = books.of("I4").alarm
    assert raised.raised_ms - raised.since_ms == 0
    books.watched(60)
    assert [event.act for event in books.of("I4").history] == ["raised"]


def test_an_alarm_of_all_the_books_as_it_was_raised_before_ends_for_those_of_their_rules(
    books: Books,
) -> None:
    books.found(("I4", "load-1"))
    books.watched(1)
    books.as_before()
    books.watched(1)
    assert books.rules_open() == ["I4", "gateway"]
    books.watched(6)
    assert books.rules_open() == ["I4"]


def test_two_processes_that_find_the_same_raise_one_alarm(books: Books) -> None:
    books.are_damaged()
    parts = books.town.gateway.parts
    for _ in range(2):
        Auditor(parts.database, parts.time).watch()
        Estate(books.town).watch.look()
    assert (books.open(), books.standing()) == (WRONG, 2)


def test_what_somebody_has_seen_to_is_told_anew_only_where_it_is_found_anew(books: Books) -> None:
    books.passes(2)
    books.are_damaged()
    books.passes(5)
    for rule in ("I1", "I12"):
        books.handled(rule)
    assert (books.open(), books.standing()) == ([], 0)
    books.passes(30)
    assert books.open() == []
    books.looks_anew()
    books.passes(1)
    assert (books.open(), books.standing()) == (WRONG, 2)


def test_people_see_it_and_are_called(file_town: Town) -> None:
    books, room = Books(file_town), StaffRoom(file_town)
    books.alarms._calls = True
    books.beats(WELL)
    books.are_damaged()
    books.passes(1)
    assert file_town.count(alarm_call) == len(WRONG)
    anna, number = room.signed_in("anna", Role.CLERK), books.of("I12").alarm.number
    assert "the gateway itself" in anna.get("/operator/alarms").text
    page = anna.get(f"/operator/alarms/{number}").text
    assert "What the auditor has found" in page
    assert f"I12 {books.payment_id}: legs of" in page
    assert f"I1 {books.payment_id}" not in page
    assert 'href="/operator/fleet/"' not in page
