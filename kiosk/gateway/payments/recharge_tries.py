"""How often wrong codes of recharge cards were tried, and until when none is taken after too many.

On record, so that neither a restart nor a second process gives a guesser new tries. Functions work inside the
caller's transaction.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, insert, select, true

from kiosk.gateway.settings import LONGEST_TRIES_S, RechargeTries
from kiosk.gateway.sql.schema_recharge import wrong_recharge_code
from kiosk.payment.saga_state import Payment, PaymentState

_TRY = wrong_recharge_code.c


def locked_until_ms(connection: Connection, kiosk_id: str, now_ms: int, rules: RechargeTries) -> int | None:
    """When the next code is taken at this kiosk; None, now."""
    tries = (
        (_newest(connection, _TRY.kiosk_id == kiosk_id, rules.most_per_kiosk), rules.most_per_kiosk),
        (_newest(connection, true(), rules.most_over_all), rules.most_over_all),
    )
    counting_ms = max((at_ms[-1] for at_ms, most in tries if len(at_ms) == most), default=None)
    if counting_ms is None or counting_ms + rules.within_s * 1000 <= now_ms:
        return None
    return counting_ms + rules.within_s * 1000


def record(connection: Connection, kiosk_id: str, now_ms: int) -> None:
    """A wrong code was tried; tries that can count no more are forgotten."""
    old = _TRY.at_ms < now_ms - LONGEST_TRIES_S * 1000
    connection.execute(delete(wrong_recharge_code).where(old))
    connection.execute(insert(wrong_recharge_code), {"kiosk_id": kiosk_id, "at_ms": now_ms})


def follow(connection: Connection, after: Payment, now_ms: int) -> None:
    """Paying with a wrong code is a try too. Called with every change of a payment, in its transaction."""
    if after.state is PaymentState.DECLINED and after.reason == "recharge_unknown":
        record(connection, after.kiosk_id, now_ms)


def _newest(connection: Connection, where: ColumnElement[bool], most: int) -> Sequence[int]:
    """Their moments, the newest first."""
    newest = select(_TRY.at_ms).where(where).order_by(_TRY.at_ms.desc()).limit(most)
    return connection.execute(newest).scalars().all()
