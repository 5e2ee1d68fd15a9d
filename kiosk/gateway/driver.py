"""Carries payments through the saga: commit the next state, then act, then tell the saga the answer.

The driver also wakes every payment whose timer is due, so a gateway that was cut off resumes by driving.
It decides nothing; every outward call repeats safely under ids that never change.
"""

import logging
import threading
from collections import deque

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


class Driver:
    def __init__(self, parts: Parts) -> None:
        self._database = parts.database
        self._codes = parts.codes
        self._time = parts.time
        self._timers = parts.settings.timers
        self._outside = parts.outside

    def drive(self) -> int:
        """Wake every payment whose timer is due; returns how many."""
        with self._database.reading() as connection:
            due = payment_store.due_ids(connection, self._time.now_ms())
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
            if not events and payment.due_ms is not None and payment.due_ms <= self._time.now_ms():
                events.append(TimerDue())
        return payment

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Drive until `stop`; sleeps until the next timer or until `wake` says that a payment is new."""
        while not stop.is_set():
            self.drive()
            wake.wait(self._sleep_s())
            wake.clear()

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
        if after.state is not before.state:
            log.info("payment %s: %s -> %s", payment_id, before.state.value, after.state.value)
        return after, acts
