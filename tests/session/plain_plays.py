"""Residents who find bills and pay them, or do not, by every plain way."""

from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident


def scan_to_receipt(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    resident.taps("cancel_payment")
    gateway.does_not_charge("declined")
    resident.taps("retry")
    resident.shows_pay_code()
    gateway.opens("pay-2")
    gateway.settles("pay-2")
    resident.taps("print")
    machine.prints()
    resident.takes_receipt()


def card_to_code(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    gateway.answers(*facts.ALL_BILLS)
    resident.opens("bill_2")
    resident.taps("back", "pay", "bank_card")
    gateway.opens()
    machine.terminal_asks("insert_card", "enter_pin")
    resident.waits(180)
    machine.has_paper("out")
    resident.taps("print")
    gateway.settles_in_part()
    resident.taps("exit")


def typed_to_nothing(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("household", "typed", "electricity")
    resident.types(facts.ELECTRICITY_MISTYPED)
    resident.taps("next", "delete", "delete")
    resident.types("17")
    resident.taps("next")
    gateway.cannot_find("account_unknown")
    resident.taps("retry", "next")
    gateway.finds(facts.findings(accounts=(facts.account("account-electricity", "electricity"),)))
    resident.taps("help", "stay", "finish")


def accounts_and_troubles(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    resident.taps("electricity", "ic_card", "back", "scan")
    resident.scans_bill()
    accounts = tuple(facts.account(f"account-{n}", "electricity") for n in range(5))
    gateway.finds(facts.findings(facts.ELECTRICITY, accounts=accounts))
    resident.taps("page_next", "account_4", "back", "back", "id_card")
    resident.inserts("id_card")
    machine.loses("id_reader")
    resident.taps("exit", "leave", "finish")
    machine.regains("id_reader")
    gateway.goes_down()
    gateway.comes_back()
    resident.inserts("ic_card")
    machine.cannot_read("card_damaged", "ic_card")
    resident.takes_card("ic_card")
    resident.waits(225)


PLAIN_PLAYS = (scan_to_receipt, card_to_code, typed_to_nothing, accounts_and_troubles)
