"""Payments in SQL: created by inserts that win or lose, changed by compare-and-set, one transaction a call.

Correct at READ COMMITTED: unique keys and versions decide, never what a transaction happened to read before.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway import cash_cases, record_store, schema
from kiosk.gateway.database import Database
from kiosk.gateway.database_faults import CommitUnknown
from kiosk.gateway.payment_store import (
    LONGEST_LEASE_MS,
    RECEIPTED,
    BillClaimed,
    Change,
    IdTaken,
    StalePayment,
    StoredPayment,
)
from kiosk.gateway.rows import as_struct
from kiosk.gateway.sql_ledger import append_entries
from kiosk.gateway.tokens import Tokens
from kiosk.payment.ledger import entries
from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment

_OWED = schema.outbox.c


class SqlPaymentStore:
    """The PaymentStore of a gateway on SQLite or PostgreSQL."""

    def __init__(self, database: Database, codes: Tokens) -> None:
        self._database = database
        self._codes = codes

    def create(self, payment: Payment, fingerprint: str | None) -> StoredPayment:
        stored = StoredPayment(payment, 1, fingerprint)
        try:
            self._database.write(lambda connection: _insert(connection, stored))
        except (IntegrityError, CommitUnknown) as error:
            if self.load(payment.payment_id) is not None:
                raise IdTaken from error
            if isinstance(error, CommitUnknown):
                raise
            raise BillClaimed from error
        return stored

    def load(self, payment_id: str) -> StoredPayment | None:
        with self._database.reading() as connection:
            return load(connection, payment_id)

    def save(self, stored: StoredPayment, changes: Sequence[Change], now_ms: int) -> StoredPayment:
        try:
            return self._database.write(lambda connection: self._save(connection, stored, changes, now_ms))
        except CommitUnknown as error:
            raise StalePayment from error

    def due(self, now_ms: int, most: int) -> Sequence[str]:
        free = (_OWED.due_ms <= now_ms) & _unleased(now_ms)
        found = select(_OWED.payment_id).where(free).order_by(_OWED.due_ms, _OWED.payment_id).limit(most)
        with self._database.reading() as connection:
            return connection.execute(found).scalars().all()

    def lease(self, payment_id: str, owner: str, now_ms: int, until_ms: int) -> bool:
        free = or_(_unleased(now_ms), _OWED.lease_owner == owner)
        taken = update(schema.outbox).where(and_(_OWED.payment_id == payment_id, free))
        taken = taken.values(lease_owner=owner, lease_until_ms=until_ms, tries=_OWED.tries + 1)
        return self._database.write(lambda connection: connection.execute(taken).rowcount) == 1

    def release(self, payment_id: str, owner: str) -> None:
        mine = (_OWED.payment_id == payment_id) & (_OWED.lease_owner == owner)
        free = update(schema.outbox).where(mine).values(lease_owner=None, lease_until_ms=0)
        self._database.write(lambda connection: connection.execute(free).rowcount)

    def next_due_ms(self) -> int | None:
        free_ms = case((_OWED.due_ms > _OWED.lease_until_ms, _OWED.due_ms), else_=_OWED.lease_until_ms)
        found = select(func.min(free_ms)).where(_OWED.due_ms.is_not(None))
        with self._database.reading() as connection:
            next_ms: int | None = connection.execute(found).scalar_one()
        return next_ms

    def _save(
        self, connection: Connection, stored: StoredPayment, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        before, after = stored.payment, changes[-1].after
        ver = stored.ver + len(changes)
        mine = (schema.payment.c.payment_id == after.payment_id) & (schema.payment.c.ver == stored.ver)
        values = _changed(_row(before), _row(after)) | {"ver": ver}
        if connection.execute(update(schema.payment).where(mine).values(values)).rowcount != 1:
            raise StalePayment
        _update_legs(connection, before, after)
        cash_cases.follow(connection, before, after, now_ms)
        _append_history(connection, stored, changes, now_ms)
        _owe(connection, before, after)
        receipt = stored.receipt
        if after.final:
            _release_claims(connection, after)
            if after.state in RECEIPTED:
                receipt = record_store.issue_receipt(connection, self._codes, after, now_ms)
        return StoredPayment(after, ver, stored.fingerprint, receipt)


def _unleased(now_ms: int) -> ColumnElement[bool]:
    return or_(_OWED.lease_until_ms <= now_ms, _OWED.lease_until_ms > now_ms + LONGEST_LEASE_MS)


def load(connection: Connection, payment_id: str) -> StoredPayment | None:
    found = select(schema.payment).where(schema.payment.c.payment_id == payment_id)
    row = connection.execute(found).mappings().one_or_none()
    if row is None:
        return None
    legs_of = select(schema.leg).where(schema.leg.c.payment_id == payment_id).order_by(schema.leg.c.number)
    legs = [as_struct(each, Leg) for each in connection.execute(legs_of).mappings()]
    payment = as_struct(row, Payment, legs=tuple(legs))
    receipt = record_store.receipt_of(connection, payment_id) if payment.state in RECEIPTED else None
    return StoredPayment(payment, row["ver"], row["fingerprint"], receipt)


def latest_ms(connection: Connection) -> int:
    """The latest moment this database has seen; 0 when it is new."""
    latest = select(func.max(schema.payment_event.c.at_ms))
    return connection.execute(latest).scalar_one() or 0


def claims(connection: Connection, bill_ids: Sequence[str]) -> dict[str, str]:
    """Which of the bills are claimed, and by which payment."""
    claim = schema.bill_claim.c
    found = select(claim.bill_id, claim.payment_id).where(claim.bill_id.in_(bill_ids))
    return {row.bill_id: row.payment_id for row in connection.execute(found)}


def _insert(connection: Connection, stored: StoredPayment) -> None:
    payment = stored.payment
    row = _row(payment) | {"ver": stored.ver, "fingerprint": stored.fingerprint}
    connection.execute(insert(schema.payment), row)
    if payment.legs:
        connection.execute(insert(schema.leg), [_leg_row(payment, n) for n in range(len(payment.legs))])
    if not payment.final:
        claim = {"payment_id": payment.payment_id, "since_ms": payment.created_ms}
        # In one order for everybody: two payments that want the same bills must not wait for each other.
        bills = sorted(leg.bill_id for leg in payment.legs)
        connection.execute(insert(schema.bill_claim), [claim | {"bill_id": bill_id} for bill_id in bills])
        owed = {"payment_id": payment.payment_id, "due_ms": payment.due_ms}
        connection.execute(insert(schema.outbox), owed | {"tries": 0, "lease_until_ms": 0})
    history = _event_row(payment, payment, stored.ver, "Created", payment.created_ms)
    connection.execute(insert(schema.payment_event), history)


def _update_legs(connection: Connection, before: Payment, after: Payment) -> None:
    for number, leg in enumerate(after.legs):
        if number >= len(before.legs):  # what cash leaves over has a leg of its own
            connection.execute(insert(schema.leg), _leg_row(after, number))
        elif leg != before.legs[number]:
            this = (schema.leg.c.payment_id == after.payment_id) & (schema.leg.c.number == number)
            values = _changed(_leg_row(before, number), _leg_row(after, number))
            connection.execute(update(schema.leg).where(this).values(values))


def _append_history(
    connection: Connection, stored: StoredPayment, changes: Sequence[Change], now_ms: int
) -> None:
    befores = [stored.payment, *(change.after for change in changes[:-1])]
    steps = list(zip(befores, changes, strict=True))
    rows = [
        _event_row(before, change.after, stored.ver + n, change.cause, now_ms)
        for n, (before, change) in enumerate(steps, 1)
    ]
    connection.execute(insert(schema.payment_event), rows)
    due = [entry for before, change in steps for entry in entries(before, change.after)]
    append_entries(connection, stored.payment.payment_id, due, now_ms)


def _owe(connection: Connection, before: Payment, after: Payment) -> None:
    """Keep what is owed to the payment in step with its state, whoever has leased it."""
    this = schema.outbox.c.payment_id == after.payment_id
    if after.final:
        connection.execute(delete(schema.outbox).where(this))
    elif after.due_ms != before.due_ms:
        connection.execute(update(schema.outbox).where(this).values(due_ms=after.due_ms, tries=0))


def _release_claims(connection: Connection, after: Payment) -> None:
    """A posted bill stays claimed for good: it has been paid once."""
    paid = {leg.bill_id for leg in after.legs if leg.kind == "bill" and leg.state is LegState.POSTED}
    free = {leg.bill_id for leg in after.legs} - paid
    if free:
        claim = schema.bill_claim.c
        mine = (claim.payment_id == after.payment_id) & claim.bill_id.in_(free)
        connection.execute(delete(schema.bill_claim).where(mine))


def _event_row(before: Payment, after: Payment, ver: int, cause: str, now_ms: int) -> dict[str, Any]:
    row = {"payment_id": after.payment_id, "ver": ver, "cause": cause, "at_ms": now_ms}
    return row | {"from_state": before.state.value, "to_state": after.state.value}


def _row(payment: Payment) -> dict[str, Any]:
    row = msgspec.structs.asdict(payment) | {"state": payment.state.value}
    del row["legs"]
    return row


def _leg_row(payment: Payment, number: int) -> dict[str, Any]:
    leg: Leg = payment.legs[number]
    own = msgspec.structs.asdict(leg) | {"state": leg.state.value}
    return own | {"payment_id": payment.payment_id, "number": number}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if value != before[name]}
