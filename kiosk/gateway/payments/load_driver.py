"""Carries loads through their machine: store what they become, then act, then tell them the answer.

As the driver of payments, and beside it: a payment is settled once it is posted, its load may wait for days.
"""

import logging
import threading
from collections import deque
from collections.abc import Sequence

import msgspec
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.payments.load_acts import perform_load
from kiosk.gateway.payments.load_rows import StaleLoad, StoredLoad
from kiosk.gateway.payments.load_store import LoadStore
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.payment.load import step_load
from kiosk.payment.load_events import LoadAct, LoadDue, LoadEvent
from kiosk.payment.load_state import Load

log = logging.getLogger(__name__)

_LONGEST_SLEEP_S = 30.0
_AFTER_FAULT_S = 1.0
_LEASE_MS = 30_000
_MOST_AT_ONCE = 100


class Change(msgspec.Struct, frozen=True):
    """Of a load, durable, and what it allows to be done."""

    before: Load
    stored: StoredLoad
    acts: Sequence[LoadAct]


class LoadDriver:
    def __init__(self, parts: Parts, store: LoadStore) -> None:
        self._payments = parts.store
        self._store = store
        self._time = parts.time
        self._timers = parts.settings.timers
        self._outside = parts.outside
        self._owner = parts.process_name
        self.reached = Counter(
            "kiosk_gateway_loads",
            "Loads this process has brought to a state",
            ["state", "way"],
            registry=None,
        )
        self._stopping = threading.Event()
        self._wake = threading.Event()

    def wake(self) -> None:
        """Something may be owed now."""
        self._wake.set()

    def drive(self) -> int:
        """Wake every load whose timer is due and which no other process has; returns how many."""
        due = self._store.due(self._time.now_ms(), _MOST_AT_ONCE)
        return sum([self._drive_one(load_id) for load_id in due])

    def see_through(self, stored: StoredLoad, event: LoadEvent) -> StoredLoad:
        """Give the load an event and see it through everything that can be done now."""
        return self._carry_on(*self._take(stored, event))

    def carry_on(self, change: Change) -> StoredLoad:
        """See through what a transaction of somebody else's has made of a load."""
        self._reached(change.before, change.stored.load)
        return self._carry_on(change.stored, change.acts)

    def _carry_on(self, stored: StoredLoad, acts: Sequence[LoadAct]) -> StoredLoad:
        events = deque[LoadEvent]()
        while True:
            for act in acts:
                answer = self._perform(stored.load, act)
                if answer is not None:
                    events.append(answer)
            if not events:
                return stored
            stored, acts = self._take(stored, events.popleft())

    def run(self) -> None:
        """Drive until `stop`, sleeping until the next timer or until something is owed."""
        while not self._stopping.is_set():
            try:
                self._round()
            except (SQLAlchemyError, CommitUnknown):  # a database in trouble now may be well in a moment
                log.exception("the loads that are due could not be found out; trying again")
                self._stopping.wait(_AFTER_FAULT_S)

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def _round(self) -> None:
        for load_id in self._store.due(self._time.now_ms(), _MOST_AT_ONCE):
            if self._stopping.is_set():
                return
            try:
                self._drive_one(load_id)
            except Exception:  # a worker loop: one load in trouble must not stop the others
                log.exception("load %s could not be driven and is tried again", load_id)
                now_ms = self._time.now_ms()
                self._store.lease(load_id, self._owner, now_ms, now_ms + round(_AFTER_FAULT_S * 1000))
        self._wake.wait(self._sleep_s())
        self._wake.clear()

    def _drive_one(self, load_id: str) -> bool:
        now_ms = self._time.now_ms()
        if not self._store.lease(load_id, self._owner, now_ms, now_ms + _LEASE_MS):
            return False
        stored = self._store.find(load_id)
        if stored is not None:
            stored = self.see_through(stored, LoadDue())
        if stored is None or not stored.load.ended:
            self._store.release(load_id, self._owner)
        return True

    def _sleep_s(self) -> float:
        next_ms = self._store.next_due_ms()
        if next_ms is None:
            return _LONGEST_SLEEP_S
        return min(max((next_ms - self._time.now_ms()) / 1000, 0.05), _LONGEST_SLEEP_S)

    def _perform(self, load: Load, act: LoadAct) -> LoadEvent | None:
        stored = self._payments.load(load.payment_id)
        if stored is None:
            raise LookupError(f"payment {load.payment_id} is gone from the database")
        return perform_load(self._outside, stored.payment, load, act)

    def _take(self, stored: StoredLoad, event: LoadEvent) -> tuple[StoredLoad, tuple[LoadAct, ...]]:
        while True:
            now_ms = self._time.now_ms()
            after, acts = step_load(stored.load, event, now_ms, self._timers)
            if after == stored.load:
                return stored, acts
            try:
                saved = self._store.save(stored, after, type(event).__name__, now_ms)
            except StaleLoad:
                stored = self._again(stored)
            else:
                self._reached(stored.load, after)
                return saved, acts

    def _again(self, stored: StoredLoad) -> StoredLoad:
        found = self._store.find(stored.load.load_id)
        if found is None:
            raise LookupError(f"load {stored.load.load_id} is gone from the database")
        return found

    def _reached(self, before: Load, after: Load) -> None:
        self._wake.set()
        if before.state is not after.state:
            log.info("load %s: %s -> %s", after.load_id, before.state.value, after.state.value)
            self.reached.labels(after.state.value, after.way).inc()
