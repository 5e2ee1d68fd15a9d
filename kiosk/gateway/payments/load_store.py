"""The store of loads: one transaction a call, one change at a time, what is owed leased to one process."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, or_, select, update

from kiosk.gateway.payment_store import LONGEST_LEASE_MS
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.load_rows import StaleLoad, StoredLoad
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.gateway.sql.schema_loads import load_outbox
from kiosk.payment.load_state import Load

_OWED = load_outbox.c


class LoadStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, load_id: str) -> StoredLoad | None:
        with self._database.reading() as connection:
            return load_rows.find(connection, load_id)

    def of_payment(self, payment_id: str) -> tuple[Load, ...]:
        with self._database.reading() as connection:
            return load_rows.of_payment(connection, payment_id)

    def save(self, stored: StoredLoad, after: Load, cause: str, now_ms: int) -> StoredLoad:
        """Raises StaleLoad, also when the outcome of the commit is unknown; then no act may be performed."""
        try:
            return self._database.write(
                lambda connection: load_rows.change(connection, stored, after, cause, now_ms)
            )
        except CommitUnknown as error:
            raise StaleLoad from error

    def due(self, now_ms: int, most: int) -> Sequence[str]:
        """Loads whose timer is due and which nobody has leased, the longest waiting first."""
        free = (_OWED.due_ms <= now_ms) & _unleased(now_ms)
        found = select(_OWED.load_id).where(free).order_by(_OWED.due_ms, _OWED.load_id).limit(most)
        with self._database.reading() as connection:
            return connection.execute(found).scalars().all()

    def next_due_ms(self) -> int | None:
        free_ms = case((_OWED.due_ms > _OWED.lease_until_ms, _OWED.due_ms), else_=_OWED.lease_until_ms)
        found = select(func.min(free_ms)).where(_OWED.due_ms.is_not(None))
        with self._database.reading() as connection:
            next_ms: int | None = connection.execute(found).scalar_one()
        return next_ms

    def lease(self, load_id: str, owner: str, now_ms: int, until_ms: int) -> bool:
        """Whether the load is now `owner`'s to drive until then. False once it has ended."""
        free = or_(_unleased(now_ms), _OWED.lease_owner == owner)
        taken = update(load_outbox).where((_OWED.load_id == load_id) & free)
        taken = taken.values(lease_owner=owner, lease_until_ms=until_ms)
        return self._database.write(lambda connection: connection.execute(taken).rowcount) == 1

    def release(self, load_id: str, owner: str) -> None:
        mine = (_OWED.load_id == load_id) & (_OWED.lease_owner == owner)
        free = update(load_outbox).where(mine).values(lease_owner=None, lease_until_ms=0)
        self._database.write(lambda connection: connection.execute(free).rowcount)


def _unleased(now_ms: int) -> ColumnElement[bool]:
    return or_(_OWED.lease_until_ms <= now_ms, _OWED.lease_until_ms > now_ms + LONGEST_LEASE_MS)
