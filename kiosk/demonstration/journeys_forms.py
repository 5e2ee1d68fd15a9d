"""The ways of somebody who asks for a service, as they would tell them. They end with a number in hand."""

from collections.abc import Callable
from typing import Final

from kiosk.demonstration.customer import Customer

PHONE: Final = "13816550123"


def repair(customer: Customer) -> None:
    """No water at home: four questions, one of them typed, and a slip with a number."""
    customer.opens_service("repair")
    for answer in ("answer_water", "answer_no_supply", "answer_home"):
        customer.taps(answer)
    customer.reads("keypad")
    customer.types(PHONE)
    customer.taps("next")
    customer.reads("choices")
    customer.taps("skip")
    agrees_and_takes_the_slip(customer)


def capacity(customer: Customer) -> None:
    """An air conditioner too many: whoever asks shows their identity card, and chooses the day of a visit."""
    _shows_their_card_for(customer, "capacity")
    for answer in ("account_1", "answer_air_conditioner"):
        customer.taps(answer)
    customer.reads("keypad")
    customer.types(PHONE)
    customer.taps("next")
    customer.reads("choices")
    customer.taps_first()
    agrees_and_takes_the_slip(customer)


def debit(customer: Customer) -> None:
    """The water bill shall be paid by the bank itself from now on."""
    _shows_their_card_for(customer, "automatic_debit")
    for answer in ("account_2", "answer_ccb"):
        customer.taps(answer)
    customer.reads("keypad")
    customer.types(PHONE)
    customer.taps("next")
    agrees_and_takes_the_slip(customer)


def resume(customer: Customer) -> None:
    """Somebody who does not know the telephone number has it kept, and comes back with it."""
    _shows_their_card_for(customer, "capacity")
    for answer in ("account_1", "answer_charging"):
        customer.taps(answer)
    customer.reads("keypad")
    customer.taps("exit")
    customer.reads_of("choices", "draft.keep.title")
    customer.taps("keep")
    customer.reads_of("done", "draft.kept.title")
    customer.taps("finish")
    customer.walks_away()
    _shows_their_card_for(customer, "capacity")
    customer.reads_of("choices", "draft.offer.title")
    customer.taps("resume")
    _types_their_phone(customer)
    customer.reads("choices")
    customer.taps_first()
    agrees_and_takes_the_slip(customer)


def household(customer: Customer) -> None:
    """Six people under one roof: the household register, first too far to the side, then two pages."""
    _shows_their_card_for(customer, "household_of_many")
    for answer in ("account_2", "answer_on_card"):
        customer.taps(answer)
    customer.reads_of("keypad", "form.household_of_many.people.title")
    customer.types("6")
    customer.taps("next")
    _types_their_phone(customer)
    customer.reads_of("present", "form.household_of_many.household_register.title")
    customer.lays_document(cut_off=True)
    _has_a_page_taken(customer)
    customer.taps("another_page")
    customer.reads_of("present", "document.next.title")
    _has_a_page_taken(customer)
    customer.taps("next")
    agrees_and_takes_the_slip(customer)


def transfer(customer: Customer) -> None:
    """A flat bought: water, electricity and gas to the new owner at once. There is no other agreement."""
    _shows_their_card_for(customer, "joint_transfer")
    for answer in ("answer_on_card", "answer_yes", "answer_yes", "answer_yes"):
        customer.taps(answer)
    _types_their_phone(customer)
    customer.reads_of("present", "form.joint_transfer.property_certificate.title")
    _has_a_page_taken(customer)
    customer.taps("next")
    customer.reads_of("present", "form.joint_transfer.agreement.title")
    customer.taps("skip")
    agrees_and_takes_the_slip(customer)


def open_account(customer: Customer) -> None:
    """A new flat without a meter; the first photograph is taken once more."""
    _shows_their_card_for(customer, "open_account")
    for answer in ("answer_electricity", "answer_on_card", "answer_on_certificate"):
        customer.taps(answer)
    _types_their_phone(customer)
    customer.reads_of("present", "form.open_account.property_certificate.title")
    _has_a_page_taken(customer)
    customer.taps("again")
    customer.reads_of("present", "form.open_account.property_certificate.title")
    _has_a_page_taken(customer)
    customer.taps("next")
    agrees_and_takes_the_slip(customer)


def _types_their_phone(customer: Customer) -> None:
    customer.reads_of("keypad", "form.phone.title")
    customer.types(PHONE)
    customer.taps("next")


def _has_a_page_taken(customer: Customer) -> None:
    customer.lays_document()
    customer.reads_of("notice", "document.taken.title")


def _shows_their_card_for(customer: Customer, service: str) -> None:
    customer.opens_service(service)
    customer.inserts_id_card()
    customer.takes_id_card_back()
    customer.reads("choices")


def agrees_and_takes_the_slip(customer: Customer) -> None:
    customer.reads_of("notice", "request.confirm.title")
    customer.taps("agree")
    customer.is_filed()
    customer.taps("print")
    customer.takes_receipt()
    customer.walks_away()


FORM_JOURNEYS: Final[dict[str, Callable[[Customer], None]]] = {
    "repair": repair,
    "capacity": capacity,
    "debit": debit,
    "resume": resume,
    "household": household,
    "transfer": transfer,
    "open_account": open_account,
}
