"""Payments in SQL: claimed and created at once, changed only by compare-and-set, with ledger and history.

Functions work inside the caller's transaction. Nothing here decides; the saga does.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.gateway import schema
from kiosk.gateway.rows import as_struct
from kiosk.payment.ledger import entries
from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment, PaymentState

_NO_MONEY = frozenset({LegState.WAITING, LegState.REFUNDED})


class StalePayment(Exception):
    """Somebody else changed the payment first: read it again and decide again."""


class StoredPayment(msgspec.Struct, frozen=True):
    payment: Payment
    ver: int
    fingerprint: str | None
    """Of the request that made it; None for a tombstone."""


def create(connection: Connection, payment: Payment, fingerprint: str | None) -> None:
    """Raises sqlalchemy.exc.IntegrityError when the id exists or, unless final, a bill is claimed."""
    row = _row(payment) | {"ver": 1, "fingerprint": fingerprint}
    connection.execute(insert(schema.payment), row)
    if payment.legs:
        connection.execute(insert(schema.leg), [_leg_row(payment, n) for n in range(len(payment.legs))])
    if not payment.final:
        for leg in payment.legs:
            claim = {"bill_id": leg.bill_id, "payment_id": payment.payment_id}
            connection.execute(insert(schema.bill_claim), claim | {"since_ms": payment.created_ms})
    _append_event(
        connection, payment.state, StoredPayment(payment, 1, fingerprint), "Created", payment.created_ms
    )


def load(connection: Connection, payment_id: str) -> StoredPayment | None:
    found = select(schema.payment).where(schema.payment.c.payment_id == payment_id)
    row = connection.execute(found).mappings().one_or_none()
    if row is None:
        return None
    legs_of = select(schema.leg).where(schema.leg.c.payment_id == payment_id).order_by(schema.leg.c.number)
    legs = [as_struct(each, Leg) for each in connection.execute(legs_of).mappings()]
    payment = as_struct(row, Payment, legs=tuple(legs))
    return StoredPayment(payment, row["ver"], row["fingerprint"])


def save(connection: Connection, stored: StoredPayment, after: Payment, cause: str, now_ms: int) -> None:
    """Raises StalePayment when the stored version is no longer `stored.ver`."""
    before, ver = stored.payment, stored.ver + 1
    mine = (schema.payment.c.payment_id == after.payment_id) & (schema.payment.c.ver == stored.ver)
    if (
        connection.execute(update(schema.payment).where(mine).values(_row(after) | {"ver": ver})).rowcount
        != 1
    ):
        raise StalePayment
    for number, leg in enumerate(after.legs):
        if leg != before.legs[number]:
            this = (schema.leg.c.payment_id == after.payment_id) & (schema.leg.c.number == number)
            connection.execute(update(schema.leg).where(this).values(_leg_row(after, number)))
    _append_event(connection, before.state, StoredPayment(after, ver, stored.fingerprint), cause, now_ms)
    _append_ledger(connection, before, after, now_ms)
    if after.final:
        _release_claims(connection, after)


def due_ids(connection: Connection, now_ms: int) -> Sequence[str]:
    """Payments whose timer is due, the longest waiting first."""
    due = select(schema.payment.c.payment_id).where(schema.payment.c.due_ms <= now_ms)
    return connection.execute(due.order_by(schema.payment.c.due_ms)).scalars().all()


def next_due_ms(connection: Connection) -> int | None:
    columns = schema.payment.c
    found = select(columns.due_ms).where(columns.due_ms.is_not(None)).order_by(columns.due_ms).limit(1)
    return connection.execute(found).scalar_one_or_none()


def latest_ms(connection: Connection) -> int:
    """The latest moment this database has seen; 0 when it is new."""
    at = schema.payment_event.c.at_ms
    return connection.execute(select(at).order_by(at.desc()).limit(1)).scalar_one_or_none() or 0


def claims(connection: Connection, bill_ids: Sequence[str]) -> dict[str, str]:
    """Which of the bills are claimed, and by which payment."""
    claim = schema.bill_claim.c
    found = select(claim.bill_id, claim.payment_id).where(claim.bill_id.in_(bill_ids))
    return {row.bill_id: row.payment_id for row in connection.execute(found)}


def _release_claims(connection: Connection, after: Payment) -> None:
    """A posted bill stays claimed for good: it has been paid once."""
    free = [leg.bill_id for leg in after.legs if leg.state in _NO_MONEY]
    claim = schema.bill_claim.c
    mine = (claim.payment_id == after.payment_id) & claim.bill_id.in_(free)
    connection.execute(delete(schema.bill_claim).where(mine))


def _append_event(
    connection: Connection, from_state: PaymentState, now: StoredPayment, cause: str, now_ms: int
) -> None:
    row = {"payment_id": now.payment.payment_id, "ver": now.ver, "cause": cause, "at_ms": now_ms}
    states = {"from_state": from_state.value, "to_state": now.payment.state.value}
    connection.execute(insert(schema.payment_event), row | states)


def _append_ledger(connection: Connection, before: Payment, after: Payment, now_ms: int) -> None:
    for entry in entries(before, after):
        key = {"payment_id": after.payment_id, "kind": entry.kind, "number": entry.number}
        connection.execute(insert(schema.ledger_transaction), key | {"at_ms": now_ms})
        lines = [
            key | {"line": n, "account": line.account, "fen": line.fen} for n, line in enumerate(entry.lines)
        ]
        connection.execute(insert(schema.ledger_line), lines)


def _row(payment: Payment) -> dict[str, Any]:
    row = msgspec.structs.asdict(payment) | {"state": payment.state.value}
    del row["legs"]
    return row


def _leg_row(payment: Payment, number: int) -> dict[str, Any]:
    leg: Leg = payment.legs[number]
    own = msgspec.structs.asdict(leg) | {"state": leg.state.value}
    return own | {"payment_id": payment.payment_id, "number": number}
