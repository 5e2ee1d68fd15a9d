"""Payments that a gateway of before took in and never began: none of them is left to be woken for ever."""

from typing import Any

import msgspec
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, select

from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.payments import intake
from kiosk.gateway.sql import record_store, schema
from kiosk.gateway.sql.migrations.versions import created_payments
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire.payments import PaymentRequest

from .town import Bills, Town

ASKS_PASSWORD = "134567890123450001"


def taken_in(town: Town, bills: Bills) -> Payment:
    """As a gateway of before stored it, before it began."""
    parts = town.gateway.parts
    request = msgspec.convert(town.request(bills, ASKS_PASSWORD), PaymentRequest)
    with parts.database.reading() as connection:
        known = record_store.known_bills(connection, [bill.bill_id for bill in bills])
    payment = intake.opened(parts, request, known)
    parts.store.create(payment, "of before", (), parts.time.now_ms())
    return payment


def brought_up_to_date(town: Town) -> None:
    """By the gateway that followed the one of before; what came after that stands there already."""

    def upgraded(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            created_payments.upgrade()

    town.gateway.parts.database.write(upgraded)
    town.restart()


def history(town: Town, payment_id: str) -> list[tuple[Any, ...]]:
    event = schema.payment_event.c
    found = select(event.ver, event.from_state, event.cause, event.to_state)
    with town.gateway.parts.database.reading() as connection:
        rows = connection.execute(found.where(event.payment_id == payment_id).order_by(event.ver))
        return [tuple(row) for row in rows]


def test_a_payment_taken_in_and_never_begun_has_ended_and_its_bills_are_free(town: Town) -> None:
    water, *others = town.household_bills()
    payment = taken_in(town, tuple(others))
    running = town.pay(ASKS_PASSWORD, (water,)).payment_id
    brought_up_to_date(town)
    ended = town.payment(payment.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "timed_out")
    assert history(town, payment.payment_id)[1:] == [(2, "created", "TimerDue", "abandoned")]
    assert town.count(schema.outbox) == 1, "what is owed to the one that runs"
    claimed = {bill.bill_id for bill in town.household_bills() if bill.state == "being_paid"}
    assert claimed == {water.bill_id}
    assert Auditor(town.gateway.parts.database, town.gateway.parts.time).audit() == ()
    assert town.after(20, running).outcome == "settled"
    assert town.pay("134567890123450000", tuple(others)).outcome == "settled"


def test_what_has_ended_so_is_as_any_other_end(town: Town) -> None:
    payment = taken_in(town, town.household_bills())
    brought_up_to_date(town)
    stored = town.gateway.parts.store.load(payment.payment_id)
    assert stored is not None
    reason = "timed_out"
    expected = msgspec.structs.replace(payment, state=PaymentState.ABANDONED, due_ms=None, reason=reason)
    assert (stored.payment, stored.ver, stored.fingerprint) == (expected, 2, "of before")
    assert town.cancel(payment.payment_id).detail == reason
    assert town.gateway.driver.drive() == 0
