"""Alarms over real databases: raised by heartbeats and by silence, told, taken, handled, cleared."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.alarm_watch import AlarmWatch
from kiosk.gateway.counter.alarms import AlarmFile, Alarms, AlarmWish
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_event
from kiosk.gateway.trust import kiosk_keys
from kiosk.gateway.trust.who import Who
from kiosk.runtime.clock import FakeClock
from kiosk.wire.heartbeats import MachineTold

from .heartbeats import NO_PAPER, WELL, beat
from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town

CLOSED = msgspec.structs.replace(WELL, standing="closed", closed_reason="storage_full")


class Estate:
    """Kiosks that beat each minute, and the watch that looks for those that do not."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.number = 0
        parts = town.gateway.parts
        self.watch = AlarmWatch(parts.database, parts.time, self.alarms)

    @property
    def alarms(self) -> Alarms:
        return self.town.gateway.counter.alarms

    def beats(
        self, machine: MachineTold = WELL, minutes: int = 1, kiosk_id: str = "kiosk-1", every: int = 1
    ) -> None:
        """`every` so many minutes one arrives: the others say the same, or are lost on a bad line."""
        for _ in range(minutes // every):
            self.town.clock.advance(60 * every)
            self.number += 1
            wall_ms = round(self.town.clock.wall_s() * 1000)
            self.town.gateway.counter.heartbeats.take(kiosk_id, beat(self.number, machine, wall_ms=wall_ms))

    def passes(self, minutes: float) -> None:
        for _ in range(round(minutes * 2)):
            self.town.clock.advance(30)
            self.watch.look()

    def open(self, **more: Any) -> list[tuple[str, str]]:
        return [(each.kiosk_id, each.rule) for each in self.alarms.page(AlarmWish(**more)).rows]

    def one(self) -> AlarmFile:
        [only] = self.alarms.page(AlarmWish(state=None)).rows
        return self.alarms.file(only.number)


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


def test_silence_is_told_after_a_quarter_of_an_hour_and_over_with_the_next_heartbeat(estate: Estate) -> None:
    estate.passes(1)
    estate.beats()
    estate.passes(14.5)
    assert estate.open() == []
    estate.passes(0.5)
    assert estate.open() == [("kiosk-1", "silent")]
    found = estate.one().alarm
    assert found.since_ms == estate.town.gateway.parts.time.now_ms() - 15 * 60_000
    estate.beats()
    assert estate.one().alarm.state == "cleared"


def test_of_a_silent_kiosk_nothing_else_is_told_or_cleared(estate: Estate) -> None:
    estate.passes(1)
    estate.beats(NO_PAPER, 3)
    estate.passes(20)
    assert sorted(rule for _kiosk, rule in estate.open()) == ["paper_out", "silent"]


def test_a_gateway_that_was_away_itself_raises_no_alarm_over_it(estate: Estate) -> None:
    estate.passes(1)
    for kiosk in range(5):
        estate.beats(kiosk_id=f"kiosk-{kiosk}")
    estate.passes(5)
    estate.town.clock.advance(2 * 3_600)
    estate.passes(14)
    assert estate.open() == []
    estate.passes(2)
    assert len(estate.open()) == 5


def test_a_gateway_that_is_started_anew_gives_everybody_time_to_be_heard(estate: Estate) -> None:
    estate.passes(1)
    estate.beats()
    estate.passes(10)
    estate.town.clock.advance(3_600)
    estate.town.restart()
    again = Estate(estate.town)
    again.passes(14)
    assert again.open() == []
    again.passes(2)
    assert again.open() == [("kiosk-1", "silent")]


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
    estate.alarms.take(number, named("li"))
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
