"""How often codes of recharge cards were tried in vain, and until when none is taken after too many.

On record before the issuer is asked, by one compare-and-set: neither a restart nor a second process nor many
questions at once give a guesser more tries. Functions work inside the caller's transaction.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select, true, update

from kiosk.gateway.settings import LONGEST_TRIES_S, RechargeTries
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_recharge import recharge_try
from kiosk.payment.saga_state import Payment, PaymentState

_TRY = recharge_try.c


class TooManyTries(Exception):
    def __init__(self, until_ms: int) -> None:
        super().__init__()
        self.until_ms = until_ms
        """When the next code is taken at this kiosk."""


def begin(
    connection: Connection, kiosk_id: str, now_ms: int, rules: RechargeTries, payment_id: str | None = None
) -> int:
    """The number of the try, which counts as a wrong one until it is taken back; a payment has one.

    Raises TooManyTries: then nobody may be asked.
    """
    while True:
        last = connection.execute(select(func.max(_TRY.number))).scalar_one() or 0
        number = _of_payment(connection, payment_id)
        if number is not None:
            return number
        until_ms = _locked_until_ms(connection, kiosk_id, now_ms, rules)
        if until_ms is not None:
            raise TooManyTries(until_ms)
        row = {"number": last + 1, "kiosk_id": kiosk_id, "at_ms": now_ms, "counts": True}
        # Somebody else's number, if it is taken by now: that try may have been the last one.
        if insert_new(connection, recharge_try, [row | {"payment_id": payment_id}]) == 1:
            _forget_old(connection, last, now_ms)
            return last + 1


def take_back(connection: Connection, number: int) -> None:
    """The code is no guess, or nobody has told what it is worth."""
    _take_back(connection, _TRY.number == number)


def take_back_of(connection: Connection, payment_id: str) -> None:
    """As above."""
    _take_back(connection, _TRY.payment_id == payment_id)


def follow(connection: Connection, before: Payment, after: Payment) -> None:
    """Called with every change of a payment, in its transaction."""
    if after.method == "recharge_card" and _card_known(after) and not _card_known(before):
        take_back_of(connection, after.payment_id)


def settle(connection: Connection, stored: Payment) -> None:
    """Of a payment whose try may have been written down once more after the first one was taken back."""
    if not stored.charging_since_ms or _card_known(stored):
        take_back_of(connection, stored.payment_id)


def _card_known(payment: Payment) -> bool:
    """Whether the issuer's answer was that a card has the code. A payment that was given up leaves that open,
    and its try counts: who guesses learns from it that the code was not redeemed."""
    known = payment.state is PaymentState.DECLINED and payment.reason != "recharge_unknown"
    return known or payment.charged_fen > 0


def _take_back(connection: Connection, these: ColumnElement[bool]) -> None:
    connection.execute(update(recharge_try).where(these).values(counts=False, payment_id=None))


def _of_payment(connection: Connection, payment_id: str | None) -> int | None:
    if payment_id is None:
        return None
    mine = select(_TRY.number).where(_TRY.payment_id == payment_id)
    return connection.execute(mine).scalar_one_or_none()


def _locked_until_ms(connection: Connection, kiosk_id: str, now_ms: int, rules: RechargeTries) -> int | None:
    tries = (
        (_newest(connection, _TRY.kiosk_id == kiosk_id, rules.most_per_kiosk), rules.most_per_kiosk),
        (_newest(connection, true(), rules.most_over_all), rules.most_over_all),
    )
    counting_ms = max((at_ms[-1] for at_ms, most in tries if len(at_ms) == most), default=None)
    if counting_ms is None or counting_ms + rules.within_s * 1000 <= now_ms:
        return None
    return counting_ms + rules.within_s * 1000


def _newest(connection: Connection, where: ColumnElement[bool], most: int) -> Sequence[int]:
    """The moments of those that count, the newest first."""
    newest = select(_TRY.at_ms).where(where, _TRY.counts).order_by(_TRY.at_ms.desc()).limit(most)
    return connection.execute(newest).scalars().all()


def _forget_old(connection: Connection, last: int, now_ms: int) -> None:
    """Those that can count no more. Never the newest: its number would be given out again, unnoticed."""
    old = _TRY.at_ms < now_ms - LONGEST_TRIES_S * 1000
    connection.execute(delete(recharge_try).where(old, _TRY.number <= last))
