"""Every device pulled out and put back, at rest and at work: the screen says so, and it all works again."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.hut import Hut
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import Resident, identity_card
from tests.session.looking import button, words


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def is_off(hut: Hut, device: str) -> None:
    hut.until(lambda: device in hut.session.faults, f"{device} to be missed")


def is_well(hut: Hut) -> None:
    hut.until(lambda: not hut.session.faults, "all devices to be back")


@pytest.mark.parametrize(
    ("device", "hand", "way"),
    [("id_reader", "id_slot", "id_card"), ("card_reader", "card_slot", "ic_card")],
)
def test_a_reader_that_is_gone_closes_its_way_and_opens_it_again(
    resident: Resident, hut: Hut, device: str, hand: str, way: str
) -> None:
    simulated = getattr(resident, hand)
    simulated.unplug()
    is_off(hut, device)
    resident.reads("home")
    resident.taps("household")
    off = button(resident.view, way)
    assert not off.enabled
    assert words(off.reason)
    simulated.plug_in()
    is_well(hut)
    resident.taps(way)
    resident.reads("present")


def test_a_reader_that_goes_with_a_card_inside_gives_it_back_on_its_return(
    resident: Resident, hut: Hut, household: Household
) -> None:
    resident.reads("home")
    resident.id_slot.faults.silent = False
    resident.inserts(identity_card(household))
    hut.until(lambda: hut.session.slot("id_card") == "inside", "the card to be inside")
    resident.id_slot.unplug()
    is_off(hut, "id_reader")
    resident.reads("take_card")
    resident.id_slot.plug_in()
    is_well(hut)
    resident.takes_card_back()
    hut.until(lambda: resident.view.screen in {"notice", "bills"}, "words about it")


def test_one_eye_is_enough_and_without_both_the_window_is_off(
    resident: Resident, hut: Hut, household: Household
) -> None:
    text, symbology = code_on_bill(account(household, "electricity"))
    resident.camera.unplug()
    resident.reads("home")
    resident.shows_to_scanner(text)
    resident.reads("bills")
    resident.taps("back")
    resident.scanner.unplug()
    is_off(hut, "scanner")
    resident.taps("household")
    assert not button(resident.view, "scan").enabled
    resident.camera.plug_in()
    is_well(hut)
    resident.taps("back")
    resident.finds(text, symbology)
    resident.scanner.plug_in()


def test_a_window_that_goes_while_a_phone_is_awaited_leads_back_to_the_methods(
    resident: Resident, hut: Hut, household: Household
) -> None:
    resident.finds(*code_on_bill(account(household, "water")))
    resident.taps("pay", "phone_code")
    resident.camera.unplug()
    resident.scanner.unplug()
    resident.reads("methods")
    assert not button(resident.view, "phone_code").enabled
    resident.camera.plug_in()
    resident.scanner.plug_in()
    is_well(hut)
    resident.taps("phone_code")
    resident.shows(codes.wechat("0000"))
    resident.ends("settled")


def test_a_terminal_that_is_gone_is_no_way_to_pay(resident: Resident, hut: Hut, household: Household) -> None:
    resident.finds(*code_on_bill(account(household, "water")))
    resident.terminal.unplug()
    is_off(hut, "terminal")
    resident.taps("pay")
    assert not button(resident.view, "bank_card").enabled
    resident.terminal.plug_in()
    is_well(hut)
    resident.taps("bank_card")
    resident.pays_at_terminal()
    resident.ends("settled", hurry_s=0.1)


@pytest.mark.parametrize("stage", ["insert_card", "enter_pin", "remove_card"])
def test_a_terminal_that_goes_in_the_middle_of_a_sale(
    resident: Resident, hut: Hut, books: Books, household: Household, stage: str
) -> None:
    """What it has charged is settled, what it has not is not: the acquirer knows."""
    resident.finds(*code_on_bill(account(household, "water")))
    resident.taps("pay", "bank_card")
    resident.waits_for_terminal("insert_card")
    if stage != "insert_card":
        assert resident.terminal.insert_card("6222000000003446")
        resident.waits_for_terminal("enter_pin")
    if stage == "remove_card":
        assert resident.terminal.enter_pin()
        resident.waits_for_terminal("remove_card")
    resident.terminal.unplug()
    outcome = resident.ends("settled" if stage == "remove_card" else "not_charged", hurry_s=0.2)
    due_fen = account(household, "water").bills[0].due_fen
    charged = {"clearing:card": due_fen, "payable:water-city": -due_fen}
    assert books.moved(outcome.payment_id) == (charged if stage == "remove_card" else {})
    resident.terminal.take_card()
    resident.terminal.plug_in()
    is_well(hut)
