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
    for answer in ("answer_electricity", "answer_air_conditioner"):
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
    for answer in ("answer_water", "answer_ccb"):
        customer.taps(answer)
    customer.reads("keypad")
    customer.types(PHONE)
    customer.taps("next")
    agrees_and_takes_the_slip(customer)


def _shows_their_card_for(customer: Customer, service: str) -> None:
    customer.opens_service(service)
    customer.inserts_id_card()
    customer.takes_id_card_back()
    customer.reads("choices")


def agrees_and_takes_the_slip(customer: Customer) -> None:
    customer.reads("notice")
    customer.taps("agree")
    customer.is_filed()
    customer.taps("print")
    customer.takes_receipt()
    customer.walks_away()


FORM_JOURNEYS: Final[dict[str, Callable[[Customer], None]]] = {
    "repair": repair,
    "capacity": capacity,
    "debit": debit,
}
