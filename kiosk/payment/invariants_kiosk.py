"""What must hold between kiosk and gateway: intents, words, paper (I3, I4, I7, I8, I10, I17)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kiosk.payment.edges import ATTEMPT_EDGES
from kiosk.payment.invariants import Violation
from kiosk.payment.saga_state import Payment, PaymentState

_SAID = {PaymentState.POSTED: "settled", PaymentState.PART_POSTED: "part_settled"}
_CHARGEABLE_BEFORE = frozenset({PaymentState.CREATED, PaymentState.ABANDONED})


def ordered_unasked(order_fen: int, payment: Payment | None, payment_id: str) -> Iterator[Violation]:
    """I8, I12: a provider has got an order; the gateway must have a payment of that sum that is charged."""
    if payment is None or payment.state in _CHARGEABLE_BEFORE:
        state = payment.state.value if payment else "unknown"
        yield Violation("I8", payment_id, f"ordered while it is {state} at the gateway")
    elif order_fen != payment.amount_fen:
        told = f"{order_fen} fen ordered for a payment of {payment.amount_fen}"
        yield Violation("I12", payment_id, told)


def taken_in_unmeant(payment: Payment, agreed_fen: int | None, intent_fen: int | None) -> Iterator[Violation]:
    """I8, I12: a payment at the gateway follows a durable intent, of the sum that the resident was shown.

    A tombstone has neither legs nor sum, and needs no intent.
    """
    if not payment.legs:
        return
    if intent_fen is None:
        yield Violation("I8", payment.payment_id, "at the gateway without a durable intent")
    if payment.amount_fen <= 0 or {intent_fen, agreed_fen} - {None, payment.amount_fen}:
        told = f"shown {agreed_fen}, meant {intent_fen}, taken in {payment.amount_fen} fen"
        yield Violation("I12", payment.payment_id, told)


def false_paper(kind: str, posted: Sequence[bool], payment_id: str) -> Iterator[Violation]:
    """I3: paper of success is given out only while the biller holds each posting that it names."""
    if not all(posted) or (kind == "settled" and not posted):
        yield Violation("I3", payment_id, f"a receipt of {posted.count(False)} postings that no biller holds")


def second_original(papers: Mapping[str, int]) -> Iterator[Violation]:
    """I7 over the number of original receipts of success by payment."""
    for payment_id, originals in papers.items():
        if originals > 1:
            yield Violation("I7", payment_id, f"{originals} original receipts")


def another_end(payment_id: str, said: str, payment: Payment | None) -> Iterator[Violation]:
    """I10: what the kiosk wrote down as the end is how the payment ended at the gateway.

    A payment that the gateway never took in has certainly not been charged.
    """
    ended = "not_charged"
    if payment is not None:
        ended = _SAID.get(payment.state, "not_charged") if payment.final else "not final"
    if said != ended:
        yield Violation("I10", payment_id, f"the kiosk said {said}, at the gateway it is {ended}")


def unclosed(kiosk_id: str, open_intents: Iterable[str]) -> Iterator[Violation]:
    """I4: an hour after the last fault every attempt is closed."""
    for payment_id in open_intents:
        yield Violation("I4", payment_id, f"still open in the journal of {kiosk_id}")


def wrong_phase(payment_id: str, before: str, cause: str, after: str) -> Iterator[Violation]:
    """I5 of the kiosk's attempt."""
    if before != after and (before, cause, after) not in ATTEMPT_EDGES:
        yield Violation("I5", payment_id, f"attempt: {before} to {after} by {cause}")


def forgotten(kiosk_id: str, acknowledged: Sequence[str], durable: Sequence[str]) -> Iterator[Violation]:
    """I17: what is on the disk after a crash is what was acknowledged, and at most one entry more."""
    if list(durable[: len(acknowledged)]) != list(acknowledged):
        yield Violation("I17", kiosk_id, "an acknowledged entry of the journal is gone")
    elif len(durable) > len(acknowledged) + 1:
        yield Violation("I17", kiosk_id, f"{len(durable) - len(acknowledged)} entries nobody was told of")
