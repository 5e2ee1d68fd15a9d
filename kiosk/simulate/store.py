"""The gateway's store of payments in memory, with the meaning of the one in SQL; a contract holds them equal.

What a method did before it returned is durable: the store outlives every crash of the gateway.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from kiosk.gateway.payment_store import (
    LONGEST_LEASE_MS,
    RECEIPTED,
    BillClaimed,
    Change,
    DayLimitReached,
    IdTaken,
    IssuedReceipt,
    StalePayment,
    StoredPayment,
)
from kiosk.gateway.payments import recharge_tries
from kiosk.payment.claims import counted_fen, day_of_payment, held_bills, most_fen_a_day
from kiosk.payment.ledger import LedgerTransaction, entries
from kiosk.payment.saga_state import Payment
from kiosk.simulate.load_store import LoadsInMemory
from kiosk.simulate.record import RecordInMemory

_NOBODY = ("", 0)


class Event(msgspec.Struct, frozen=True):
    """A row of a payment's history."""

    ver: int
    from_state: str
    cause: str
    to_state: str
    at_ms: int


class MemoryStore:
    def __init__(self, entries: Callable[..., Sequence[LedgerTransaction]] = entries) -> None:
        """`entries`: what a step writes to the ledger."""
        self.payments: dict[str, StoredPayment] = {}
        self.claims: dict[str, str] = {}
        """The payment that holds each claimed bill."""
        self.counted: Counter[tuple[str, str]] = Counter()
        """Fen by limited account and day."""
        self.events: dict[str, list[Event]] = {}
        self.record = RecordInMemory()
        self.loads = LoadsInMemory(self)
        self.ledger: dict[tuple[str, str, int], LedgerTransaction] = {}
        """By payment, kind and number."""
        self._latest_ms = 0
        self._entries = entries
        self._due: dict[str, int | None] = {}
        self._leases: dict[str, tuple[str, int]] = {}

    def create(
        self, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        payment_id = payment.payment_id
        if payment_id in self.payments:
            raise IdTaken
        if not payment.final:
            if any(leg.bill_id in self.claims for leg in payment.legs):
                raise BillClaimed
            self._take_of_day(payment)
            self.claims.update((leg.bill_id, payment_id) for leg in payment.legs)
            self._due[payment_id] = payment.due_ms
        stored = self.payments[payment_id] = StoredPayment(payment, 1, fingerprint)
        self.events[payment_id] = []
        self._append(payment, payment, 1, "Created", payment.created_ms)
        return self.save(stored, changes, now_ms) if changes else stored

    def load(self, payment_id: str) -> StoredPayment | None:
        return self.payments.get(payment_id)

    def save(self, stored: StoredPayment, changes: Sequence[Change], now_ms: int) -> StoredPayment:
        payment_id = stored.payment.payment_id
        if self.payments[payment_id].ver != stored.ver:
            raise StalePayment
        before, ver = stored.payment, stored.ver
        for change in changes:
            ver += 1
            self._append(before, change.after, ver, change.cause, now_ms)
            for entry in self._entries(before, change.after):
                self.append_entry(payment_id, entry)
            before = change.after
        self._release_claims(stored.payment, before)
        self._count(before, stored.payment)
        self.loads.owe(stored.payment, before, now_ms)
        if self.record.in_use and before.method == "recharge_card":
            self.record.write(lambda at: recharge_tries.follow(at, stored.payment, before))
        receipt = stored.receipt
        if before.final:
            self._due.pop(payment_id, None)
            self._leases.pop(payment_id, None)
            if before.state in RECEIPTED and receipt is None:
                receipt = IssuedReceipt(f"{len(self.payments):08d}", payment_id, "")
        elif before.due_ms != stored.payment.due_ms:
            self._due[payment_id] = before.due_ms
        after = self.payments[payment_id] = StoredPayment(before, ver, stored.fingerprint, receipt)
        return after

    def due(self, now_ms: int, most: int) -> Sequence[str]:
        found = [
            (due_ms, payment_id)
            for payment_id, due_ms in self._due.items()
            if due_ms is not None and due_ms <= now_ms and self._unleased(payment_id, now_ms)
        ]
        return [payment_id for _, payment_id in sorted(found)[:most]]

    def lease(self, payment_id: str, owner: str, now_ms: int, until_ms: int) -> bool:
        mine = self._leased(payment_id)[0] == owner
        if payment_id not in self._due or not (mine or self._unleased(payment_id, now_ms)):
            return False
        self._leases[payment_id] = (owner, until_ms)
        return True

    def release(self, payment_id: str, owner: str) -> None:
        if self._leased(payment_id)[0] == owner:
            self._leases.pop(payment_id, None)

    def latest_ms(self) -> int:
        return self._latest_ms

    def next_due_ms(self) -> int | None:
        owed = self._due.items()
        free = [max(due_ms, self._leased(payment_id)[1]) for payment_id, due_ms in owed if due_ms is not None]
        return min(free, default=None)

    def _unleased(self, payment_id: str, now_ms: int) -> bool:
        return not now_ms < self._leased(payment_id)[1] <= now_ms + LONGEST_LEASE_MS

    def migrate(self, migrated: Callable[[Payment], Payment]) -> None:
        """The next version reads what the last one has written."""
        for payment_id, stored in self.payments.items():
            payment = migrated(stored.payment)
            self.payments[payment_id] = msgspec.structs.replace(stored, payment=payment)

    def close(self) -> None:
        self.record.close()

    def _leased(self, payment_id: str) -> tuple[str, int]:
        return self._leases.get(payment_id, _NOBODY)

    def _append(self, before: Payment, after: Payment, ver: int, cause: str, now_ms: int) -> None:
        event = Event(ver, before.state.value, cause, after.state.value, now_ms)
        self.events[after.payment_id].append(event)
        self._latest_ms = max(self._latest_ms, now_ms)

    def append_entry(self, payment_id: str, entry: LedgerTransaction) -> None:
        key = (payment_id, entry.kind, entry.number)
        if key in self.ledger:
            raise ValueError(f"{entry.kind} {entry.number} is in the ledger already")
        self.ledger[key] = entry

    def _take_of_day(self, payment: Payment) -> None:
        limits = most_fen_a_day(payment)
        if limits:
            day, counts = day_of_payment(payment), counted_fen(payment)
            if any(self.counted[account, day] + fen > limits[account] for account, fen in counts.items()):
                raise DayLimitReached
            self.counted.update({(account, day): fen for account, fen in counts.items()})

    def _count(self, after: Payment, before: Payment) -> None:
        has, had = counted_fen(after), counted_fen(before)
        if has != had:
            day = day_of_payment(after)
            self.counted.update({(account, day): fen for account, fen in has.items()})
            self.counted.subtract({(account, day): fen for account, fen in had.items()})

    def _release_claims(self, before: Payment, after: Payment) -> None:
        for bill_id in held_bills(before) - held_bills(after):
            if self.claims.get(bill_id) == after.payment_id:
                del self.claims[bill_id]
