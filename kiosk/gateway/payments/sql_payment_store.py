"""Payments in SQL: created by inserts that win or lose, changed by compare-and-set, one transaction a call.

Correct at READ COMMITTED: unique keys and versions decide, never what a transaction happened to read before.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.cases import cash_cases
from kiosk.gateway.payment_store import (
    LONGEST_LEASE_MS,
    RECEIPTED,
    BillClaimed,
    Change,
    IdTaken,
    StalePayment,
    StoredPayment,
)
from kiosk.gateway.payments import day_limits, load_rows, recharge_tries
from kiosk.gateway.payments.sql_payment_rows import change_payment, load, new_payment
from kiosk.gateway.sql import record_store, schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.gateway.sql.prepared import NewRows, RowsOfTable
from kiosk.gateway.tokens import Tokens
from kiosk.payment.claims import counted_fen
from kiosk.payment.saga_state import Payment

_OWED = schema.outbox.c


class SqlPaymentStore:
    """The PaymentStore of a gateway on SQLite or PostgreSQL."""

    def __init__(self, database: Database, codes: Tokens) -> None:
        self._database = database
        self._codes = codes

    def create(
        self, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        after = changes[-1].after if changes else payment
        stored = StoredPayment(after, 1 + len(changes), fingerprint)
        try:
            self._insert(after, new_payment(payment, stored, changes, now_ms))
        except (IntegrityError, CommitUnknown) as error:
            if self.load(payment.payment_id) is not None:
                raise IdTaken from error
            if isinstance(error, CommitUnknown):
                raise
            raise BillClaimed from error
        return stored

    def _insert(self, payment: Payment, rows: Sequence[RowsOfTable]) -> None:
        new = NewRows(rows)
        if payment.final or not counted_fen(payment):
            self._database.write(new)
            return

        def counted(connection: Connection) -> None:
            new(connection)
            day_limits.take(connection, payment)

        self._database.write(counted)

    def load(self, payment_id: str) -> StoredPayment | None:
        with self._database.glancing() as connection:
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

    def latest_ms(self) -> int:
        with self._database.reading() as connection:
            return latest_ms(connection)

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
        change_payment(connection, stored, changes, now_ms)
        cash_cases.follow(connection, before, after, now_ms)
        recharge_tries.follow(connection, before, after)
        load_rows.owe(connection, before, after, now_ms)
        receipt = stored.receipt
        if after.final and after.state in RECEIPTED:
            receipt = record_store.issue_receipt(connection, self._codes, after, now_ms)
        return StoredPayment(after, stored.ver + len(changes), stored.fingerprint, receipt)


def _unleased(now_ms: int) -> ColumnElement[bool]:
    return or_(_OWED.lease_until_ms <= now_ms, _OWED.lease_until_ms > now_ms + LONGEST_LEASE_MS)


def latest_ms(connection: Connection) -> int:
    """The latest moment this database has seen; 0 when it is new."""
    latest = select(func.max(schema.payment_event.c.at_ms))
    return connection.execute(latest).scalar_one() or 0
