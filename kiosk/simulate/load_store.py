"""Loads in the store in memory, with the meaning of the rows in SQL; and the sessions in which cards are
written."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.gateway.payments.load_rows import StaleLoad, StoredLoad
from kiosk.payment.ledger import clearing_of, load_entries
from kiosk.payment.load_state import Load, LoadState, owed_loads
from kiosk.payment.saga_state import Payment

if TYPE_CHECKING:
    from kiosk.simulate.store import MemoryStore


class Session(msgspec.Struct):
    """`load_id`: None, it only reads. `step_no`: of the step that is asked for. `end_told`: at least once."""

    load_id: str | None
    kiosk_id: str
    step_no: int
    state: bytes
    end_told: bool = False


class LoadsInMemory:
    def __init__(self, store: "MemoryStore") -> None:
        self.loads: dict[str, StoredLoad] = {}
        self.sessions: dict[str, Session] = {}
        self.owed: Callable[[Load], object] = lambda _: None
        """Told of each load as it is owed."""
        self.ended_ms: dict[str, int] = {}
        """When each has ended, in the time of the process that wrote that down."""
        self.owed_loads: Callable[..., Any] = owed_loads
        self.entries: Callable[..., Any] = load_entries
        self._store = store

    def owe(self, before: Payment, after: Payment, now_ms: int) -> None:
        for load in self.owed_loads(before, after, now_ms):
            self.loads[load.load_id] = StoredLoad(load, 1)
            self.owed(load)

    def save(self, stored: StoredLoad, after: Load, now_ms: int) -> StoredLoad:
        if self.loads[after.load_id].ver != stored.ver:
            raise StaleLoad
        payment = self._store.payments[after.payment_id].payment
        for entry in self.entries(stored.load, after, clearing_of(payment)):
            self._store.append_entry(after.payment_id, entry)
        if after.ended and self._store.claims.get(after.supply_id) == after.payment_id:
            del self._store.claims[after.supply_id]
        if after.ended:
            self.ended_ms.setdefault(after.load_id, now_ms)
        saved = self.loads[after.load_id] = StoredLoad(after, stored.ver + 1)
        return saved

    def due(self, now_ms: int) -> Sequence[str]:
        return [load.load_id for load in self.open() if load.due_ms is not None and load.due_ms <= now_ms]

    def open(self) -> Iterator[Load]:
        return (stored.load for stored in self.loads.values() if not stored.load.ended)

    def of_payment(self, payment_id: str) -> list[Load]:
        return [stored.load for stored in self.loads.values() if stored.load.payment_id == payment_id]

    def of_supply(self, supply_no: str) -> list[str]:
        return [ref for ref, stored in self.loads.items() if stored.load.supply_no == supply_no]

    def vouchers(self) -> Iterator[Load]:
        return (stored.load for stored in self.loads.values() if stored.load.state is LoadState.VOUCHER)


def voucher_no(load_id: str) -> str:
    """A world's office knows a voucher by its load."""
    return load_id
