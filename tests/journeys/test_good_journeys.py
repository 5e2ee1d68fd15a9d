"""The ways through the kiosk that end well: every way to the bill, every way to pay, every way out."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys.books import Books
from tests.journeys.hut import Hut
from tests.journeys.neighbours import (
    ZHANG,
    Neighbours,
    account,
    code_on_bill,
    due_fen,
    has_two_meters,
    number_of,
    owes_one_of_each,
)
from tests.journeys.resident import Resident, ic_card, identity_card
from tests.session.looking import words

WECHAT, ALIPAY = "13456789012{:03d}0000", "2801234567890{:03d}0000"


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def approving_code(household: Household) -> str:
    """A phone's code is accepted once: everybody has another."""
    return WECHAT.format(number_of(household))


@pytest.mark.parametrize("utility", ["electricity", "water", "gas"])
def test_a_bill_before_the_camera_is_paid_by_phone(
    resident: Resident, hut: Hut, books: Books, household: Household, utility: str
) -> None:
    owed = account(household, utility)
    resident.finds(*code_on_bill(owed))
    resident.shows_phone(approving_code(household))
    outcome = resident.ends("settled")
    assert outcome.amount_fen == owed.bills[0].due_fen
    assert books.moved(outcome.payment_id) == {
        "clearing:wechat": outcome.amount_fen,
        f"payable:{owed.biller_id}": -outcome.amount_fen,
    }
    resident.taps("print")
    resident.takes_receipt()
    resident.reads("goodbye")
