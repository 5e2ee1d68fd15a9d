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
    resident.wants_nothing_but("print")
    resident.takes_receipt()


def test_the_serial_scanner_reads_a_bill_and_a_phone_as_well(
    resident: Resident, household: Household
) -> None:
    text, _ = code_on_bill(account(household, "electricity"))
    resident.reads("home")
    resident.shows_to_scanner(text)
    resident.reads("bills")
    resident.taps("pay", "phone_code")
    resident.shows_to_scanner(approving_code(household))
    resident.ends("settled")


def test_a_phone_shown_at_once_answers_how_to_pay(resident: Resident, household: Household) -> None:
    resident.finds(*code_on_bill(account(household, "water")))
    resident.taps("pay")
    resident.reads("methods")
    resident.shows(ALIPAY.format(number_of(household)))
    assert resident.ends("settled").provider == "alipay"


def test_an_identity_card_finds_all_that_a_household_owes_and_a_bank_card_pays_it(
    resident: Resident, books: Books, household: Household
) -> None:
    resident.reads("home")
    resident.inserts(identity_card(household))
    resident.reads("take_card")
    resident.takes_card_back()
    resident.reads("bills")
    resident.taps("pay", "bank_card")
    resident.pays_at_terminal()
    outcome = resident.ends("settled")
    assert outcome.amount_fen == due_fen(household)
    assert outcome.card_last4 == "3446"
    assert books.entries(outcome.payment_id) == ["charge", "post", "post", "post"]
    resident.wants_nothing_but("no_receipt")
    resident.reads("goodbye")


@pytest.mark.parametrize("kind", ["gas", "electricity", "citizen"])
def test_an_ic_card_finds_its_household(resident: Resident, neighbours: Neighbours, kind: str) -> None:
    """An account's own card carries the account's number, a citizen card 8800 and the household's."""
    household = neighbours.one(owes_one_of_each)
    citizen = kind == "citizen"
    number = f"8800{number_of(household):012d}" if citizen else account(household, kind).number
    resident.reads("home")
    resident.taps("household", "ic_card")
    resident.reads("present")
    resident.inserts(ic_card(kind, number))
    resident.reads("take_card")
    resident.takes_card_back(resident.card_slot)
    assert len(resident.reads("bills").bills) == 3
    resident.taps("pay", "phone_code")
    resident.shows(approving_code(household))
    assert resident.ends("settled").amount_fen == due_fen(household)


def test_a_typed_number_finds_its_bill(resident: Resident, household: Household) -> None:
    resident.reads("home")
    resident.taps("electricity", "typed")
    resident.types(account(household, "electricity").number)
    resident.taps("next")
    resident.reads("bills")
    resident.taps("pay")
    resident.shows(approving_code(household))
    resident.ends("settled")


def test_everything_together_but_for_one_bill(
    resident: Resident, hut: Hut, books: Books, household: Household
) -> None:
    resident.reads("home")
    resident.taps("household", "typed", "gas")
    resident.types(account(household, "gas").number)
    resident.taps("next")
    water = next(row for row in resident.reads("bills").bills if row.icon == "water")
    resident.takes_off(water.name)
    left_fen = due_fen(household) - account(household, "water").bills[0].due_fen
    resident.taps("pay")
    resident.shows(approving_code(household))
    outcome = resident.ends("settled")
    assert outcome.amount_fen == left_fen
    assert set(books.moved(outcome.payment_id)) == {
        "clearing:wechat",
        "payable:electric-city",
        "payable:gas-city",
    }
    resident.taps("another", "no_receipt")
    resident.finds(*code_on_bill(account(household, "water")))


def test_of_several_meters_one_is_chosen(resident: Resident, neighbours: Neighbours) -> None:
    household = neighbours.one(has_two_meters)
    _, garage = (a for a in household.accounts if a.biller_id == "electric-city")
    resident.reads("home")
    resident.taps("electricity", "id_card")
    resident.inserts(identity_card(household))
    resident.reads("take_card")
    resident.takes_card_back()
    choices = resident.reads("choices").choices
    assert len(choices) == 2
    resident.taps(next(c.name for c in choices if garage.number[-4:] in words(c.label)))
    resident.reads("bills")
    resident.taps("pay")
    resident.shows(approving_code(household))
    assert resident.ends("settled").amount_fen == garage.bills[0].due_fen


def test_the_household_of_the_walk_through(resident: Resident, books: Books) -> None:
    """The one that everybody knows by heart: three bills, 238.75 yuan."""
    resident.reads("home")
    resident.taps("household")
    resident.shows(*code_on_bill(account(ZHANG, "water")))
    total = resident.reads("bills").total
    assert total is not None
    assert total.digits == "¥238.75"
    resident.taps("pay", "phone_code")
    resident.shows("134567890123450000")
    outcome = resident.ends("settled")
    assert books.moved(outcome.payment_id) == {
        "clearing:wechat": 23875,
        "payable:electric-city": -11230,
        "payable:gas-city": -5400,
        "payable:water-city": -7245,
    }


def test_a_code_that_asks_for_a_password_settles_when_the_payer_has_typed_it(
    resident: Resident, household: Household
) -> None:
    resident.finds(*code_on_bill(account(household, "gas")))
    resident.shows_phone(f"13456789022{number_of(household):03d}0001")
    resident.hut.until(
        lambda: resident.view.title.key == "paying.payer_confirming.title", "the wait for the payer"
    )
    resident.ends("settled", hurry_s=0.5)


def test_paid_bills_are_owed_no_more(resident: Resident, household: Household) -> None:
    owed = account(household, "electricity")
    resident.finds(*code_on_bill(owed))
    resident.shows_phone(approving_code(household))
    resident.ends("settled")
    resident.taps("another", "no_receipt")
    resident.reads("home")
    resident.shows(*code_on_bill(owed))
    resident.reads("notice")
    assert resident.view.title.key == "nothing_owed.title_one"
