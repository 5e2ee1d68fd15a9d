"""A bill that no cash got to can be paid elsewhere at once, however long the rest of the payment takes."""

from kiosk.gateway.office.auditor import Auditor

from .cash_desk import Slot, bills_of
from .test_posting import APPROVES, alter_billers, rejects, silent
from .town import Town


def states(town: Town) -> dict[str, str]:
    return {bill.utility: bill.state for bill in town.household_bills()}


def sound(town: Town) -> bool:
    parts = town.gateway.parts
    return Auditor(parts.database, parts.time).audit() == ()


def test_bills_that_cash_did_not_reach_are_payable_while_the_first_is_still_being_posted(town: Town) -> None:
    alter_billers(town, {"water-city"}, post=silent, query=silent)
    slot = Slot(town)
    slot.put_in(5_000)
    assert set(states(town).values()) == {"being_paid"}
    slot.put_in(5_000)
    assert slot.close().outcome == "pending"
    assert states(town) == {"water": "being_paid", "electricity": "payable", "gas": "payable"}
    assert town.pay(APPROVES, bills_of(town, "gas")).outcome == "settled"
    assert town.pay(APPROVES, bills_of(town, "water")).detail == "bill_busy"
    assert sound(town)


def test_a_refused_bill_is_payable_while_its_money_is_on_its_way_to_the_account(town: Town) -> None:
    alter_billers(town, {"water-city"}, post=rejects, credit=silent, query=silent)
    slot = Slot(town, bills_of(town, "water"))
    slot.put_in(10_000)
    assert slot.close().outcome == "pending"
    assert states(town)["water"] == "payable"
    assert sound(town)


def test_a_bill_given_back_is_payable_while_another_waits_for_its_biller(town: Town) -> None:
    alter_billers(town, {"water-city"}, post=rejects)
    alter_billers(town, {"gas-city"}, post=silent, query=silent)
    assert town.pay(APPROVES).outcome == "pending"
    assert states(town) == {"water": "payable", "gas": "being_paid"}
    assert sound(town)
