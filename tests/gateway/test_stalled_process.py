"""A process that stood still between its commit and the act: meanwhile the others have ended the payment."""

from collections.abc import Sequence

import pytest

from kiosk.gateway.payment_store import Change, StoredPayment
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.payment.saga_state import Payment, PaymentState

from .test_posting import alter_billers, silent
from .town import Town


def stand_still(town: Town, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """After the next payment is stored; the timers that come due meanwhile are met as by another process."""
    create = SqlPaymentStore.create

    def stalled(
        store: SqlPaymentStore,
        payment: Payment,
        fingerprint: str | None,
        changes: Sequence[Change],
        now_ms: int,
    ) -> StoredPayment:
        stored = create(store, payment, fingerprint, changes, now_ms)
        town.after(seconds, payment.payment_id)
        return stored

    monkeypatch.setattr(SqlPaymentStore, "create", stalled)


def test_a_phone_code_is_not_charged_once_its_payment_may_be_over(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(town, monkeypatch, 900)
    body = town.request(town.household_bills(), "134567890123450001")
    assert town.submit(body).outcome == "not_charged"
    wechat = town.gateway.parts.outside.providers["wechat"]
    assert wechat.query(body["payment_id"].replace("-", "")).kind == "not_found"


def test_a_bill_is_not_posted_once_its_posting_may_be_fenced(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its biller cannot void: what is sent late, its file of the day could not have proven."""
    sent: list[str] = []

    def lost(bill_no: str, amount_fen: int, posting_ref: str) -> None:
        sent.append(posting_ref)
        silent()

    alter_billers(town, {"gas-city"}, post=lost, query=silent, void=lambda _: "unsupported")
    save = SqlPaymentStore.save

    def stalled(
        store: SqlPaymentStore, stored: StoredPayment, changes: Sequence[Change], now_ms: int
    ) -> StoredPayment:
        saved = save(store, stored, changes, now_ms)
        if saved.payment.state is PaymentState.POSTING:
            monkeypatch.setattr(SqlPaymentStore, "save", save)
            town.after(900, saved.payment.payment_id)
        return saved

    monkeypatch.setattr(SqlPaymentStore, "save", stalled)
    bills = [bill for bill in town.household_bills() if bill.utility == "gas"]
    held = town.pay("134567890123450000", tuple(bills))
    assert (held.detail, sent) == ("held", [])
