"""A process that stood still between its commit and the act: meanwhile the others have ended the payment."""

from collections.abc import Sequence

import pytest

from kiosk.gateway.payment_store import Change, StoredPayment
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.payment.saga_state import Payment

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
