"""The rules a world is built of: the production ones, but where a planted bug takes the place of one."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from kiosk.gateway.payment_store import Change, PaymentStore, StoredPayment
from kiosk.gateway.payments.acts import perform
from kiosk.gateway.payments.driver import decide
from kiosk.payment import attempt, cash
from kiosk.payment.ledger import entries
from kiosk.payment.saga_state import Payment
from kiosk.reconcile.match import compare
from kiosk.simulate.billers import SimulatedBiller
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.kiosk import Kiosk, write
from kiosk.simulate.office import Office


def create(
    store: PaymentStore, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
) -> StoredPayment:
    return store.create(payment, fingerprint, changes, now_ms)


def migrated(payment: Payment) -> Payment:
    """As the next version reads it: what one version has written is all that the next one knows."""
    return msgspec.json.decode(msgspec.json.encode(payment), type=Payment)


def day_end_word(biller: SimulatedBiller, posting_ref: str) -> bool:
    """Whether the file of a day that is over has the posting."""
    return biller.told_at_day_end(posting_ref)


class Build(msgspec.Struct, frozen=True):
    decide: Callable[..., Any] = decide
    perform: Callable[..., Any] = perform
    create: Callable[..., StoredPayment] = create
    entries: Callable[..., Any] = entries
    """What the store in memory writes to the ledger; the one in SQL knows its own."""
    compare: Callable[..., Any] = compare
    begin: Callable[..., Any] = attempt.begin
    recover: Callable[..., Any] = attempt.recover
    attempt_step: Callable[..., Any] = attempt.step
    open_count: Callable[..., Any] = cash.open_count
    step_count: Callable[..., Any] = cash.step_count
    write: Callable[..., None] = write
    migrated: Callable[[Payment], Payment] = migrated
    day_end_word: Callable[[SimulatedBiller, str], bool] = day_end_word
    office: type[Office] = Office
    kiosk: type[Kiosk] = Kiosk
    gateway: type[Gateway] = Gateway
