"""The rules a world is built of: the production ones, but where a planted bug takes the place of one."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from kiosk.gateway.payment_store import Change, PaymentStore, StoredPayment
from kiosk.gateway.payments.acts import perform
from kiosk.gateway.payments.driver import decide
from kiosk.gateway.payments.load_acts import perform_load
from kiosk.payment import attempt, cash
from kiosk.payment.lateness import instead_of_late
from kiosk.payment.ledger import entries, load_entries
from kiosk.payment.load import step_load
from kiosk.payment.load_state import owed_loads
from kiosk.payment.saga_state import Payment
from kiosk.payment.told_again import told_again
from kiosk.reconcile.match import compare
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.card_outbox import CardOutbox
from kiosk.session import journey
from kiosk.simulate.card_scripts import card_turn
from kiosk.simulate.day_files import DayEnds
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.kiosk import Kiosk, write
from kiosk.simulate.office import Office
from kiosk.simulate.store import MemoryStore


def create(
    store: PaymentStore, payment: Payment, fingerprint: str | None, changes: Sequence[Change], now_ms: int
) -> StoredPayment:
    return store.create(payment, fingerprint, changes, now_ms)


def migrated(payment: Payment) -> Payment:
    """As the next version reads it: what one version has written is all that the next one knows."""
    return msgspec.json.decode(msgspec.json.encode(payment), type=Payment)


class Build(msgspec.Struct, frozen=True):
    decide: Callable[..., Any] = decide
    perform: Callable[..., Any] = perform
    instead_of_late: Callable[..., Any] = instead_of_late
    create: Callable[..., StoredPayment] = create
    entries: Callable[..., Any] = entries
    """What the store in memory writes to the ledger; the one in SQL knows its own."""
    compare: Callable[..., Any] = compare
    begin: Callable[..., Any] = attempt.begin
    recover: Callable[..., Any] = attempt.recover
    attempt_step: Callable[..., Any] = attempt.step
    step_load: Callable[..., Any] = step_load
    perform_load: Callable[..., Any] = perform_load
    owed_loads: Callable[..., Any] = owed_loads
    load_entries: Callable[..., Any] = load_entries
    told_again: Callable[..., Any] = told_again
    card_turn: Callable[..., Any] = card_turn
    card_loads: Callable[..., CardLoads] = CardLoads
    card_outbox: Callable[..., CardOutbox] = CardOutbox
    journey_step: Callable[..., Any] = journey.step
    """Of a resident with a meter card."""
    open_count: Callable[..., Any] = cash.open_count
    step_count: Callable[..., Any] = cash.step_count
    write: Callable[..., None] = write
    migrated: Callable[[Payment], Payment] = migrated
    store: type[MemoryStore] = MemoryStore
    day_ends: type[DayEnds] = DayEnds
    office: type[Office] = Office
    kiosk: type[Kiosk] = Kiosk
    gateway: type[Gateway] = Gateway
