"""What must hold for claims on bills (I14): at any time at most one live charge for each bill."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from kiosk.payment.invariants import Violation
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment

_MAY_BE_POSTED = frozenset(
    {LegState.WAITING, LegState.POSTING, LegState.POST_UNKNOWN, LegState.HELD, LegState.REFUNDING}
)


def live_bills(payment: Payment, open_loads: Collection[str] = ()) -> Iterator[str]:
    """The bills to which this payment's money has gone, or may still go, or from which it is on its way back;
    a meter is one of them until its load has ended. `open_loads` by id.

    Said from the other side than the store's rule (`kiosk.payment.claims`), so that one judges the other.
    """
    for leg in payment.legs:
        going = not payment.final and leg.state in _MAY_BE_POSTED
        stays = leg.state is LegState.POSTED and (leg.kind == "bill" or leg.posting_ref in open_loads)
        if leg.kind != "account" and (going or stays):
            yield leg.bill_id


def wrong_claims(
    payments: Iterable[Payment], claims: Mapping[str, str], open_loads: Collection[str] = ()
) -> Iterator[Violation]:
    """`claims` are the payments by bill. Every bill of a living payment is claimed, by that payment alone,
    and no claim is left over."""
    holders: dict[str, str] = {}
    for payment in payments:
        for bill_id in live_bills(payment, open_loads):
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
