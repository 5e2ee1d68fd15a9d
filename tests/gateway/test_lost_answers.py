"""An answer to COMMIT that never comes while a payment is under way: nothing is lost, nothing done twice."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.gateway.demonstration import world
from kiosk.runtime.clock import FakeClock

from .interposed import Call, interposed
from .lost_answers import answer_lost
from .place import Place
from .postgres import Cluster
from .town import Town

APPROVES = "134567890123450000"


def noting(names: list[str]) -> Callable[[Call], Call]:
    def around(call: Call) -> Call:
        def noted(*arguments: Any) -> Any:
            names.append(call.__name__)
            return call(*arguments)

        return noted

    return around


@pytest.mark.parametrize("landed", [False, True])
@pytest.mark.parametrize("number", range(1, 8))
def test_a_payment_survives_an_unknown_commit(
    cluster: Cluster, used_database: str, tmp_path: Path, clock: FakeClock, number: int, landed: bool
) -> None:
    """Commits of a payment: taken in and charging; the provider's own; posting; three postings."""
    cluster.empty(used_database)
    town = Town(Place(cluster.url(used_database), tmp_path), clock)
    request = town.request(town.household_bills(), APPROVES)
    payment_id = str(request["payment_id"])
    pays: list[str] = []
    town.surround(interposed(town.gateway.parts.outside, noting(pays)))
    with answer_lost(number, landed):
        answer = town.send(request)
    assert answer.status_code in {200, 500, 503}
    town.send(request)  # what the kiosk does when it was told nothing
    for _ in range(12):
        clock.advance(60)
        town.after(30, payment_id)
    assert pays.count("pay") <= 1, "nobody knows whether it was allowed, so it is not done again"
    assert town.open_payments() == 0
    ended = town.payment(payment_id)
    settled = ended.outcome == "settled"
    assert settled or ended.outcome == "not_charged"
    assert town.count(world.charge) <= 1
    assert town.count(world.paid_bill) == (3 if settled else 0)
    assert town.balance_fen("clearing:wechat") == (23875 if settled else 0)
    assert town.balance_fen("suspense") == 0
    assert {bill.state for bill in town.household_bills()} == (set() if settled else {"payable"})
    town.close()


@pytest.mark.parametrize("landed", [False, True])
@pytest.mark.parametrize("number", [2, 4, 6])
def test_a_party_that_does_not_know_what_it_wrote_gives_no_answer_and_the_gateway_goes_on(
    cluster: Cluster, used_database: str, tmp_path: Path, clock: FakeClock, number: int, landed: bool
) -> None:
    """The provider's own commit, and the first and last posting's: the kiosk is told how things stand."""
    cluster.empty(used_database)
    with closing(Town(Place(cluster.url(used_database), tmp_path), clock)) as town:
        bills = town.household_bills()
        with answer_lost(number, landed):
            answer = town.pay(APPROVES, bills)
        assert answer.outcome in {"working", "pending"}
        ended = town.after(600, answer.payment_id)
        assert ended.outcome == ("settled" if landed or number > 3 else "not_charged")
        assert town.open_payments() == 0
