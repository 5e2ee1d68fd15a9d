"""What must hold for the ledger (I6), as pure functions over its transactions and lines."""

from collections.abc import Iterable, Iterator, Mapping

from kiosk.payment.invariants import Violation, moved_fen
from kiosk.payment.ledger import SUSPENSE, LedgerTransaction
from kiosk.payment.saga_state import Payment

CLEARING = "clearing:"
BOXES = "cash:kiosk:"


def unbalanced(payment_id: str, transactions: Iterable[LedgerTransaction]) -> Iterator[Violation]:
    """Every transaction has lines and sums to zero, and none is written twice."""
    seen: set[tuple[str, int]] = set()
    for entry in transactions:
        sum_fen = sum(line.fen for line in entry.lines)
        if sum_fen or not entry.lines:
            yield Violation("I6", payment_id, f"{entry.kind} {entry.number} sums to {sum_fen} fen")
        if (entry.kind, entry.number) in seen:
            yield Violation("I6", payment_id, f"{entry.kind} {entry.number} is in the ledger twice")
        seen.add((entry.kind, entry.number))


def owed_fen(payment: Payment) -> int:
    """What of a payment's money has come in and has no home yet; of a final one, nothing."""
    return payment.charged_fen - payment.reversed_fen - moved_fen(payment)


def wrong_suspense(payment: Payment, transactions: Iterable[LedgerTransaction]) -> Iterator[Violation]:
    """The ledger's suspense of a payment is the money in it that has no home yet."""
    lines = (line for entry in transactions for line in entry.lines if line.account == SUSPENSE)
    suspense_fen = -sum(line.fen for line in lines)
    if suspense_fen != owed_fen(payment):
        told = f"{suspense_fen} fen in suspense, {owed_fen(payment)} in the payment ({payment.state.value})"
        yield Violation("I6", payment.payment_id, told)
    if payment.final and suspense_fen:
        yield Violation("I6", payment.payment_id, f"at rest with {suspense_fen} fen in suspense")


def wrong_balances(
    prefix: str, transactions: Iterable[LedgerTransaction], held_fen: Mapping[str, int]
) -> Iterator[Violation]:
    """At rest, each account under the prefix is what its holder has: a provider, a cash box."""
    found: dict[str, int] = dict.fromkeys(held_fen, 0)
    for entry in transactions:
        for line in entry.lines:
            if line.account.startswith(prefix):
                holder = line.account.removeprefix(prefix)
                found[holder] = found.get(holder, 0) + line.fen
    for holder, fen in found.items():
        if fen != held_fen.get(holder, 0):
            told = f"{fen} fen in {prefix}{holder}, where {held_fen.get(holder, 0)} are"
            yield Violation("I6", holder, told)
