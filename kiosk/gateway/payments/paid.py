"""What was paid for somebody's accounts: receipts of this gateway, and what their billers got elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from kiosk.gateway.parties.adapters import AccountRecord, AdapterSilent
from kiosk.gateway.payments.answers import receipt_facts
from kiosk.gateway.payments.cash_facts import cash_facts
from kiosk.gateway.payments.history_desk import HistoryDesk
from kiosk.gateway.payments.household_answers import account_answer, account_id, household_answer
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.resolve import Resolver
from kiosk.gateway.payments.sql_payment_rows import load
from kiosk.gateway.sql import schema
from kiosk.wire.paid import (
    ELSEWHERE_DAYS,
    MOST_ELSEWHERE,
    MOST_RECEIPTS,
    RECEIPT_DAYS,
    PaidAnswer,
    PaidElsewhere,
    PaidReceipt,
    PaidRequest,
)

_DAY_MS = 86_400_000
_LEG, _BILL, _RECEIPT = schema.leg.c, schema.bill.c, schema.receipt.c


class Paid:
    def __init__(self, parts: Parts, desk: HistoryDesk, known_bills: KnownBills) -> None:
        self._parts = parts
        self._desk = desk
        self._known_bills = known_bills
        self._resolver = Resolver(parts.book, parts.register)

    def answer(self, request: PaidRequest) -> PaidAnswer:
        """Raises Refused with a look-up code."""
        household, accounts = self._resolver.find(request)
        codes = self._parts.codes
        found = {account_id(codes, account): account for account in accounts}
        elsewhere, untold = self._elsewhere(found)
        receipts, older = self._receipts(tuple(found))
        return PaidAnswer(
            household=household_answer(codes, household),
            accounts=tuple(account_answer(codes, account) for account in accounts),
            receipts=receipts,
            elsewhere=elsewhere,
            untold=untold,
            older_receipts=older,
        )

    def _receipts(self, account_ids: Sequence[str]) -> tuple[tuple[PaidReceipt, ...], bool]:
        """And whether there are older ones."""
        since_ms = self._parts.time.now_ms() - RECEIPT_DAYS * _DAY_MS
        wanted = (
            select(_RECEIPT.payment_id, _RECEIPT.issued_ms)
            .join(schema.leg, _LEG.payment_id == _RECEIPT.payment_id)
            .join(schema.bill, _BILL.bill_id == _LEG.bill_id)
            .where(_BILL.account_id.in_(account_ids), _RECEIPT.issued_ms >= since_ms)
            .distinct()
            .order_by(_RECEIPT.issued_ms.desc())
            .limit(MOST_RECEIPTS + 1)
        )
        with self._parts.database.reading() as connection:
            ids = list(connection.execute(wanted).scalars())
        told = (self._receipt(payment_id, frozenset(account_ids)) for payment_id in ids[:MOST_RECEIPTS])
        return tuple(receipt for receipt in told if receipt is not None), len(ids) > MOST_RECEIPTS

    def _receipt(self, payment_id: str, account_ids: frozenset[str]) -> PaidReceipt | None:
        with self._parts.database.reading() as connection:
            stored = load(connection, payment_id)
        if stored is None or stored.receipt is None:
            return None
        payment = stored.payment
        known = self._known_bills.of([leg.bill_id for leg in payment.legs])
        masks = {
            bill.bill_id: bill.account_masked for bill in known.values() if bill.account_id in account_ids
        }
        facts = cash_facts(self._parts.database, payment)
        return receipt_facts(payment, stored.receipt, self._parts.settings.public_url, facts, masks)

    def _elsewhere(
        self, found: Mapping[str, AccountRecord]
    ) -> tuple[tuple[PaidElsewhere, ...], tuple[str, ...]]:
        """A biller that keeps no records for us, or that cannot be asked, leaves its accounts untold."""
        first = (self._parts.time.now() - timedelta(days=ELSEWHERE_DAYS)).date().isoformat()
        paid: list[PaidElsewhere] = []
        untold: list[str] = []
        for key, account in found.items():
            try:
                received = self._desk.past(account.biller_id, account.number).past.received
            except AdapterSilent:
                untold.append(key)
                continue
            paid += [
                PaidElsewhere(key, account.utility, each.on, each.amount_fen, each.where)
                for each in received
                if each.on >= first
            ]
        newest = sorted(paid, key=lambda each: (each.paid_on, each.account_id), reverse=True)
        return tuple(newest[:MOST_ELSEWHERE]), tuple(untold)
