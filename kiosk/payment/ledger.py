"""Double entry: which ledger transactions a step of the saga makes due.

Pure. Positive fen are debits, negative credits; the lines of a transaction sum to zero. Accounts:
clearing:<provider> and cash:kiosk:<kiosk> (assets), suspense, payable:<biller>, refund_payable and unclaimed
(liabilities), cash:office (asset): the till that pays vouchers out.
"""

import msgspec

from kiosk.payment.legs import Leg, LegState
from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.saga_state import Payment

SUSPENSE = "suspense"
VOUCHERS = "refund_payable"
UNCLAIMED = "unclaimed"
OFFICE = "cash:office"


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
    clearing = clearing_of(after)
    if after.charged_fen > before.charged_fen:
        made.append(_transfer("charge", 0, clearing, SUSPENSE, after.charged_fen - before.charged_fen))
    if after.reversed_fen > before.reversed_fen:
        made.append(_transfer("reverse", 0, SUSPENSE, clearing, after.reversed_fen - before.reversed_fen))
    for number, new in enumerate(after.legs):
        old = before.legs[number] if number < len(before.legs) else None
        if old is None or old.state is not new.state:
            made.extend(_leg_entries(new, number, clearing))
    return tuple(made)


def kiosk_cash(kiosk_id: str) -> str:
    """The account of what is in a kiosk's cash box."""
    return f"cash:kiosk:{kiosk_id}"


def found_note(kiosk_id: str, fen: int) -> LedgerTransaction:
    return _transfer("found_note", 0, kiosk_cash(kiosk_id), UNCLAIMED, fen)


def paid_out(owed_from: str, fen: int) -> LedgerTransaction:
    """A voucher or a found note, paid at the counter from VOUCHERS or UNCLAIMED."""
    return _transfer("pay_out", 0, owed_from, OFFICE, fen)


def load_entries(before: Load, after: Load, clearing: str) -> tuple[LedgerTransaction, ...]:
    """What a load that comes back moves: from its company to what is owed to the payer, and from there to the
    payer; a voucher is paid out at the counter. `clearing` is the account the charge came from."""
    made: list[LedgerTransaction] = []
    number, fen = after.leg, after.amount_fen
    if before.state is LoadState.RETURNING and after.state in {LoadState.REFUNDING, LoadState.VOUCHER}:
        made.append(_transfer("take_back", number, f"payable:{after.biller_id}", VOUCHERS, fen))
    if before.state is LoadState.REFUNDING and after.state is LoadState.REFUNDED:
        made.append(_transfer("load_refund", number, VOUCHERS, clearing, fen))
    return tuple(made)


def clearing_of(payment: Payment) -> str:
    """The account that the charge came to, and that a refund leaves."""
    return kiosk_cash(payment.kiosk_id) if payment.method == "cash" else f"clearing:{payment.provider}"


def _leg_entries(leg: Leg, number: int, clearing: str) -> list[LedgerTransaction]:
    if leg.state is LegState.POSTED:
        return [_transfer("post", number, SUSPENSE, f"payable:{leg.biller_id}", leg.amount_fen)]
    if leg.state is LegState.REFUNDED:
        return [_transfer("refund", number, SUSPENSE, clearing, leg.amount_fen)]
    if leg.state is LegState.VOUCHER:
        return [_transfer("voucher", number, SUSPENSE, VOUCHERS, leg.amount_fen)]
    return []


def _transfer(kind: str, number: int, debit: str, credit: str, fen: int) -> LedgerTransaction:
    return LedgerTransaction(kind, number, (LedgerLine(debit, fen), LedgerLine(credit, -fen)))
