"""Carries payments through the saga: store what they become, then act, then tell the saga the answer.

The driver also wakes every payment whose timer is due, so that whatever was cut off, here or in another
process, is carried on. It decides nothing; every outward call repeats safely under ids that never change.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.payment_store import Change, StalePayment, StoredPayment
from kiosk.gateway.payments.acts import perform
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.payment.cash_charging import left_open
from kiosk.payment.lateness import instead_of_late
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act, PostLeg, QueryPosting, VoidPosting
from kiosk.payment.saga_events import Begun, Event, TimerDue
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.payment.timers import SagaTimers

log = logging.getLogger(__name__)

_LONGEST_SLEEP_S = 30.0
_AFTER_FAULT_S = 1.0
_LEASE_MS = 30_000
"""Longer than the acts of a wake-up mostly take. Who holds one longer has died, and another carries on."""
_MOST_AT_ONCE = 100
_KEEP_UP_EVERY_MS = 5_000


def decide(
    payment: Payment, event: Event, now_ms: int, timers: SagaTimers
) -> tuple[tuple[Change, ...], tuple[Act, ...]]:
    """What to store, in one transaction, and the acts it then allows.

    No act belongs to a charged payment, so it goes on to posting in the same transaction.
    """
    changes: list[Change] = []
    after, acts = step(payment, event, now_ms, timers)
    if after != payment:
        changes.append(Change(after, type(event).__name__))
        if after.state is PaymentState.CHARGED:
            after, acts = step(after, TimerDue(), now_ms, timers)
            changes.append(Change(after, TimerDue.__name__))
    return tuple(changes), acts


class Driver:
    def __init__(
        self, parts: Parts, touched: Callable[[str, str], None], posted: Callable[[], None] | None = None
    ) -> None:
        """`touched` is told the biller and number of every bill that a posting was asked for; `posted` is
        called when something that was bought for a meter may be owed by now."""
        self._touched = touched
        self._posted = posted
        self._store = parts.store
        self._time = parts.time
        self._timers = parts.settings.timers
        self._outside = parts.outside
        self._owner = parts.process_name
        self.reached = Counter(
            "kiosk_gateway_payments",
            "Payments this process has brought to a state",
            ["state", "method"],
            registry=None,
        )
        self._keep_up_ms = 0
        self._stopping = threading.Event()
        self._wake = threading.Event()

    def drive(self) -> int:
        """Wake every payment whose timer is due and which no other process has; returns how many."""
        self._keep_up()
        due = self._store.due(self._time.now_ms(), _MOST_AT_ONCE)
        return sum([self._drive_one(payment_id) for payment_id in due])

    def begin(self, payment: Payment, fingerprint: str | None, code: str | None) -> StoredPayment:
        """Store a new payment as one that has begun, in one transaction, and see it through; one that has
        ended before it began is stored as it is. Raises IdTaken or BillClaimed."""
        now_ms = self._time.now_ms()
        changes, acts = decide(payment, Begun(), now_ms, self._timers)
        stored = self._store.create(payment, fingerprint, changes, now_ms)
        self._stored(payment, changes)
        return self._carry_out(stored, acts, code)

    def see_through(self, stored: StoredPayment, event: Event) -> StoredPayment:
        """Give the payment an event and see it through everything that can be done now."""
        return self._carry_out(*self._take(stored, event))

    def _carry_out(
        self, stored: StoredPayment, acts: Sequence[Act], code: str | None = None
    ) -> StoredPayment:
        """The acts, and those that their answers allow."""
        events = deque(self._perform(stored.payment, act, code) for act in acts)
        while events:
            stored, acts = self._take(stored, events.popleft())
            events += [self._perform(stored.payment, act, code) for act in acts]
        return stored

    def _perform(self, payment: Payment, act: Act, code: str | None) -> Event:
        late = instead_of_late(payment, act, self._time.now_ms(), self._timers)
        if late is not None:
            return late
        event = perform(self._outside, payment, act, code)
        if isinstance(act, PostLeg | QueryPosting | VoidPosting):
            leg = payment.legs[act.leg]
            self._touched(leg.biller_id, leg.biller_bill_no)
        return event

    def run(self) -> None:
        """Drive until `stop`, sleeping until the next timer or until a payment changes."""
        while not self._stopping.is_set():
            try:
                self._round()
            except (SQLAlchemyError, CommitUnknown):  # a database in trouble now may be well in a moment
                log.exception("the payments that are due could not be found out; trying again")
                self._stopping.wait(_AFTER_FAULT_S)

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def _keep_up(self) -> None:
        """Share the time of the other processes on this database: a clock ahead is everybody's."""
        if self._time.now_ms() >= self._keep_up_ms:
            self._time.not_before(self._store.latest_ms())
            self._keep_up_ms = self._time.now_ms() + _KEEP_UP_EVERY_MS

    def _round(self) -> None:
        self._keep_up()
        for payment_id in self._store.due(self._time.now_ms(), _MOST_AT_ONCE):
            if self._stopping.is_set():
                return
            try:
                self._drive_one(payment_id)
            except Exception:  # a worker loop: one payment in trouble must not stop the others
                log.exception("payment %s could not be driven and is tried again", payment_id)
                self._put_off(payment_id)
        self._wake.wait(self._sleep_s())
        self._wake.clear()

    def _drive_one(self, payment_id: str) -> bool:
        now_ms = self._time.now_ms()
        if not self._store.lease(payment_id, self._owner, now_ms, now_ms + _LEASE_MS):
            return False
        stored = self._store.load(payment_id)
        if stored is not None:
            stored = self.see_through(stored, TimerDue())
        if stored is None or not stored.payment.final:
            self._store.release(payment_id, self._owner)
        return True

    def _put_off(self, payment_id: str) -> None:
        now_ms = self._time.now_ms()
        self._store.lease(payment_id, self._owner, now_ms, now_ms + round(_AFTER_FAULT_S * 1000))

    def _sleep_s(self) -> float:
        next_ms = self._store.next_due_ms()
        if next_ms is None:
            return _LONGEST_SLEEP_S
        return min(max((next_ms - self._time.now_ms()) / 1000, 0.05), _LONGEST_SLEEP_S)

    def _take(self, stored: StoredPayment, event: Event) -> tuple[StoredPayment, tuple[Act, ...]]:
        while True:
            now_ms = self._time.now_ms()
            changes, acts = decide(stored.payment, event, now_ms, self._timers)
            if not changes:
                return stored, acts
            try:
                saved = self._store.save(stored, changes, now_ms)
            except StalePayment:
                stored = self._again(stored)
            else:
                self._stored(stored.payment, changes)
                return saved, acts

    def _again(self, stored: StoredPayment) -> StoredPayment:
        found = self._store.load(stored.payment.payment_id)
        if found is None:
            raise LookupError(f"payment {stored.payment.payment_id} is gone from the database")
        return found

    def _stored(self, before: Payment, changes: Sequence[Change]) -> None:
        """The changes are durable: whoever waits for the next timer and engineers hear of them."""
        self._wake.set()
        if self._posted is not None and any(leg.kind == "prepaid" for leg in before.legs):
            self._posted()
        for change in changes:
            now, then = change.after.state.value, before.state.value
            if now != then:
                fields = {"payment_id": before.payment_id, "from_state": then, "to_state": now}
                told = fields | {"cause": change.cause}
                log.info("payment %s: %s -> %s", before.payment_id, then, now, extra=told)
                self.reached.labels(now, before.method).inc()
            if left_open(change.after) and not left_open(before):
                log.error("ALARM payment %s: notes inside, and its kiosk is silent", before.payment_id)
            before = change.after
