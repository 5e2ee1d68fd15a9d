"""What a payment keeps others from, at every moment of it: its bills, and so much of an account's day. Pure.

A bill is free again, and money counts no longer, as soon as none of this payment can get there: a household
may then pay elsewhere at once, however long the rest of the payment takes.
"""

from collections import Counter
from collections.abc import Mapping

from kiosk.payment.day import date_at
from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment

_MONEY_ELSEWHERE = frozenset({LegState.UNPAID, LegState.REFUNDED, LegState.VOUCHER})


def held_bills(payment: Payment) -> frozenset[str]:
    """Ids of bills, and of meters that are bought for. A posted bill is held for good: it has been paid once;
    a meter until its load has ended, which is said where loads are kept."""
    return frozenset(leg.bill_id for leg in payment.legs if leg.kind != "account" and _reaches(payment, leg))


def counted_fen(payment: Payment) -> Mapping[str, int]:
    """What has come or may come to each account that has a limit of the day, on the day of the payment."""
    counted: Counter[str] = Counter()
    for leg in payment.legs:
        if leg.limited_account is not None and _reaches(payment, leg):
            counted[leg.limited_account] += leg.amount_fen
    return counted


def most_fen_a_day(payment: Payment) -> Mapping[str, int]:
    """The limits of those accounts."""
    limits = ((leg.limited_account, leg.most_fen_a_day) for leg in payment.legs)
    return {account: fen for account, fen in limits if account is not None and fen is not None}


def day_of_payment(payment: Payment) -> str:
    """The day in China on which it was opened, which is the one it is counted to."""
    return date_at(payment.created_ms).isoformat()


def _reaches(payment: Payment, leg: Leg) -> bool:
    """Whether money of the payment is at the biller for this leg, or may still come there."""
    return leg.state is LegState.POSTED if payment.final else leg.state not in _MONEY_ELSEWHERE
