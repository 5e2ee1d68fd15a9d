"""The store of payments, as the driver and the HTTP interface see it: a port with no SQL in it.

Every method is one transaction: when it returns, what it says is durable. The saga decides, not the store.
A payment changes only by compare-and-set on its version, and only the first to claim a bill has it.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from kiosk.payment.saga_state import Payment, PaymentState

RECEIPTED = frozenset({PaymentState.POSTED, PaymentState.PART_POSTED})
"""A payment that comes to one of these gets its receipt in the same transaction."""


LONGEST_LEASE_MS = 600_000
"""A lease that runs longer was made by a clock ahead of ours, in another process or before a start: it binds
nobody, or the payment would wait for a day that has not come."""


class IdTaken(Exception):
    """The payment id exists already: load it and look at its fingerprint."""


class BillClaimed(Exception):
    """A bill of the payment is in another payment that is alive or has paid it."""


class DayLimitReached(Exception):
    """With this payment, more would come to an account than its biller takes in a day."""


class StalePayment(Exception):
    """Somebody else changed the payment first, or nobody knows who did: load it again and decide again."""


class IssuedReceipt(msgspec.Struct, frozen=True):
    receipt_no: str
    payment_id: str
    verification_code: str


class StoredPayment(msgspec.Struct, frozen=True):
    payment: Payment
    ver: int
    """1 when created, one more for every change."""
    fingerprint: str | None
    """Of the request that made it; None for a tombstone."""
    receipt: IssuedReceipt | None = None


class Change(msgspec.Struct, frozen=True):
    """One step of the saga: what the payment has become, and the name of the event that did it."""

    after: Payment
    cause: str


class PaymentStore(Protocol):
    def create(
        self, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        """Store a payment that nobody has stored, and what it becomes at once, with its claims unless it is
        final already, its history, and what is owed to it.

        Raises IdTaken, also when it may be ours but nobody knows, or BillClaimed; then no act of these
        changes may be performed."""
        ...

    def load(self, payment_id: str) -> StoredPayment | None: ...

    def save(self, stored: StoredPayment, changes: Sequence[Change], now_ms: int) -> StoredPayment:
        """Store one or more changes, each with history and ledger lines; keep what is owed up to date; at the
        end release the claims that hold no money and issue the receipt, once.

        Raises StalePayment when the stored version is no longer `stored.ver`, and when the outcome of the
        commit is unknown; then no act of these changes may be performed.
        """
        ...

    def due(self, now_ms: int, most: int) -> Sequence[str]:
        """Payments whose timer is due and which nobody has leased, the longest waiting first."""
        ...

    def lease(self, payment_id: str, owner: str, now_ms: int, until_ms: int) -> bool:
        """Whether the payment is now `owner`'s to drive until `until_ms`: a lease of somebody else that has
        not run out refuses it. The owner's own lease is set anew. False once the payment is final."""
        ...

    def release(self, payment_id: str, owner: str) -> None:
        """Let go of a lease that is still `owner`'s; of any other nothing happens."""
        ...

    def latest_ms(self) -> int:
        """The latest moment any process has stored; 0 when there is none."""
        ...

    def next_due_ms(self) -> int | None:
        """When the next payment may be leased; None while nothing is owed to any."""
        ...
