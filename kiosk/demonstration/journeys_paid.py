"""The ways of somebody who comes back for what they paid, as they would tell them."""

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
