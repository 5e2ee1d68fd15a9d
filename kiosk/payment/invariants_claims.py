"""What must hold for claims on bills (I14): at any time at most one live charge for each bill."""

from collections.abc import Iterable, Iterator, Mapping

from kiosk.payment.invariants import Violation
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment


def live_bills(payment: Payment) -> Iterator[str]:
    """The bills that a payment holds: all until it is final, the posted ones for good."""
    for leg in payment.legs:
        if leg.kind == "bill" and (not payment.final or leg.state is LegState.POSTED):
            yield leg.bill_id


def wrong_claims(payments: Iterable[Payment], claims: Mapping[str, str]) -> Iterator[Violation]:
    """`claims` are the payments by bill. Every bill of a living payment is claimed, by that payment alone,
    and no claim is left over."""
    holders: dict[str, str] = {}
    for payment in payments:
        for bill_id in live_bills(payment):
            if bill_id in holders:
                yield Violation("I14", bill_id, f"in {holders[bill_id]} and in {payment.payment_id}")
            elif claims.get(bill_id) != payment.payment_id:
                yield Violation("I14", bill_id, f"alive in {payment.payment_id} without its claim")
            holders[bill_id] = payment.payment_id
    for bill_id in claims.keys() - holders.keys():
        yield Violation("I14", bill_id, f"still claimed by {claims[bill_id]}, which is over")


def charged_twice(bill_ids: Iterable[str], live: Mapping[str, str], payment_id: str) -> Iterator[Violation]:
    """A payer has just paid for these bills; `live` are the payments that hold money for a bill already."""
    for bill_id in bill_ids:
        if live.get(bill_id, payment_id) != payment_id:
            yield Violation("I14", bill_id, f"money is taken for it in {live[bill_id]} and in {payment_id}")
