"""Payments as the HTTP interface offers them: the same id is one payment, one bill is in one live payment.

What cannot be charged is stored as an ended payment, so that asking again gives the same answer.
"""

import msgspec
from sqlalchemy.exc import IntegrityError

from kiosk.gateway import intake, payment_store, record_store
from kiosk.gateway.answers import payment_answer
from kiosk.gateway.driver import Driver
from kiosk.gateway.parts import Parts
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.problems import Refused
from kiosk.payment.saga_events import Begun, CancelAsked, CardReported
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire.payments import CardResult, PaymentAnswer, PaymentRequest


class Payments:
    def __init__(self, parts: Parts, driver: Driver) -> None:
        self._parts = parts
        self._database = parts.database
        self._driver = driver

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        """Raises Refused for a request that makes no sense or an id that was used for another one."""
        intake.check(request)
        fingerprint = self._parts.codes.fingerprint(msgspec.json.encode(request))
        stored = self._load(request.payment_id)
        if stored is None:
            self._take_in(request, fingerprint)
            stored = self._load(request.payment_id)
        if stored is None:
            raise Refused(
                "idempotency_conflict", "the same id is being taken in by another request; ask again"
            )
        if stored.fingerprint not in {None, fingerprint}:
            raise Refused("idempotency_key_reused", "this id was used with other content")
        if stored.payment.state is PaymentState.CREATED:
            self._driver.tell(request.payment_id, Begun(), request.phone_code)
        return self.answer(request.payment_id)

    def answer(self, payment_id: str) -> PaymentAnswer:
        """Raises Refused when the id is unknown."""
        with self._database.reading() as connection:
            stored = payment_store.load(connection, payment_id)
            receipt = record_store.receipt_of(connection, payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        return payment_answer(stored.payment, receipt, self._parts.settings.public_url)

    def cancel(self, payment_id: str) -> PaymentAnswer:
        """An unknown id is buried: a request under it that is still on its way will find it ended."""
        if self._driver.tell(payment_id, CancelAsked()) is None:
            self._store_first(intake.tombstone(payment_id, self._parts.time.now_ms()), None)
            # A request that slipped in between is cancelled like any other; a tombstone does not mind.
            self._driver.tell(payment_id, CancelAsked())
        return self.answer(payment_id)

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        """Raises Refused when the id is unknown or not by card."""
        stored = self._load(payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        if stored.payment.method != "bank_card":
            raise Refused("payment_not_by_card")
        self._driver.tell(payment_id, CardReported(approved=result.outcome == "approved"))
        return self.answer(payment_id)

    def _load(self, payment_id: str) -> StoredPayment | None:
        with self._database.reading() as connection:
            return payment_store.load(connection, payment_id)

    def _take_in(self, request: PaymentRequest, fingerprint: str) -> None:
        with self._database.reading() as connection:
            known = record_store.known_bills(connection, [bill.bill_id for bill in request.bills])
        payment = intake.opened(self._parts, request, known)
        if not self._store_first(payment, fingerprint) and self._load(request.payment_id) is None:
            # Not the id but a bill was taken: somebody else is paying it.
            self._store_first(intake.ended(payment, "bill_busy"), fingerprint)

    def _store_first(self, payment: Payment, fingerprint: str | None) -> bool:
        """Whether this one was first: nobody had the id, and nobody holds a claim on its bills."""
        try:
            with self._database.writing() as connection:
                payment_store.create(connection, payment, fingerprint)
        except IntegrityError:
            return False
        return True
