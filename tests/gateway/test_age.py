"""What the counter forgets with age goes whole, a little at a time; what is open or money never does."""

from typing import Any

import pytest
from sqlalchemy import Table, insert, select, text
from sqlalchemy.dialects import sqlite

from kiosk.gateway.counter import age
from kiosk.gateway.counter.age import AGING, DAY_MS, Aging
from kiosk.gateway.counter.alarms import AlarmWish
from kiosk.gateway.counter.tidying import Tidying
from kiosk.gateway.sql.schema_counter_alarms import alarm, alarm_event
from kiosk.gateway.sql.schema_counter_commands import kiosk_command, kiosk_command_event, kiosk_log
from kiosk.gateway.sql.schema_counter_requests import (
    service_document_part,
    service_request,
    service_request_event,
)
from kiosk.gateway.sql.schema_loads import card_session
from kiosk.wire.commands import CommandReport, LogLines, SendLogs

from .estate import Estate
from .heartbeats import NO_PAPER, WELL
from .request_desk import MANY, ZHANG, Desk
from .town import Town

DAY_S = 86_400
LITERAL: dict[str, Any] = {"dialect": sqlite.dialect(), "compile_kwargs": {"literal_binds": True}}


def tidying(town: Town) -> Tidying:
    parts = town.gateway.parts
    return Tidying(parts.database, parts.time, town.gateway.counter.commands)


def passes(town: Town, days: float) -> int:
    """How many rows went by then."""
    town.clock.advance(days * DAY_S)
    return tidying(town).tidy()


def test_an_ended_alarm_goes_with_its_history_and_an_open_one_stays(town: Town) -> None:
    estate = Estate(town)
    estate.beats(NO_PAPER, 10)
    estate.beats(WELL, 10)
    estate.beats(NO_PAPER, 10)
    assert (town.count(alarm), estate.open()) == (2, [("kiosk-1", "paper_out")])
    assert passes(town, 399) == 0
    assert passes(town, 2) == 1
    assert (town.count(alarm), estate.open()) == (1, [("kiosk-1", "paper_out")])
    [left] = estate.alarms.page(AlarmWish()).rows
    assert estate.alarms.file(left.number).history[0].act == "raised"
    assert {row.number for row in rows(town, alarm_event)} == {left.number}


def test_a_log_goes_before_its_command_and_both_go(town: Town) -> None:
    Estate(town).beats()
    commands = town.gateway.counter.commands
    commands.give("c1", "kiosk-1", SendLogs(), 3_600, lambda _connection: "li")
    commands.exchange("kiosk-1", (), None)
    commands.take_log("kiosk-1", LogLines("c1", ("a line",)))
    commands.exchange("kiosk-1", (CommandReport("c1", "done"),), None)
    assert (passes(town, 31), town.count(kiosk_log)) == (1, 0)
    assert commands.file("c1").log is None
    assert passes(town, 370) == 1
    assert (town.count(kiosk_command), town.count(kiosk_command_event)) == (0, 0)


def test_a_command_whose_time_is_over_is_said_to_be(town: Town) -> None:
    Estate(town).beats()
    commands = town.gateway.counter.commands
    commands.give("c1", "kiosk-1", SendLogs(), 3_600, lambda _connection: "li")
    assert passes(town, 0.1) == 0
    assert commands.file("c1").command.state == "expired"


def test_a_request_that_waits_never_goes_and_an_answered_one_does(town: Town) -> None:
    Desk(town, MANY, ZHANG).send_whole()
    assert passes(town, 1_000) == 0
    [request] = rows(town, service_request)
    office = town.gateway.counter.request_office
    office.take_up(request.number, lambda _connection: "li")
    office.answer(request.number, "Granted.", lambda _connection: "li")
    assert passes(town, 399) == 0
    assert passes(town, 2) == 1
    assert (town.count(service_request), town.count(service_request_event)) == (0, 0)


def test_a_draft_goes_after_a_week_with_its_papers(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    desk.saved()
    desk.document("household_register")
    assert town.count(service_document_part)
    assert passes(town, 6.9) == 0
    assert passes(town, 0.2) == 1
    assert (town.count(service_request), town.count(service_document_part)) == (0, 0)


@pytest.mark.parametrize(("load_id", "goes"), [(None, True), ("nobodys-load", False)])
def test_a_session_of_a_card_goes_unless_a_load_may_still_need_it(
    town: Town, load_id: str | None, goes: bool
) -> None:
    session = {"session_id": "s1", "kind": "read", "kiosk_id": "kiosk-1", "company_id": "gas-city"}
    now_ms = town.gateway.parts.time.now_ms()
    more = {"load_id": load_id, "step_no": 1, "state": b"sealed", "begun_ms": now_ms}
    town.gateway.parts.database.write(
        lambda connection: connection.execute(insert(card_session), session | more)
    )
    assert passes(town, 29) == 0
    assert (passes(town, 2), town.count(card_session)) == ((1, 0) if goes else (0, 1))


def test_a_little_goes_at_a_time_the_oldest_first(town: Town) -> None:
    now_ms = town.gateway.parts.time.now_ms()
    lines = [{"command_id": f"c{at}", "at_ms": now_ms + at, "lines": "[]"} for at in range(250)]
    town.gateway.parts.database.write(lambda connection: connection.execute(insert(kiosk_log), lines))
    assert passes(town, 31) == age.MOST_AT_ONCE
    assert min(row.at_ms for row in rows(town, kiosk_log)) == now_ms + 100
    assert [tidying(town).tidy() for _ in range(3)] == [100, 50, 0]


def test_where_nothing_is_due_nothing_is_written(town: Town) -> None:
    estate = Estate(town)
    estate.beats(NO_PAPER, 10)
    estate.beats(WELL, 10)
    Desk(town, MANY, ZHANG).saved()
    database = town.gateway.parts.database
    before = database.writes
    assert (tidying(town).tidy(), database.writes) == (0, before)
    assert (passes(town, 8), database.writes) == (1, before + 1), "the draft, and nothing else"


def test_what_is_sent_meanwhile_does_not_go_as_a_draft(town: Town) -> None:
    desk = Desk(town, MANY, ZHANG)
    desk.saved()
    town.clock.advance(8 * DAY_S)
    [drafts] = [each for each in AGING if each.name == "drafts"]
    database, now_ms = town.gateway.parts.database, town.gateway.parts.time.now_ms()
    with database.reading() as connection:
        keys = age.due(connection, drafts, now_ms)
    assert len(keys) == 1
    desk.send_whole()
    assert database.write(lambda connection: age.forget(connection, drafts, now_ms, keys)) == 0
    assert town.count(service_request) == 1


@pytest.mark.parametrize("aging", AGING, ids=[each.name for each in AGING])
def test_what_is_due_is_found_by_an_index(file_town: Town, aging: Aging) -> None:
    with file_town.gateway.parts.database.reading() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {age.due_of(aging, 1).compile(**LITERAL)}")).all()
    first = plan[0].detail
    assert first.startswith(f"SEARCH {aging.what.name} USING INDEX"), plan
    assert first.endswith("_ms<?)"), plan


@pytest.mark.parametrize("aging", AGING, ids=[each.name for each in AGING])
def test_each_goes_with_age_and_by_an_end(town: Town, aging: Aging) -> None:
    """On a database of each kind: the statements are written for both."""
    database, now_ms = town.gateway.parts.database, town.gateway.parts.time.now_ms()
    late_ms = now_ms + 9_999 * DAY_MS
    with database.reading() as connection:
        assert age.due(connection, aging, late_ms) == []
    assert database.write(lambda connection: age.forget(connection, aging, late_ms, ["nobodys"])) == 0


def rows(town: Town, table: Table) -> list[Any]:
    with town.gateway.parts.database.reading() as connection:
        return list(connection.execute(select(table)).all())
