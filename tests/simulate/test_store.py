"""The simulation's store in memory means what the production store in SQL means."""

from random import Random

import pytest

from kiosk.gateway.tokens import Tokens
from kiosk.simulate.run import timeline
from kiosk.simulate.sql_store import SqlStore
from kiosk.simulate.store import MemoryStore

from .store_pair import BILLS, Pair, payment


def test_both_stores_answer_alike_whatever_is_done_to_them() -> None:
    calls: set[str] = set()
    for seed in range(4):
        sql = SqlStore(Tokens("00" * 32))
        pair = Pair(MemoryStore(), sql, Random(seed))
        for _ in range(90):
            pair.something()
        memory_ledger, sql_ledger = pair.ledgers()
        assert memory_ledger == sql_ledger
        calls |= pair.calls
        sql.close()
    refusals = {"create IdTaken", "create BillClaimed", "create DayLimitReached", "save StalePayment"}
    assert calls >= refusals | {"save returned", "lease returned", "due returned"}


def test_a_lease_of_a_clock_that_is_a_day_ahead_binds_nobody() -> None:
    sql = SqlStore(Tokens("00" * 32))
    for store in (MemoryStore(), sql):
        now_ms, day_ms = 1_790_000_000_000, 86_400_000
        store.create(payment("1" * 32, BILLS[:1], now_ms), "content", (), now_ms)
        assert store.lease("1" * 32, "ahead", now_ms + day_ms, now_ms + day_ms + 30_000)
        assert store.due(now_ms + 20_000, 9) == ["1" * 32]
        assert store.lease("1" * 32, "right", now_ms + 20_000, now_ms + 50_000)
        assert store.due(now_ms + 20_000, 9) == []
        assert not store.lease("1" * 32, "other", now_ms + 20_000, now_ms + 50_000)
    sql.close()


@pytest.mark.parametrize("seed", [27, 110, 214])
def test_a_world_takes_the_same_course_over_either_store(seed: int) -> None:
    """In them a process stands still, somebody guesses codes, residents pay by card, and versions change."""
    assert timeline(seed, None, "sql") == timeline(seed, None, "memory")
