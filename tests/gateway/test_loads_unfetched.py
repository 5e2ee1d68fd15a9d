"""A load whose card nobody brings is somebody's case after a while, and no longer once it has ended."""

import pytest

from kiosk.gateway.cases.load_cases import LOAD_WAITS, UNSURE_MS, WAITING_MS

from .card_loads_desk import Card, Company, Reader, surround_with
from .cash_desk import open_cases
from .loads_desk import drive, load_of, order
from .town import Town


@pytest.fixture
def company(town: Town) -> Company:
    company = Company()
    surround_with(town, company)
    return company


def bought(town: Town, card: Card) -> str:
    """The load's id, after money."""
    end = Reader(town, card).session("read").end
    assert end is not None
    assert end.meter is not None
    return load_of(town, town.submit(order(end.meter)).payment_id).load_id


def cases_after(town: Town, ms: int) -> list[tuple[str, int]]:
    town.clock.advance(ms / 1000)
    drive(town)
    return [(case.ref, case.fen) for case in open_cases(town, LOAD_WAITS)]


def test_a_load_that_may_be_on_a_card_is_asked_after_soon(town: Town, company: Company) -> None:
    card = Card()
    load_id = bought(town, card)
    Reader(town, card, pulled_at=2, after=True).session("write", load_id)
    assert town.http.get(f"/v1/loads/{load_id}").json()["state"] == "card_unsure"
    assert cases_after(town, UNSURE_MS - 60_000) == []
    assert cases_after(town, 3_660_000) == [(load_id, 5000)]
    assert cases_after(town, 3_600_000) == [(load_id, 5000)], "one case"
    Reader(town, card).session("write", load_id)
    drive(town, 3)
    assert open_cases(town, LOAD_WAITS) == []


def test_one_that_surely_is_on_no_card_is_asked_after_in_a_month(town: Town, company: Company) -> None:
    load_id = bought(town, Card())
    assert cases_after(town, WAITING_MS - 60_000) == []
    assert cases_after(town, 3_660_000) == [(load_id, 5000)]
    assert town.post(f"/v1/loads/{load_id}/give-back", {}).is_success
    drive(town, 3)
    assert open_cases(town, LOAD_WAITS) == []
