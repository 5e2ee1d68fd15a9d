"""What becomes of each fen of inserted cash: bills in their order, then an account, then a voucher.

Pure. A bill is paid in full or not at all; no change is given and nothing is kept without a leg.
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kiosk.payment.legs import Leg, LegState, references, takes_on_account


def allot(payment_id: str, bills: Sequence[Leg], inserted_fen: int) -> tuple[Leg, ...]:
    """The legs after closing; all but the unpaid ones add up to `inserted_fen`.

    Bills are reached in their order until one is too large for what is left. What remains goes on the account
    of that bill; once all are paid, of the last bill whose biller takes it. Where none does, it is owed to
    the payer as a voucher.
    """
    left_fen = inserted_fen
    legs: list[Leg] = []
    missed: list[Leg] = []
    for bill in bills:
        if missed or bill.amount_fen > left_fen:
            missed.append(bill)
            legs.append(replace(bill, state=LegState.UNPAID))
        else:
            left_fen -= bill.amount_fen
            legs.append(bill)
    if left_fen:
        legs.append(_rest(payment_id, len(bills), missed[:1] or bills[::-1], left_fen))
    return tuple(legs)


def _rest(payment_id: str, number: int, wanted: Sequence[Leg], fen: int) -> Leg:
    """`wanted`: the bills whose accounts may have it, the best first."""
    willing: Iterable[Leg] = (bill for bill in wanted if takes_on_account(bill, fen))
    taker = next(iter(willing), None)
    posting_ref, refund_no = references(payment_id, number)
    return replace(
        taker or wanted[0],
        kind="account",
        amount_fen=fen,
        posting_ref=posting_ref,
        refund_no=refund_no,
        state=LegState.WAITING if taker else LegState.VOUCHER,
    )
