"""Payments as the HTTP interface offers them: the same id is one payment, one bill is in one live payment.

What cannot be charged is stored as an ended payment, so that asking again gives the same answer.
"""

from kiosk.gateway.payment_store import BillClaimed, DayLimitReached, IdTaken, StoredPayment
from kiosk.gateway.payments import intake, recharge_cards
from kiosk.gateway.payments.answers import payment_answer
from kiosk.gateway.payments.bill_desk import BillDesk
from kiosk.gateway.payments.cash_facts import cash_facts
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.payments.fingerprint import fingerprint_of
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.payment.saga_events import CancelAsked, CardReported
from kiosk.payment.saga_state import Payment
from kiosk.wire.payments import CardResult, Detail, PaymentAnswer, PaymentRequest


class Payments:
    def __init__(self, parts: Parts, driver: Driver, desk: BillDesk, known_bills: KnownBills) -> None:
        self._parts = parts
        self._known_bills = known_bills
        self._store = parts.store
        self._driver = driver
        self._desk = desk

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        """Raises Refused for a request that makes no sense or an id that was used for another one."""
        intake.check(request)
        fingerprint = fingerprint_of(self._parts.codes, request)
        stored = self._earlier(request) or self._take_in(request, fingerprint)
        if stored.fingerprint not in {None, fingerprint}:
            raise Refused("idempotency_key_reused", "this id was used with other content")
        return self.told(stored)

    def answer(self, payment_id: str) -> PaymentAnswer:
        """Raises Refused when the id is unknown."""
        return self.told(self._known(payment_id))

    def cancel(self, payment_id: str) -> PaymentAnswer:
        """An unknown id is buried: a request under it that is still on its way will find it ended."""
        stored = self._store.load(payment_id)
        if stored is None:
            stored = self._begin(intake.tombstone(payment_id, self._parts.time.now_ms()), None)
        # A request that slipped in between is cancelled like any other; a tombstone does not mind.
        return self.told(self._driver.see_through(stored, CancelAsked()))

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        """Raises Refused when the id is unknown or not by card."""
        stored = self._known(payment_id)
        if stored.payment.method != "bank_card":
            raise Refused("payment_not_by_card")
        event = CardReported(approved=result.outcome == "approved")
        return self.told(self._driver.see_through(stored, event))

    def told(self, stored: StoredPayment) -> PaymentAnswer:
        facts = cash_facts(self._parts.database, stored.payment)
        return payment_answer(stored.payment, stored.receipt, self._parts.settings.public_url, facts)

    def _known(self, payment_id: str) -> StoredPayment:
        stored = self._store.load(payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        return stored

    def _earlier(self, request: PaymentRequest) -> StoredPayment | None:
        """Asked only where the code is a try that counts. Any other repetition, which is rare, is found out
        by its id being taken: reading first would cost every payment a tenth of its time."""
        return None if request.recharge_code is None else self._store.load(request.payment_id)

    def _take_in(self, request: PaymentRequest, fingerprint: str) -> StoredPayment:
        try:
            return self._opened(request, fingerprint)
        except Refused:  # as a new request; its id may be known all the same
            stored = self._store.load(request.payment_id)
            if stored is None:
                raise
            return stored

    def _opened(self, request: PaymentRequest, fingerprint: str) -> StoredPayment:
        known = self._known_bills.of(bill.bill_id for bill in request.bills)
        payment = recharge_cards.tried(self._parts, intake.opened(self._parts, request, known))
        if payment.reason in {"bill_changed", "bill_paid"}:
            for leg in payment.legs:
                self._desk.forget(leg.biller_id, leg.biller_bill_no)
        try:
            return self._begin(payment, fingerprint, request.phone_code or request.recharge_code)
        except BillClaimed:  # somebody else is paying it
            return self._begin(self._ended(payment, "bill_busy"), fingerprint)
        except DayLimitReached:
            return self._begin(self._ended(payment, "over_day_limit"), fingerprint)

    def _ended(self, payment: Payment, reason: Detail) -> Payment:
        recharge_cards.untried(self._parts, payment)
        return intake.ended(payment, reason)

    def _begin(self, payment: Payment, fingerprint: str | None, code: str | None = None) -> StoredPayment:
        """The payment as it is stored now, by us or by whoever was first to use the id."""
        try:
            return self._driver.begin(payment, fingerprint, code)
        except IdTaken:
            stored = self._known(payment.payment_id)
            recharge_cards.tried_again(self._parts, stored.payment)
            return stored
