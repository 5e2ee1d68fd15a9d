"""What must hold for every payment, as pure functions over values, for tests, simulation and auditor.

Each yields what is wrong and nothing when all is well. This file is about states and ends (I1, I5, I9, I12 as
one payment shows them); beside it stand those of the ledger, of claims, of limits and of the kiosk.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kiosk.payment.day import date_at
from kiosk.payment.edges import LEG_EDGES, NOTHING, PAYMENT_EDGES, Edge
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.saga_state import FINAL, Payment, PaymentState


class Violation(Struct, frozen=True):
    """`rule` is I1 to I22; `subject` the id of what it was found at; never anything about a person."""

    rule: str
    subject: str
    told: str

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}: {self.told}"


class Outside(Struct, frozen=True):
    """What others hold of one payment: the providers' books (in fen, over all orders made for it), the
    billers' by posting reference, and the refunds that were carried out, by refund number.

    Of cash, its notes have been paid; vouchers are as good as returned.
    """

    paid_fen: int
    returned_fen: int
    posted_fen: Mapping[str, int]
    refunded: frozenset[str]


_AFTER_CHARGE = frozenset(
    {
        PaymentState.CHARGED,
        PaymentState.POSTING,
        PaymentState.POST_UNKNOWN,
        PaymentState.HELD,
        PaymentState.REFUNDING,
        PaymentState.POSTED,
        PaymentState.PART_POSTED,
        PaymentState.REFUNDED,
    }
)

_LONGEST_HELD_MS = 48 * 3_600_000
"""A biller's file comes in the morning after, and around midnight the next one is needed, too."""

_HOMES = (LegState.POSTED, LegState.REFUNDED, LegState.VOUCHER)


def wrong_money(payment: Payment, outside: Outside) -> Iterator[Violation]:
    """I1, I9: of a payment that is final, the providers have kept what the billers hold, and no leg is both
    posted and given back."""
    posted_fen = sum(outside.posted_fen.values())
    kept_fen = outside.paid_fen - outside.returned_fen
    if kept_fen != posted_fen:
        told = f"{payment.state.value}: the provider keeps {kept_fen} fen, the billers hold {posted_fen}"
        yield Violation("I1", payment.payment_id, told)
    for number, leg in enumerate(payment.legs):
        at_biller = leg.posting_ref in outside.posted_fen
        if at_biller and leg.refund_no in outside.refunded:
            yield Violation("I9", payment.payment_id, f"leg {number} is both posted and given back")
        if at_biller is not (leg.state is LegState.POSTED):
            told = (
                f"leg {number} is {leg.state.value}, at its biller {'posted' if at_biller else 'not posted'}"
            )
            yield Violation("I1", payment.payment_id, told)


def wrong_sums(payment: Payment) -> Iterator[Violation]:
    """I1, I12 as the gateway alone can see them, at any time: legs make up the sum, and no fen is charged,
    given back or posted that does not belong to it."""
    amounts = [leg.amount_fen for leg in payment.legs]
    agreed = payment.method == "cash" or sum(amounts) == payment.amount_fen
    agreed = agreed and payment.rest_fen in {0, *amounts[-1:]}
    if payment.legs and (min(leg.amount_fen for leg in payment.legs) <= 0 or not agreed):
        yield Violation("I12", payment.payment_id, f"legs of {amounts} fen for {payment.amount_fen}")
    if not 0 <= payment.reversed_fen <= payment.charged_fen:
        told = f"{payment.reversed_fen} fen reversed of {payment.charged_fen}"
        yield Violation("I1", payment.payment_id, told)
    if not payment.refundable and total_fen(payment.legs, LegState.REFUNDED):
        yield Violation("I1", payment.payment_id, f"{payment.method} given back, where nobody takes it back")
    charged = payment.state in _AFTER_CHARGE
    due_fen = payment.inserted_fen if payment.method == "cash" else payment.amount_fen
    if charged and (payment.charged_fen, payment.reversed_fen) != (due_fen, 0):
        told = f"{payment.state.value} with {payment.charged_fen} fen charged of {due_fen}"
        yield Violation("I1", payment.payment_id, told)
    if not charged and (payment.charged_fen != payment.reversed_fen or moved_fen(payment)):
        yield Violation("I1", payment.payment_id, f"{payment.state.value} with money in it")
    if payment.final and charged and moved_fen(payment) != due_fen:
        yield Violation("I1", payment.payment_id, "final with a leg neither posted nor given back")


def moved_fen(payment: Payment) -> int:
    """What has found its home: at a biller, back with the payer, or in a voucher."""
    return sum(total_fen(payment.legs, state) for state in _HOMES)


def wrong_step(before: Payment, after: Payment, cause: str) -> Iterator[Violation]:
    """I5: nothing leaves a final state, and every change is an edge."""
    if before.state in FINAL and after != before:
        yield Violation("I5", after.payment_id, f"changed after it was {before.state.value}, by {cause}")
    yield from wrong_edge(after.payment_id, before.state.value, cause, after.state.value)
    for number, edge in enumerate(leg_edges(before, after, cause)):
        if edge[0] != edge[2] and edge not in LEG_EDGES:
            yield Violation("I5", after.payment_id, f"leg {number}: {edge[0]} to {edge[2]} by {cause}")


def leg_edges(before: Payment, after: Payment, cause: str) -> Iterator[Edge]:
    """What became of each leg; one that cash has left over comes from nothing."""
    for number, leg in enumerate(after.legs):
        old = before.legs[number].state.value if number < len(before.legs) else NOTHING
        yield old, cause, leg.state.value


def wrong_edge(payment_id: str, before: str, cause: str, after: str) -> Iterator[Violation]:
    """I5 of one row of the history."""
    if before != after and (before, cause, after) not in PAYMENT_EDGES:
        yield Violation("I5", payment_id, f"{before} to {after} by {cause}")


def not_at_rest(payments: Iterable[Payment], *, held_allowed: bool) -> Iterator[Violation]:
    """I4: an hour after the last fault every payment is final; held ones wait for their biller's file."""
    for payment in payments:
        waits = held_allowed and payment.state is PaymentState.HELD
        if not payment.final and not waits:
            yield Violation("I4", payment.payment_id, f"still {payment.state.value}")


def held_too_long(payment: Payment, now_ms: int) -> Iterator[Violation]:
    """I4: a leg waits for a file that should have come; the words stay the same while it waits."""
    for number, leg in enumerate(payment.legs):
        if leg.state is LegState.HELD and now_ms - leg.posting_since_ms > _LONGEST_HELD_MS:
            since = date_at(leg.posting_since_ms)
            told = f"leg {number} is held since {since}: give {leg.biller_id}'s day-end files to reconcile"
            yield Violation("I4", payment.payment_id, told)


def posted_twice(postings: Iterable[tuple[str, int, int]]) -> Iterator[Violation]:
    """I2 over a biller's postings, each a bill, the sum posted and the sum owed."""
    seen: set[str] = set()
    for bill_id, posted_fen, owed_fen in postings:
        if bill_id in seen:
            yield Violation("I2", bill_id, "posted a second time")
        if posted_fen > owed_fen:
            yield Violation("I2", bill_id, f"{posted_fen} fen posted of {owed_fen} owed")
        seen.add(bill_id)
