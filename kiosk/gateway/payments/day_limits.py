"""How much came to an account in a day, in SQL: taken by one compare-and-set, given back as payments end.

Two payments at once can never pass a limit together: the row itself refuses the second. Functions work inside
the caller's transaction.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, Update, select, update

from kiosk.gateway.payment_store import DayLimitReached
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema_day_limit import account_day
from kiosk.payment.claims import counted_fen, day_of_payment, most_fen_a_day
from kiosk.payment.saga_state import Payment

_DAY = account_day.c


def take(connection: Connection, payment: Payment) -> None:
    """Count a new payment. Raises DayLimitReached; then nothing of the transaction may stay."""
    limits, day = most_fen_a_day(payment), day_of_payment(payment)
    # In one order for everybody: two payments for the same accounts must not wait for each other.
    for account, fen in sorted(counted_fen(payment).items()):
        insert_new(connection, account_day, [{"account_id": account, "day": day, "counted_fen": 0}])
        fits = _DAY.counted_fen + fen <= limits[account]
        mine = (_DAY.account_id == account) & (_DAY.day == day) & fits
        if connection.execute(_counting(fen).where(mine)).rowcount != 1:
            raise DayLimitReached


def follow(connection: Connection, before: Payment, after: Payment) -> None:
    """What the payment has become counts instead. Notes that are inside already count beyond any limit."""
    had, has = counted_fen(before), counted_fen(after)
    for account in sorted({*had, *has}):
        more_fen = has.get(account, 0) - had.get(account, 0)
        if more_fen:
            mine = (_DAY.account_id == account) & (_DAY.day == day_of_payment(after))
            connection.execute(_counting(more_fen).where(mine))


def counted(connection: Connection, accounts: Collection[str], day: str) -> Mapping[str, int]:
    found = select(account_day).where(_DAY.account_id.in_(sorted(accounts)), _DAY.day == day)
    return {row.account_id: row.counted_fen for row in connection.execute(found)}


def _counting(more_fen: int) -> Update:
    return update(account_day).values(counted_fen=_DAY.counted_fen + more_fen)
