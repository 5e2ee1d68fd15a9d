"""Databases of gateways of before, filled, are brought up to date with all that is in them, and every page
reads it.
"""

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, inspect, select

from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.office.usage import UsageFolding
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import MIGRATIONS
from kiosk.gateway.sql.schema_counter_alarms import alarm
from kiosk.gateway.sql.schema_counter_requests import service_request
from kiosk.gateway.sql.schema_staff import staff
from kiosk.runtime.clock import FakeClock

from .cash_desk import Slot, bills_of, found
from .estate import CLOSED, Estate
from .heartbeats import NO_PAPER, WELL
from .operator.staff_room import Role, StaffRoom
from .place import Place
from .postgres import Cluster
from .request_desk import REPAIR, WANG, Desk
from .town import Town

APPROVES = "134567890123450000"
BEFORE_KIOSKS_WERE_HEARD, BEFORE_WATCHED_IN_PLACE = "0011", "0017"
PAGES = (
    "", "/fleet", "/alarms", "/alarms?state=cleared", "/alarms?state=handled", "/requests", "/commands",
    "/settings", "/notices", "/cases", "/cases?state=closed", "/payments", "/payments?show=open", "/day-end",
    "/figures", "/people", "/audit",
)  # fmt: skip
_FILES = re.compile(r'href="(/operator/(?:fleet|alarms|requests|cases|payments)/[0-9A-Za-z-]+)"')


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty database, in the folder of the town of before: their key file is the same."""
    if request.param == "sqlite":
        return Place(f"sqlite:///{tmp_path / 'before.sqlite'}", tmp_path)
    cluster: Cluster = request.getfixturevalue("cluster")
    return Place(cluster.url(cluster.new_database()), tmp_path)


@pytest.fixture
def lived_in(file_town: Town) -> Town:
    """Something of everything: payments, cash, cases, alarms in every state, a request, people."""
    town = file_town
    town.after(60, town.pay(APPROVES, bills_of(town, "water")).payment_id)
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(2_000)
    slot.close()
    found(town, "n-1", 5_000)
    estate = Estate(town)
    estate.beats(NO_PAPER, 10)
    estate.alarms.handle(estate.one().alarm.number, lambda _at: "anna", "refilled")
    estate.beats(CLOSED, 10, "kiosk-2")
    estate.beats(WELL, 10, "kiosk-2")
    estate.beats(CLOSED, 300, "kiosk-2", every=10)
    Desk(town, REPAIR, WANG).send_whole()
    StaffRoom(town).enrol("anna", Role.SUPERVISOR)
    return town


def filled(place: Place, revision: str, town: Town) -> None:
    """The tables of `revision`, with as much of the town as they have columns for."""
    database = Database(place.url, randomness=Random(1))

    def made(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    database.change_schema(made)
    now, then = MetaData(), MetaData()

    def copied(connection: Connection) -> None:
        then.reflect(connection)
        with town.gateway.parts.database.reading() as reading:
            now.reflect(reading)
            for table in then.sorted_tables:
                if table.name in now.tables and table.name != "alembic_version":
                    source = now.tables[table.name]
                    columns = [source.c[each.name] for each in table.c if each.name in source.c]
                    rows = [dict(row) for row in reading.execute(select(*columns)).mappings()]
                    if rows:
                        # In one statement: PostgreSQL looks after each whether the ledger is even.
                        connection.execute(table.insert().values(rows))

    database.write(copied)
    with database.reading() as connection:
        assert "audit_finding" not in inspect(connection).get_table_names()
    database.close()


@pytest.mark.parametrize("revision", [BEFORE_KIOSKS_WERE_HEARD, BEFORE_WATCHED_IN_PLACE])
def test_every_page_reads_what_a_gateway_of_before_has_left(
    lived_in: Town, before: Place, clock: FakeClock, revision: str
) -> None:
    filled(before, revision, lived_in)
    kept = (schema.payment, schema.ledger_line, schema.receipt)
    expected = {table: lived_in.count(table) for table in kept}
    town = Town(before, clock)
    assert {table: town.count(table) for table in expected} == expected
    parts = town.gateway.parts
    assert Auditor(parts.database, parts.time).audit() == ()
    UsageFolding(parts.database, parts.time).fold()
    room = StaffRoom(town)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    seen = set[str]()
    for page in PAGES:
        answer = anna.get(f"/operator{page}")
        assert answer.status_code == 200, page
        seen |= set(_FILES.findall(answer.text))
    for page in sorted(seen):
        assert anna.get(page).status_code == 200, page
    rooms = {page.split("/")[2] for page in seen}
    counter = {"fleet", "alarms", "requests"} if revision == BEFORE_WATCHED_IN_PLACE else set()
    assert rooms == {"cases", "payments"} | counter
    town.pay(APPROVES, bills_of(town, "electricity"))
    town.close()


def test_what_an_update_ended_is_told_in_its_history_and_what_ended_before_is_not(
    lived_in: Town, before: Place, clock: FakeClock
) -> None:
    filled(before, BEFORE_WATCHED_IN_PLACE, lived_in)
    states = {each.number: each.state for each in every_alarm(lived_in)}
    assert sorted(states.values()) == ["cleared", "handled", "open"]
    town = Town(before, clock)
    for number, state in states.items():
        file, was = (each.gateway.counter.alarms.file(number) for each in (town, lived_in))
        if state == "open":
            assert file.alarm.state == "cleared"
            assert file.history[:-1] == was.history
            assert (file.history[-1].act, file.history[-1].by) == ("updated", "gateway")
            assert file.history[-1].at_ms == was.history[-1].at_ms
        else:
            assert file == was
    assert (town.count(service_request), town.count(staff)) == (1, 1)
    estate = Estate(town)
    estate.number = 1_000
    estate.beats(CLOSED, 10, "kiosk-2")
    assert [each.state for each in every_alarm(town)].count("open") == 1, "watching has begun anew"
    town.close()


def every_alarm(town: Town) -> list[Any]:
    with town.gateway.parts.database.reading() as connection:
        return list(connection.execute(select(alarm)).all())
