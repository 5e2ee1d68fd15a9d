"""Which bills a payment keeps others from paying, at every moment of it. Pure.

A bill is free again as soon as no money can get from this payment to it: a household may then pay it
elsewhere at once, however long the rest of the payment takes.
"""

from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment

_MONEY_ELSEWHERE = frozenset({LegState.UNPAID, LegState.REFUNDED, LegState.VOUCHER})


def held_bills(payment: Payment) -> frozenset[str]:
    """Ids of bills. A posted one is held for good: it has been paid once."""
    bills = [leg for leg in payment.legs if leg.kind == "bill"]
    if payment.final:
        return frozenset(leg.bill_id for leg in bills if leg.state is LegState.POSTED)
    return frozenset(leg.bill_id for leg in bills if leg.state not in _MONEY_ELSEWHERE)
