"""Double entry: which ledger transactions a step of the saga makes due.

Pure. Positive fen are debits, negative credits; the lines of a transaction sum to zero. Accounts:
clearing:<provider> (asset), suspense and payable:<biller> (liabilities).
"""

import msgspec

from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment

SUSPENSE = "suspense"


class LedgerLine(msgspec.Struct, frozen=True):
    account: str
    fen: int


class LedgerTransaction(msgspec.Struct, frozen=True):
    """`kind` and `number` make it unique within its payment, so that it can be written only once."""

    kind: str
    number: int
    lines: tuple[LedgerLine, ...]


def entries(before: Payment, after: Payment) -> tuple[LedgerTransaction, ...]:
    made: list[LedgerTransaction] = []
    clearing = f"clearing:{after.provider}"
    if after.charged_fen > before.charged_fen:
        made.append(_transfer("charge", 0, clearing, SUSPENSE, after.charged_fen - before.charged_fen))
    if after.reversed_fen > before.reversed_fen:
        made.append(_transfer("reverse", 0, SUSPENSE, clearing, after.reversed_fen - before.reversed_fen))
    for number, (old, new) in enumerate(zip(before.legs, after.legs, strict=True)):
        if old.state is not new.state:
            made.extend(_leg_entries(new, number, clearing))
    return tuple(made)


def _leg_entries(leg: Leg, number: int, clearing: str) -> list[LedgerTransaction]:
    if leg.state is LegState.POSTED:
        return [_transfer("post", number, SUSPENSE, f"payable:{leg.biller_id}", leg.amount_fen)]
    if leg.state is LegState.REFUNDED:
        return [_transfer("refund", number, SUSPENSE, clearing, leg.amount_fen)]
    return []


def _transfer(kind: str, number: int, debit: str, credit: str, fen: int) -> LedgerTransaction:
    return LedgerTransaction(kind, number, (LedgerLine(debit, fen), LedgerLine(credit, -fen)))
