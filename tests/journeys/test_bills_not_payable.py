"""Bills that are found but cannot be paid now, and bills that change while somebody is at them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.gateway.demonstration.residents import Household
from kiosk.session.steps import ConfirmBills
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.neighbours import (
    Neighbours,
    account,
    code_on_bill,
    due_fen,
    owes_at,
    owes_one_of_each,
)
from tests.journeys.outsiders import Billers, OtherKiosk
from tests.journeys.resident import GIVEN_BACK, NOTHING_TAKEN, Resident, identity_card
from tests.session.looking import button, words


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


@pytest.fixture
def other(gateway_url: str) -> Iterator[OtherKiosk]:
    other = OtherKiosk(gateway_url)
    yield other
    other.close()


@pytest.fixture
def billers(gateway_url: str, gateway_db: Path) -> Billers:
    return Billers(gateway_db)


def the_bill(resident: Resident, utility: str) -> str:
    """The id of the bill of that utility on the confirm screen."""
    step = resident.hut.session.step
    assert isinstance(step, ConfirmBills)
    return next(bill.bill_id for bill in step.findings.bills if bill.utility == utility)


def test_a_bill_that_somebody_is_paying_is_shown_but_cannot_be_paid(
    resident: Resident, household: Household, other: OtherKiosk
) -> None:
    text, symbology = code_on_bill(account(household, "electricity"))
    theirs = other.claims(text)
    resident.finds(text, symbology)
    [row] = resident.view.bills
    assert row.reason is not None
    assert row.reason.key == "hindrance.being_paid"
    assert not button(resident.view, "pay").enabled
    other.gives_up(theirs)
    resident.taps("back")
    resident.finds(text, symbology)
    resident.shows_phone(codes.wechat("0000"))
    resident.ends("settled")


def test_who_is_second_by_a_moment_is_not_charged(
    resident: Resident, books: Books, household: Household, other: OtherKiosk
) -> None:
    text, symbology = code_on_bill(account(household, "water"))
    resident.finds(text, symbology)
    theirs = other.claims(text)
    resident.shows_phone(codes.wechat("0000"))
    outcome = resident.ends("not_charged")
    resident.is_told("bill_busy")
    assert books.charges(outcome.payment_id) == 0
    other.gives_up(theirs)
    resident.taps("retry")
    resident.finds(text, symbology)


@pytest.mark.parametrize(
    ("biller_id", "utility", "opening"),
    [("water-south", "water", "11月22日 9:00"), ("gas-north", "gas", "11月22日 6:00")],
)
def test_a_biller_that_is_closed_or_paused_says_when_it_opens(
    resident: Resident, neighbours: Neighbours, biller_id: str, utility: str, opening: str
) -> None:
    household = neighbours.one(owes_at(biller_id))
    resident.finds(*code_on_bill(account(household, utility)))
    [row] = resident.view.bills
    assert opening in words(row.reason)
    pay = button(resident.view, "pay")
    assert not pay.enabled
    assert words(pay.reason)


def test_a_closed_biller_does_not_keep_the_others_from_being_paid(
    resident: Resident, books: Books, neighbours: Neighbours
) -> None:
    household = neighbours.one(owes_at("electric-city", "water-south"))
    resident.reads("home")
    resident.taps("household", "id_card")
    resident.inserts(identity_card(household))
    resident.reads("take_card")
    resident.takes_card_back()
    assert len(resident.reads("bills").bills) >= 2
    shut_fen = account(household, "water").bills[0].due_fen
    resident.taps("pay")
    resident.shows(codes.wechat("0000"))
    outcome = resident.ends("settled")
    assert outcome.amount_fen <= due_fen(household) - shut_fen
    assert "payable:water-south" not in books.moved(outcome.payment_id)


def test_a_bill_that_changed_since_it_was_shown_is_not_charged(
    resident: Resident, household: Household, billers: Billers, books: Books
) -> None:
    owed = account(household, "gas")
    resident.finds(*code_on_bill(owed))
    billers.change(the_bill(resident, "gas"), owed.bills[0].due_fen + 100)
    resident.shows_phone(codes.wechat("0000"))
    outcome = resident.ends("not_charged")
    resident.is_told("bill_changed")
    assert books.charges(outcome.payment_id) == 0
    resident.taps("retry")
    resident.finds(*code_on_bill(owed))
    resident.shows_phone(codes.wechat("0000"))
    assert resident.ends("settled").amount_fen == owed.bills[0].due_fen + 100


def test_a_bill_paid_elsewhere_meanwhile_is_not_charged(
    resident: Resident, household: Household, billers: Billers
) -> None:
    resident.finds(*code_on_bill(account(household, "gas")))
    billers.withdraw(the_bill(resident, "gas"))
    resident.shows_phone(codes.wechat("0000"))
    resident.ends("not_charged")
    resident.is_told("bill_paid")


def test_a_bill_that_the_biller_takes_no_more_gives_the_money_back(
    resident: Resident, household: Household, billers: Billers, books: Books
) -> None:
    resident.finds(*code_on_bill(account(household, "water")))
    bill_id = the_bill(resident, "water")
    resident.shows_phone(codes.wechat("0001"))
    resident.hut.until(
        lambda: resident.view.title.key == "paying.payer_confirming.title", "the wait for the payer"
    )
    billers.withdraw(bill_id)
    outcome = resident.ends("not_charged", hurry_s=0.5)
    resident.is_told("posting_failed", GIVEN_BACK)
    assert books.entries(outcome.payment_id) == ["charge", "refund"]
    assert books.moved(outcome.payment_id) == {}


def test_of_two_bills_the_one_that_fails_is_given_back(
    resident: Resident, household: Household, billers: Billers, books: Books
) -> None:
    resident.reads("home")
    resident.taps("household")
    resident.shows(*code_on_bill(account(household, "water")))
    resident.reads("bills")
    bill_id = the_bill(resident, "water")
    resident.shows_phone(codes.alipay("0001"))
    resident.hut.until(
        lambda: resident.view.title.key == "paying.payer_confirming.title", "the wait for the payer"
    )
    billers.withdraw(bill_id)
    outcome = resident.ends("part_settled", hurry_s=0.5)
    shown = words(resident.view.prompt)
    assert GIVEN_BACK in shown
    assert NOTHING_TAKEN not in shown
    assert "payable:water-city" not in books.moved(outcome.payment_id)
    back_fen = account(household, "water").bills[0].due_fen
    assert books.moved(outcome.payment_id)["clearing:alipay"] == due_fen(household) - back_fen
