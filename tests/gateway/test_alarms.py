"""Alarms over real databases: raised by heartbeats and by silence, told, taken, handled, cleared."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.alarms import AlarmFile
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_event
from kiosk.gateway.trust import kiosk_keys
from kiosk.gateway.trust.who import Who
from kiosk.runtime.clock import FakeClock

from .estate import CLOSED, Estate
from .heartbeats import NO_PAPER, WELL, beat
from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town


@pytest.fixture
def estate(town: Town) -> Iterator[Estate]:
    return Estate(town)


def named(name: str) -> Who:
    return lambda _connection: name


def acts(file: AlarmFile) -> list[str]:
    return [event.act for event in file.history]


def test_an_alarm_is_raised_told_again_and_cleared_by_itself(
    estate: Estate, caplog: pytest.LogCaptureFixture
) -> None:
    estate.beats(NO_PAPER, 2)
    assert estate.open() == []
    estate.beats(NO_PAPER)
    found = estate.one()
    assert (found.alarm.rule, found.alarm.subject, found.alarm.level) == ("paper_out", "printer", "error")
    assert found.alarm.raised_ms - found.alarm.since_ms == 120_000
    told = [record.getMessage() for record in caplog.records if "ALARM" in record.getMessage()]
    assert told == [f"ALARM {found.alarm.number}: paper_out printer at kiosk-1"]
    estate.beats(NO_PAPER, 300, every=10)
    assert acts(estate.one()) == ["raised", "told_again"]
    estate.beats(WELL, 4)
    ended = estate.one()
    assert acts(ended) == ["raised", "told_again", "cleared"]
    assert (ended.alarm.state, ended.alarm.ended_by) == ("cleared", "gateway")
    assert estate.open() == []


def test_a_heartbeat_that_comes_twice_or_late_raises_nothing_twice(estate: Estate) -> None:
    estate.beats(NO_PAPER, 3)
    taken = estate.town.gateway.counter.heartbeats
    for number in (3, 2, 1):
        taken.take("kiosk-1", beat(number, NO_PAPER))
    assert acts(estate.one()) == ["raised"]


def test_what_has_been_told_costs_no_more_writing(estate: Estate) -> None:
    estate.passes(1)
    estate.beats()
    estate.passes(30)
    before = estate.town.gateway.parts.database.writes
    estate.passes(30)
    assert estate.town.gateway.parts.database.writes == before


def test_a_retired_kiosk_is_not_missed(estate: Estate) -> None:
    SignedKiosk(estate.town)
    estate.passes(1)
    estate.beats()
    now_ms = estate.town.gateway.parts.time.now_ms()
    estate.town.gateway.parts.database.write(lambda at: kiosk_keys.retire(at, "kiosk-1", now_ms))
    estate.passes(30)
    assert estate.open() == []


def test_somebody_takes_an_alarm_and_says_how_it_was_handled(estate: Estate) -> None:
    estate.beats(CLOSED, 6)
    number = estate.one().alarm.number
    assert estate.alarms.take(number, named("wang")).alarm.taken_by == "wang"
    estate.alarms.take(number, named("wang"))
    estate.alarms.take(number, named("li"), seen="wang")
    handled = estate.alarms.handle(number, named("li"), "visited", "a new disk is on its way")
    assert (handled.alarm.state, handled.alarm.ended_how) == ("handled", "visited")
    assert [(event.act, event.by) for event in handled.history] == [
        ("raised", "gateway"),
        ("taken", "wang"),
        ("taken", "li"),
        ("visited", "li"),
    ]
    assert handled.history[-1].words == "a new disk is on its way"


def test_what_is_handled_and_still_so_is_a_new_alarm_after_a_while(estate: Estate) -> None:
    estate.beats(CLOSED, 6)
    estate.alarms.handle(estate.one().alarm.number, named("li"), "repaired")
    estate.beats(CLOSED, 14_400 // 60 - 10, every=10)
    estate.beats(CLOSED, 9)
    assert estate.open() == []
    estate.beats(CLOSED, 2)
    assert estate.open() == [("kiosk-1", "closed")]
    assert estate.town.count(alarm) == 2


def test_an_alarm_that_is_over_or_never_was_is_refused(estate: Estate) -> None:
    estate.beats(CLOSED, 6)
    number = estate.one().alarm.number
    estate.alarms.handle(number, named("li"), "other")
    for act in (
        lambda: estate.alarms.take(number, named("li")),
        lambda: estate.alarms.handle(number, named("li"), "other"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "record_closed"
    with pytest.raises(Refused) as unknown:
        estate.alarms.take("26112100000000", named("li"))
    assert unknown.value.code == "record_unknown"


@pytest.mark.parametrize(
    ("how", "words"), [("burnt", ""), ("other", "x" * 201), ("other", "two\nlines"), ("", "")]
)
def test_how_it_was_handled_is_one_of_the_words(estate: Estate, how: Any, words: str) -> None:
    estate.beats(CLOSED, 6)
    with pytest.raises(Refused) as refused:
        estate.alarms.handle(estate.one().alarm.number, named("li"), how, words)
    assert refused.value.code == "malformed"
    assert estate.one().alarm.state == "open"


def test_alarms_are_listed_as_they_are_asked_for(estate: Estate) -> None:
    estate.beats(CLOSED, 6, "kiosk-1")
    estate.beats(NO_PAPER, 4, "kiosk-2")
    assert estate.open() == [("kiosk-2", "paper_out"), ("kiosk-1", "closed")]
    assert estate.open(kiosk_id="kiosk-1") == [("kiosk-1", "closed")]
    assert estate.open(rule="paper_out") == [("kiosk-2", "paper_out")]
    assert estate.open(level="warning") == []
    page = estate.alarms.page(first=1, most=1)
    assert ([each.kiosk_id for each in page.rows], page.of) == (["kiosk-1"], 2)


def test_several_processes_that_look_at_once_raise_one_alarm(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    watches = [Estate(town).watch for town in towns]
    for watch in watches:
        watch.look()
    for kiosk in range(6):
        towns[0].gateway.counter.heartbeats.take(f"kiosk-{kiosk}", beat(1))
    for _ in range(16):
        clock.advance(60)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda watch: watch.look(), watches))
    rows = towns[0].gateway.counter.alarms.page().rows
    assert sorted(each.kiosk_id for each in rows) == [f"kiosk-{kiosk}" for kiosk in range(6)]
    assert towns[0].count(alarm_event) == 6
    for town in towns:
        town.close()


def test_people_at_several_processes_end_an_alarm_once(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    estate = Estate(towns[0])
    estate.beats(CLOSED, 6)
    number = estate.one().alarm.number

    def handles(by: str) -> bool:
        try:
            towns[len(by) % 2].gateway.counter.alarms.handle(number, named(by), "other")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(handles, ["li", "wang", "chen", "zhang"])) == 1
    assert towns[1].count(alarm_event) == 2
    for town in towns:
        town.close()


@pytest.mark.parametrize("seen", ["", "chen"])
def test_an_alarm_is_not_taken_from_somebody_who_was_not_seen_at_it(estate: Estate, seen: str) -> None:
    estate.beats(CLOSED, 6)
    number = estate.one().alarm.number
    estate.alarms.take(number, named("wang"))
    with pytest.raises(Refused, match="record_changed"):
        estate.alarms.take(number, named("li"), seen=seen)
    assert estate.one().alarm.taken_by == "wang"
    assert acts(estate.one()) == ["raised", "taken"]


def test_of_two_who_take_an_alarm_at_once_one_has_it(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]
    estate = Estate(towns[0])
    estate.beats(CLOSED, 6)
    number = estate.one().alarm.number

    def takes(by: str) -> str:
        try:
            file = towns[len(by) % 2].gateway.counter.alarms.take(number, named(by))
        except Refused as refused:
            return refused.code
        return str(file.alarm.taken_by)

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(takes, ["li", "wang", "chen", "zhang"]))
    assert sorted(came) == sorted([*["record_changed"] * 3, str(estate.one().alarm.taken_by)])
    assert acts(estate.one()) == ["raised", "taken"]
    for town in towns:
        town.close()


@pytest.mark.parametrize("change", [update(alarm_event).values(act="forged"), delete(alarm_event)])
def test_the_history_is_only_appended_to(estate: Estate, change: Any) -> None:
    estate.beats(CLOSED, 6)
    with pytest.raises(DBAPIError, match="alarm_event is only appended to"):
        estate.town.gateway.parts.database.write(lambda at: at.execute(change))


def test_the_log_names_kiosk_and_rule_alone(estate: Estate, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    estate.beats(CLOSED, 6)
    estate.alarms.handle(estate.one().alarm.number, named("li"), "other", "told Mrs. Chen's neighbour")
    assert "Chen" not in caplog.text
