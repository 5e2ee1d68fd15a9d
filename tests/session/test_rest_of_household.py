"""Somebody came for one bill: the household's others are offered all the same, to whoever has shown a card or
a bill, and never waited for."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import LookUpBills, PrintReceipt
from kiosk.session.steps import ChooseAccount, ConfirmBills, Done, Goodbye, Printing
from kiosk.session.steps_rest import OfferRest
from tests.session import facts
from tests.session.rests import pays
from tests.session.stories import Gateway, Machine, Resident, Story

SHOP = replace(facts.ELECTRICITY, bill_id="bill-shop", account_id="account-shop")


def shows_id_card_for(resident: Resident, gateway: Gateway, machine: Machine, wish: str) -> None:
    resident.taps(wish, "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    gateway.answers(*facts.ALL_BILLS)
    resident.takes_card()


def shown(story: Story) -> list[str]:
    return [bill.bill_id for bill in story.at(ConfirmBills).findings.bills]


def test_whoever_came_for_gas_alone_is_offered_the_others_once(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    shows_id_card_for(resident, gateway, machine, "gas")
    assert shown(story) == ["bill-gas"]
    pays(resident, gateway, "pay-1")
    assert len(story.asked(LookUpBills)) == 1, "all of it is known already"
    resident.taps("print")
    story.at(OfferRest)
    assert story.prompt == "家里还有 2 笔没交,共 ¥184.75。"
    resident.taps("rest")
    assert shown(story) == ["bill-electricity", "bill-water"]
    pays(resident, gateway, "pay-2")
    resident.taps("print")
    story.at(Printing)
    (printed,) = story.asked(PrintReceipt)
    assert [paid.outcome.payment_id for paid in printed.earlier] == ["pay-1"]


def test_no_is_one_tap_and_prints_what_was_paid(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    shows_id_card_for(resident, gateway, machine, "electricity")
    pays(resident, gateway, "pay-1")
    resident.taps("print", "finish")
    story.at(Printing)
    machine.prints()
    resident.takes_receipt()
    story.at(Goodbye)
    assert len(story.asked(PrintReceipt)) == 1


def test_of_several_accounts_the_others_bills_are_left(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    shop = facts.account("account-shop", "electricity", "****0024")
    home = facts.account("account-electricity", "electricity")
    resident.taps("electricity", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    gateway.finds(facts.findings(facts.ELECTRICITY, SHOP, facts.WATER, accounts=(home, shop)))
    resident.takes_card()
    story.at(ChooseAccount)
    resident.taps("account_1")
    pays(resident, gateway, "pay-1")
    resident.taps("no_receipt", "rest")
    assert shown(story) == [SHOP.bill_id, "bill-water"]


def test_a_bill_under_the_window_asks_for_its_household_once_it_is_paid(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    assert not story.last(LookUpBills).whole_household
    pays(resident, gateway, "pay-1")
    asked = story.last(LookUpBills)
    assert (asked.by, asked.value, asked.whole_household) == ("code", facts.BILL_BARCODE, True)
    gateway.answers(facts.WATER, facts.GAS)
    assert story.at(Done).outcome.kind == "settled"
    resident.taps("print", "rest")
    assert shown(story) == ["bill-water", "bill-gas"]


@pytest.mark.parametrize("found", [True, False])
def test_a_code_is_forgotten_as_soon_as_it_has_been_asked_with(
    story: Story, resident: Resident, gateway: Gateway, found: bool
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")
    if found:
        gateway.answers(facts.WATER)
    else:
        gateway.cannot_find("gateway_slow")
    back = story.at(Done).back
    assert isinstance(back, ConfirmBills)
    assert back.findings.code is None


def test_a_receipt_never_waits_for_the_answer(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")
    resident.taps("print")
    story.at(Printing)
    gateway.answers(facts.WATER)
    story.at(Printing)


def test_an_answer_that_fails_is_nobodys_trouble(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")
    gateway.cannot_find("gateway_slow")
    story.at(Done)
    resident.taps("print")
    story.at(Printing)


def test_a_typed_number_tells_of_no_other_account(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")
    (asked,) = story.asked(LookUpBills)
    assert not asked.whole_household
    resident.taps("print")
    story.at(Printing)


@pytest.mark.parametrize("ends", ["does_not_charge", "settles_in_part"])
def test_nothing_is_asked_where_the_payment_did_not_come_out_well(
    story: Story, resident: Resident, gateway: Gateway, ends: str
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    if ends == "does_not_charge":
        gateway.does_not_charge("declined")
    else:
        gateway.settles_in_part()
    assert len(story.asked(LookUpBills)) == 1
