"""What the auditor finds reaches people: an alarm of the gateway, once, for as long as it is so."""

import pytest
from sqlalchemy import update

from kiosk.gateway.cases import findings
from kiosk.gateway.counter.alarm_watch import AlarmWatch
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.schema_counter_alarms import alarm_call

from .estate import Estate
from .heartbeats import WELL
from .operator.staff_room import Role, StaffRoom
from .town import Town

APPROVES = "134567890123450000"
WRONG = [("", "books_wrong")]


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
    found = books.one()
    assert (found.alarm.subject, found.alarm.level) == ("gateway", "error")
    assert found.history[0].words.startswith(f"I1 {books.payment_id}: ")
    books.passes(30)
    assert [event.act for event in books.one().history] == ["raised"]
    books.are_damaged(by_fen=0)
    books.passes(16)
    assert [event.act for event in books.one().history] == ["raised", "cleared"]
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
    number = books.one().alarm.number
    books.alarms.take(number, lambda _connection: "anna")
    ended = books.alarms.handle(number, lambda _connection: "anna", "other", "booked by hand")
    assert (ended.alarm.state, books.standing()) == ("handled", 0)
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
    assert file_town.count(alarm_call) == 1
    anna, number = room.signed_in("anna", Role.CLERK), books.one().alarm.number
    assert "the gateway itself" in anna.get("/operator/alarms").text
    page = anna.get(f"/operator/alarms/{number}").text
    assert "What the auditor has found" in page
    assert f"I12 {books.payment_id}: legs of" in page
    assert 'href="/operator/fleet/"' not in page
