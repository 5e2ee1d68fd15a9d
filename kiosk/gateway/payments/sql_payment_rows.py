"""Payments as rows: what each change of one writes, in the caller's transaction."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, String, bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.gateway.payment_store import RECEIPTED, Change, IssuedReceipt, StalePayment, StoredPayment
from kiosk.gateway.payments import day_limits
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.ledger_lines import entry_rows
from kiosk.gateway.sql.prepared import (
    NewRows,
    Prepared,
    PreparedInsert,
    PreparedSelect,
    RowsOfTable,
    together,
)
from kiosk.gateway.sql.rows import as_struct
from kiosk.payment.claims import held_bills
from kiosk.payment.ledger import entries
from kiosk.payment.legs import Leg
from kiosk.payment.saga_state import Payment

_PAYMENT, _LEG, _OWED, _CLAIM = schema.payment.c, schema.leg.c, schema.outbox.c, schema.bill_claim.c
# Parameters of WHERE; those of SET and VALUES are named as the columns.
_ID = bindparam("of_payment", type_=String)
_FIND = PreparedSelect(
    select(schema.payment, schema.leg, schema.receipt)
    .select_from(schema.payment)
    .outerjoin(schema.leg, _LEG.payment_id == _PAYMENT.payment_id)
    .outerjoin(schema.receipt, schema.receipt.c.payment_id == _PAYMENT.payment_id)
    .where(_PAYMENT.payment_id == _ID)
    .order_by(_LEG.number),
    schema.payment,
    schema.leg,
    schema.receipt,
)
_INSERT, _INSERT_LEGS = PreparedInsert(schema.payment), PreparedInsert(schema.leg)
_INSERT_CLAIMS, _INSERT_EVENTS = PreparedInsert(schema.bill_claim), PreparedInsert(schema.payment_event)
_CHANGE = update(schema.payment).where(_PAYMENT.payment_id == _ID, _PAYMENT.ver == bindparam("of_ver"))
_CHANGE_LEG = update(schema.leg).where(_LEG.payment_id == _ID, _LEG.number == bindparam("of_number"))
_OWE_FIRST = PreparedInsert(schema.outbox)
_OWE = Prepared(update(schema.outbox).where(_OWED.payment_id == _ID), ["due_ms", "tries"])
_OWE_NO_MORE = Prepared(delete(schema.outbox).where(_OWED.payment_id == _ID))


def load(connection: Connection, payment_id: str) -> StoredPayment | None:
    """By one statement, so that it is one snapshot even without a transaction."""
    found = _FIND.rows(connection, {"of_payment": payment_id})
    if not found:
        return None
    row, _, receipt = found[0]
    legs = tuple(as_struct(leg, Leg) for _, leg, _ in found if leg["number"] is not None)
    payment = as_struct(row, Payment, legs=legs)
    issued = as_struct(receipt, IssuedReceipt) if payment.state in RECEIPTED else None
    return StoredPayment(payment, row["ver"], row["fingerprint"], issued)


def claims(connection: Connection, bill_ids: Sequence[str]) -> dict[str, str]:
    """Which of the bills are claimed, and by which payment."""
    found = select(_CLAIM.bill_id, _CLAIM.payment_id).where(_CLAIM.bill_id.in_(bill_ids))
    return {row.bill_id: row.payment_id for row in connection.execute(found)}


def new_payment(
    created: Payment, stored: StoredPayment, changes: Sequence[Change], now_ms: int
) -> Sequence[RowsOfTable]:
    """`stored` is what `created` has become by its first changes."""
    payment = stored.payment
    row = _row(payment) | {"ver": stored.ver, "fingerprint": stored.fingerprint}
    history = _event_row(created, created, 1, "Created", created.created_ms)
    return (
        (_INSERT, [row]),
        (_INSERT_LEGS, [_leg_row(payment, number) for number in range(len(payment.legs))]),
        *(() if payment.final else _claim(payment)),
        *_history(StoredPayment(created, 1, None), changes, now_ms, history),
    )


def _claim(payment: Payment) -> Sequence[RowsOfTable]:
    """Its bills, and that something is owed to it."""
    claim = {"payment_id": payment.payment_id, "since_ms": payment.created_ms}
    # In one order for everybody: two payments that want the same bills must not wait for each other.
    bills = sorted(held_bills(payment))
    owed = {"payment_id": payment.payment_id, "due_ms": payment.due_ms, "tries": 0}
    return (
        (_INSERT_CLAIMS, [claim | {"bill_id": bill_id} for bill_id in bills]),
        (_OWE_FIRST, [owed | {"lease_owner": None, "lease_until_ms": 0}]),
    )


def change_payment(
    connection: Connection, stored: StoredPayment, changes: Sequence[Change], now_ms: int
) -> None:
    """Raises StalePayment when the stored version is not `stored.ver`."""
    before, after = stored.payment, changes[-1].after
    values = _changed(_row(before), _row(after)) | {"ver": stored.ver + len(changes)}
    this = {"of_payment": after.payment_id, "of_ver": stored.ver}
    changed: Any = None
    try:
        with together(connection):
            changed = _change(tuple(values)).cursor(connection, values | this)
            _update_legs(connection, before, after)
            NewRows(_history(stored, changes, now_ms)).add(connection)
            _owe(connection, before, after)
    except IntegrityError as error:  # the other's change has the next version in the history
        if changed is not None and changed.rowcount == 0:
            raise StalePayment from error
        raise
    if changed.rowcount != 1:
        raise StalePayment
    _release_claims(connection, before, after)
    day_limits.follow(connection, before, after)


@cache
def _change(columns: tuple[str, ...]) -> Prepared:
    return Prepared(_CHANGE, columns)


@cache
def _change_leg(columns: tuple[str, ...]) -> Prepared:
    return Prepared(_CHANGE_LEG, columns)


def _update_legs(connection: Connection, before: Payment, after: Payment) -> None:
    for number, leg in enumerate(after.legs):
        if number >= len(before.legs):  # what cash leaves over has a leg of its own
            _INSERT_LEGS.run(connection, [_leg_row(after, number)])
        elif leg != before.legs[number]:
            values = _changed(_leg_row(before, number), _leg_row(after, number))
            this = {"of_payment": after.payment_id, "of_number": number}
            _change_leg(tuple(values)).run(connection, values | this)


def _history(
    stored: StoredPayment, changes: Sequence[Change], now_ms: int, *earlier: dict[str, Any]
) -> Sequence[RowsOfTable]:
    states = [stored.payment, *(change.after for change in changes)]
    steps = list(zip(states[:-1], changes, strict=True))
    rows = [
        _event_row(before, change.after, stored.ver + n, change.cause, now_ms)
        for n, (before, change) in enumerate(steps, 1)
    ]
    due = [entry for before, change in steps for entry in entries(before, change.after)]
    return (_INSERT_EVENTS, [*earlier, *rows]), *entry_rows(stored.payment.payment_id, due, now_ms)


def _owe(connection: Connection, before: Payment, after: Payment) -> None:
    """Keep what is owed to the payment in step with its state, whoever has leased it."""
    this = {"of_payment": after.payment_id}
    if after.final:
        _OWE_NO_MORE.run(connection, this)
    elif after.due_ms != before.due_ms:
        _OWE.run(connection, this | {"due_ms": after.due_ms, "tries": 0})


def _release_claims(connection: Connection, before: Payment, after: Payment) -> None:
    # At the end whatever it still had, for a gateway of before may have kept more than this one would.
    had = {leg.bill_id for leg in after.legs} if after.final else held_bills(before)
    free = had - held_bills(after)
    if free:
        mine = (_CLAIM.payment_id == after.payment_id) & _CLAIM.bill_id.in_(sorted(free))
        connection.execute(delete(schema.bill_claim).where(mine))


def _event_row(before: Payment, after: Payment, ver: int, cause: str, now_ms: int) -> dict[str, Any]:
    row = {"payment_id": after.payment_id, "ver": ver, "cause": cause, "at_ms": now_ms}
    return row | {"from_state": before.state.value, "to_state": after.state.value}


def _row(payment: Payment) -> dict[str, Any]:
    row = msgspec.structs.asdict(payment) | {"state": payment.state.value}
    del row["legs"]
    return row


def _leg_row(payment: Payment, number: int) -> dict[str, Any]:
    leg: Leg = payment.legs[number]
    own = msgspec.structs.asdict(leg) | {"state": leg.state.value}
    return own | {"payment_id": payment.payment_id, "number": number}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if value != before[name]}
