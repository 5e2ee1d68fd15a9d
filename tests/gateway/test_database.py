"""Writing to a database that others write to as well, that is busy, or that goes away at the worst moment."""

import concurrent.futures
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from kiosk.gateway.sql import database as database_module
from kiosk.gateway.sql.database import MOST_TRIES, Database
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.gateway.sql.prepared import NewRows, PreparedInsert

from .lost_answers import answer_lost
from .place import Place
from .postgres import Cluster

metadata = MetaData()
counter = Table("counter", metadata, Column("name", Integer, primary_key=True), Column("value", Integer))

ADD = PreparedInsert(counter)


def opened(place: Place, pause: Callable[[float], None] = lambda seconds: None) -> Database:
    database = Database(place.url, isolation=place.isolation, randomness=Random(1), pause=pause)
    database.add_tables(metadata)
    return database


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    database = opened(place)
    database.write(put(0))
    yield database
    database.close()


def put(name: int, value: int = 0) -> Callable[[Connection], None]:
    def block(connection: Connection) -> None:
        connection.execute(insert(counter), {"name": name, "value": value})

    return block


def value(database: Database, name: int = 0) -> int | None:
    with database.reading() as connection:
        return connection.execute(select(counter.c.value).where(counter.c.name == name)).scalar_one_or_none()


def add(connection: Connection) -> None:
    connection.execute(update(counter).values(value=counter.c.value + 1))


def test_nothing_is_written_by_a_block_that_raises(database: Database) -> None:
    def block(connection: Connection) -> None:
        add(connection)
        raise LookupError

    with pytest.raises(LookupError):
        database.write(block)
    assert value(database) == 0


def test_whoever_came_second_is_tried_again_on_what_the_first_left(cluster: Cluster, tmp_path: Path) -> None:
    place = Place(cluster.url(cluster.new_database()), tmp_path)
    database, other = opened(place), opened(place)
    database.write(put(0))
    calls: list[int] = []

    def block(connection: Connection) -> None:
        seen = connection.execute(select(counter.c.value)).scalar_one()
        calls.append(seen)
        if len(calls) == 1:
            other.write(add)
        connection.execute(update(counter).values(value=seen + 1))

    database.write(block)
    assert calls == [0, 1]
    assert value(database) == 2
    assert database.retries == 1
    database.close()
    other.close()


def test_a_busy_file_is_tried_eight_times_with_growing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 0)
    pauses: list[float] = []
    place = Place.file(tmp_path)
    database, other = opened(place, pauses.append), opened(place)

    def meanwhile(connection: Connection) -> None:
        add(connection)
        with pytest.raises(OperationalError, match="locked"):
            database.write(add)

    other.write(meanwhile)
    assert len(pauses) == MOST_TRIES - 1 == database.retries
    assert pauses[-1] > 10 * pauses[0]
    database.write(add)
    database.close()
    other.close()


def test_one_bad_writer_does_not_spoil_the_commit_of_its_neighbours(database: Database) -> None:
    """While the first commits, the others gather and are committed together."""
    ready, go = threading.Barrier(8), threading.Event()

    def write(number: int) -> str:
        def block(connection: Connection) -> None:
            put(number, number)(connection)
            if number == 1:
                go.wait(0.2)
            if number % 3 == 0:
                put(0)(connection)

        ready.wait()
        try:
            database.write(block)
        except IntegrityError:
            return "refused"
        return "written"

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outcomes = dict(zip(range(1, 9), pool.map(write, range(1, 9)), strict=True))
    assert {number for number, outcome in outcomes.items() if outcome == "refused"} == {3, 6}
    assert [value(database, number) for number in range(1, 9)] == [1, 2, None, 4, 5, None, 7, 8]


@pytest.mark.parametrize("refused", [frozenset(), frozenset({3, 6})])
def test_new_rows_of_many_share_statements_and_one_refused_spoils_nobody(
    tmp_path: Path, refused: frozenset[int]
) -> None:
    database = opened(Place.file(tmp_path))
    database.write(put(0))
    group: Any = getattr(database._commit, "__self__")  # noqa: B009 - whose queue is watched
    first_in = threading.Event()
    inserts: list[str] = []

    def write(number: int) -> str:
        first_in.wait()
        try:
            database.write(NewRows([(ADD, [{"name": 0 if number in refused else number, "value": number}])]))
        except IntegrityError:
            return "refused"
        return "written"

    def told(statement: str) -> None:
        if statement.startswith("INSERT"):
            inserts.append(statement)

    def until_all_wait(connection: Connection) -> None:
        first_in.set()
        while len(group._waiting) < 7:
            os.sched_yield()
        server: Any = connection.connection.driver_connection
        server.set_trace_callback(
            lambda statement: inserts.append(statement) if "INSERT" in statement else None
        )

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        holding = pool.submit(database.write, until_all_wait)
        outcomes = dict(zip(range(1, 8), pool.map(write, range(1, 8)), strict=True))
    holding.result()
    assert {number for number, outcome in outcomes.items() if outcome == "refused"} == refused
    assert [value(database, number) for number in range(8)] == [
        0,
        *(None if number in refused else number for number in range(1, 8)),
    ]
    if not refused:
        assert len(inserts) == 3, "seven rows are four, two and one"
    database.close()


@pytest.mark.parametrize("landed", [False, True])
def test_no_answer_to_a_commit_is_neither_success_nor_failure(
    cluster: Cluster, tmp_path: Path, landed: bool
) -> None:
    database = opened(Place(cluster.url(cluster.new_database()), tmp_path))
    database.write(put(0))
    with answer_lost(1, landed), pytest.raises(CommitUnknown):
        database.write(add)
    assert value(database) == (1 if landed else 0)
    assert database.retries == 0
    database.close()
