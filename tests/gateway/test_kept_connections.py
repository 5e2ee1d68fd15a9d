"""Connections that are kept for the next transaction: what becomes of them when their server goes away."""

import concurrent.futures
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import Connection, exc, text

from kiosk.gateway.sql import kept_connections
from kiosk.gateway.sql.database import Database

from .postgres import Cluster

AT_ONCE = 5


def ask(connection: Connection) -> int:
    answer: int = connection.execute(text("SELECT 1")).scalar_one()
    return answer


def writing(database: Database, block: Callable[[Connection], int]) -> int:
    return database.write(block)


def reading(database: Database, block: Callable[[Connection], int]) -> int:
    return _within(database.reading(), block)


def glancing(database: Database, block: Callable[[Connection], int]) -> int:
    return _within(database.glancing(), block)


def _within(opened: AbstractContextManager[Connection], block: Callable[[Connection], int]) -> int:
    with opened as connection:
        return block(connection)


Use = Callable[[Database, Callable[[Connection], int]], int]
USES: tuple[Use, ...] = (writing, reading, glancing)


@pytest.mark.parametrize("first", USES)
def test_a_server_that_went_away_fails_one_transaction_and_not_one_for_every_kept_connection(
    cluster: Cluster, first: Use
) -> None:
    name = cluster.new_database()
    with closing(Database(cluster.url(name), randomness=Random(1))) as database:
        all_in = threading.Barrier(AT_ONCE)

        def ask_together(connection: Connection) -> int:
            all_in.wait()
            return ask(connection)

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for use in USES:
                answers = pool.map(lambda _, use=use: use(database, ask_together), range(AT_ONCE))
                assert list(answers) == [1] * AT_ONCE
        end_connections(cluster, name)
        with pytest.raises(exc.OperationalError):
            first(database, ask)
        assert [use(database, ask) for use in USES * AT_ONCE] == [1] * AT_ONCE * len(USES)


def test_whoever_waits_too_long_for_a_connection_is_told_and_takes_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_connections, "LONGEST_WAIT_S", 0.0)
    with closing(Database(f"sqlite:///{tmp_path / 'file'}", randomness=Random(1))) as database:
        with ExitStack() as in_use, pytest.raises(exc.TimeoutError):
            take_all(database, in_use)
        assert [reading(database, ask) for _ in range(20)] == [1] * 20


def take_all(database: Database, in_use: ExitStack) -> None:
    while True:
        in_use.enter_context(database.reading())


def end_connections(cluster: Cluster, database: str) -> None:
    """As a server that restarts would."""
    of_database = "FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(cluster.address("postgres"), autocommit=True) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid, 10000) {of_database}", [database])
