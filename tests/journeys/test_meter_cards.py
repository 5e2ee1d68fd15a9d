"""A gas card at the slot, with real drivers and a real gateway: filled, torn out, brought back."""

import pytest

from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.wallet import meter_card
from kiosk.session.steps import Done
from kiosk.session.steps_meter_cards import InsertPaidCard, WritingCard
from tests.journeys.books import Books
from tests.journeys.codes import wechat
from tests.journeys.hut import Hut
from tests.journeys.neighbours import Neighbours, account, owes_one_of_each
from tests.journeys.resident import Resident, ic_card
from tests.session.looking import words

ABOVE_ALL_PAID = 5000


@pytest.fixture
def card(neighbours: Neighbours) -> SimulatedMeterCard:
    household = neighbours.one(owes_one_of_each)
    return meter_card("gas", account(household, "gas").number)


def pays_for(resident: Resident, card: SimulatedMeterCard) -> None:
    """Put in at the first screen; paid, the card is wanted again."""
    resident.reads("home")
    resident.inserts(card)
    resident.takes_card_back(resident.card_slot)
    resident.reads("bill")
    resident.taps("agree", "yuan_50", "pay", "phone_code")
    resident.shows(wechat("0000"))
    wanted_again(resident.hut)
    resident.puts_code_away()


def wanted_again(hut: Hut) -> None:
    hut.until(lambda: isinstance(hut.session.step, InsertPaidCard), "the card to be wanted again")


def is_filled(resident: Resident) -> None:
    resident.takes_card_back(resident.card_slot)
    resident.hut.until(lambda: isinstance(resident.hut.session.step, Done), "the end")
    assert words(resident.view.title) == "写好了,回家插进表里"


def moved_fen(books: Books, payment_id: str) -> int:
    return sum(fen for fen in books.moved(payment_id).values() if fen > 0)


def test_a_card_is_filled_and_its_meter_takes_it_over(
    resident: Resident, card: SimulatedMeterCard, books: Books
) -> None:
    pays_for(resident, card)
    resident.inserts(card)
    is_filled(resident)
    outcome = resident.hut.outcome
    assert moved_fen(books, outcome.payment_id) == ABOVE_ALL_PAID
    assert card.visit_meter(0)
    resident.taps("print")
    resident.takes_receipt()


def test_torn_out_it_is_carried_on_at_the_next_visit_without_paying(
    resident: Resident, card: SimulatedMeterCard, books: Books
) -> None:
    pays_for(resident, card)
    resident.inserts(card)
    resident.hut.until(lambda: isinstance(resident.hut.session.step, WritingCard), "the write to begin")
    assert resident.card_slot.pull() is card
    wanted_again(resident.hut)
    resident.taps("later", "no_receipt")
    resident.reads("home", hurry_s=0.5)
    resident.inserts(card)
    is_filled(resident)
    assert card.visit_meter(0)
    assert not card.visit_meter(0)
    assert moved_fen(books, resident.hut.outcome.payment_id) == ABOVE_ALL_PAID
    resident.taps("no_receipt")


def test_a_card_that_only_names_an_account_still_finds_its_bills(
    resident: Resident, neighbours: Neighbours
) -> None:
    household = neighbours.one(owes_one_of_each)
    resident.reads("home")
    resident.inserts(ic_card("gas", account(household, "gas").number))
    resident.takes_card_back(resident.card_slot)
    resident.reads("bills")
