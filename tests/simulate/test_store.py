"""The simulation's store in memory means what the production store in SQL means."""

from random import Random

import pytest

from kiosk.gateway.tokens import Tokens
from kiosk.simulate.run import timeline
from kiosk.simulate.sql_store import SqlStore
from kiosk.simulate.store import MemoryStore

from .store_pair import Pair


def test_both_stores_answer_alike_whatever_is_done_to_them() -> None:
    calls: set[str] = set()
    for seed in range(4):
        sql = SqlStore(Tokens("00" * 32))
        pair = Pair(MemoryStore(), sql, Random(seed))
        for _ in range(50):
            pair.something()
        memory_ledger, sql_ledger = pair.ledgers()
        assert memory_ledger == sql_ledger
        calls |= pair.calls
        sql.close()
    refusals = {"create IdTaken", "create BillClaimed", "save StalePayment"}
    assert calls >= refusals | {"save returned", "lease returned", "due returned"}


@pytest.mark.parametrize("seed", [3])
def test_a_world_takes_the_same_course_over_either_store(seed: int) -> None:
    assert timeline(seed, None, "sql") == timeline(seed, None, "memory")
