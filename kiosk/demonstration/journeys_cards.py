"""The way of somebody with a meter card, as they would tell it. It ends with gas at home."""

from collections.abc import Callable
from typing import Final

from kiosk.demonstration.customer import Customer

WECHAT_CODE: Final = "134567890123450000"


def gas_card(customer: Customer) -> None:
    """The card is read, given back, paid for by phone, put in again and written."""
    customer.opens_service("gas_card")
    customer.reads("present")
    customer.inserts_gas_card()
    customer.takes_gas_card_back()
    customer.reads("bill")
    customer.taps("agree")
    customer.reads("choices")
    customer.taps("yuan_50")
    customer.reads("bills")
    customer.taps("pay")
    customer.reads("methods")
    customer.shows_phone(WECHAT_CODE)
    customer.reads_of("present", "card_load.insert.title")
    customer.inserts_gas_card()
    customer.reads_of("take_card", "card_load.written.title")
    customer.takes_gas_card_back()
    if customer.is_settled():
        customer.taps("print")
        customer.takes_receipt()
        customer.walks_away()
        customer.goes_home_to_the_meter()


CARD_JOURNEYS: Final[dict[str, Callable[[Customer], None]]] = {"gas_card": gas_card}
