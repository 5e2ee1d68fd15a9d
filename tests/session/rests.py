"""Residents who pay some of their bills, and are asked about the others."""

from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident


def pays_one_of_two(resident: Resident, gateway: Gateway, *, pay: str = "pay-1") -> None:
    """To the outcome; water is left."""
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.takes_off("bill_2")
    pays(resident, gateway, pay)


def comes_for_one(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """With one bill; its household is asked about once it is paid."""
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("another", "back", "print", "finish")
    machine.prints()
    resident.takes_receipt()


def pays(resident: Resident, gateway: Gateway, payment_id: str) -> None:
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens(payment_id)
    gateway.settles(payment_id)


def pays_the_rest(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest", "back", "rest")
    pays(resident, gateway, "pay-2")
    resident.taps("print")
    machine.prints()
    resident.takes_receipt()
