"""Carries payments through the saga: commit the next state, then act, then tell the saga the answer.

The driver also wakes every payment whose timer is due, so a gateway that was cut off resumes by driving.
It decides nothing; every outward call repeats safely under ids that never change.
"""

import logging
import threading
from collections import deque
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway import payment_store, record_store
from kiosk.gateway.acts import perform
from kiosk.gateway.parts import Parts
from kiosk.gateway.payment_store import StalePayment
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act
from kiosk.payment.saga_events import Event, TimerDue
from kiosk.payment.saga_state import Payment, PaymentState

log = logging.getLogger(__name__)

_RECEIPTED = frozenset({PaymentState.POSTED, PaymentState.PART_POSTED})
_LONGEST_SLEEP_S = 30.0
_AFTER_FAULT_S = 1.0


class Driver:
    def __init__(self, parts: Parts) -> None:
        self._database = parts.database
        self._codes = parts.codes
        self._time = parts.time
        self._timers = parts.settings.timers
        self._outside = parts.outside
        self._stopping = threading.Event()
        self._wake = threading.Event()

    def drive(self) -> int:
        """Wake every payment whose timer is due; returns how many."""
        due = self._due()
        for payment_id in due:
            self.tell(payment_id, TimerDue())
        return len(due)

    def tell(self, payment_id: str, event: Event, phone_code: str | None = None) -> Payment | None:
        """Give the payment an event and see it through everything that can be done now; None if unknown."""
        events = deque([event])
        payment: Payment | None = None
        while events:
            payment, acts = self._step(payment_id, events.popleft())
            if payment is None:
                return None
            for act in acts:
                events.append(perform(self._outside, payment, act, phone_code))
            if not events and payment.state is PaymentState.CHARGED:
                events.append(TimerDue())
        return payment

    def run(self) -> None:
        """Drive until `stop`, sleeping until the next timer or until a payment changes."""
        while not self._stopping.is_set():
            try:
                self._round()
            except SQLAlchemyError:  # a disk or a lock in trouble now may be well in a moment
                log.exception("the payments that are due could not be found out; trying again")
                self._stopping.wait(_AFTER_FAULT_S)

    def _round(self) -> None:
        for payment_id in self._due():
            self._drive_one(payment_id)
        self._wake.wait(self._sleep_s())
        self._wake.clear()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def _drive_one(self, payment_id: str) -> None:
        try:
            self.tell(payment_id, TimerDue())
        except Exception:  # a worker loop: one payment in trouble must not stop the others
            log.exception("payment %s could not be driven and is tried again", payment_id)
            self._stopping.wait(_AFTER_FAULT_S)

    def _due(self) -> Sequence[str]:
        with self._database.reading() as connection:
            return payment_store.due_ids(connection, self._time.now_ms())

    def _sleep_s(self) -> float:
        with self._database.reading() as connection:
            next_ms = payment_store.next_due_ms(connection)
        if next_ms is None:
            return _LONGEST_SLEEP_S
        return min(max((next_ms - self._time.now_ms()) / 1000, 0.05), _LONGEST_SLEEP_S)

    def _step(self, payment_id: str, event: Event) -> tuple[Payment | None, tuple[Act, ...]]:
        while True:
            try:
                return self._step_once(payment_id, event)
            except StalePayment:
                continue

    def _step_once(self, payment_id: str, event: Event) -> tuple[Payment | None, tuple[Act, ...]]:
        now_ms = self._time.now_ms()
        with self._database.writing() as connection:
            stored = payment_store.load(connection, payment_id)
            if stored is None:
                return None, ()
            before = stored.payment
            after, acts = step(before, event, now_ms, self._timers)
            if after != before:
                payment_store.save(connection, stored, after, type(event).__name__, now_ms)
                if after.state in _RECEIPTED and not before.final:
                    record_store.issue_receipt(connection, self._codes, after, now_ms)
        if after != before:
            self._wake.set()
        if after.state is not before.state:
            log.info("payment %s: %s -> %s", payment_id, before.state.value, after.state.value)
        return after, acts
