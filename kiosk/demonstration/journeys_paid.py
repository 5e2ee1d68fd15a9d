"""The ways of somebody who comes for paper alone: what they paid, what their accounts are."""

from collections.abc import Callable

from kiosk.demonstration.customer import Customer


def with_reprint(pays: Callable[[Customer], None]) -> Callable[[Customer], None]:
    """Pays, goes home, has lost the receipt, and comes back with the identity card for another one."""

    def reprint(customer: Customer) -> None:
        pays(customer)
        customer.opens_service("my_payments")
        customer.reads_of("choices", "finding_of.payments.title")
        customer.inserts_id_card()
        customer.takes_id_card_back()
        customer.reads_of("choices", "paid.title")
        customer.taps("payment_1")
        customer.reads_of("bill", "paid.one")
        customer.taps("print")
        customer.takes_receipt()
        customer.walks_away()

    return reprint


def account_numbers(customer: Customer) -> None:
    """Whoever never knew their account numbers takes them home on paper; nothing is paid."""
    customer.opens_service("account_numbers")
    customer.reads_of("present", "insert.id_card.title")
    customer.inserts_id_card()
    customer.takes_id_card_back()
    customer.learns("bill", "numbers.title")
    customer.taps("print")
    customer.takes_receipt()
    customer.walks_away()
