"""What the simulated parties of a gateway's demonstration hold, by their own tables, beside its own books."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.gateway.demonstration.world import charge, posting, refund, remote_load
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.acts import order_no
from kiosk.payment import invariants, invariants_loads
from kiosk.payment.invariants import Outside, Violation
from kiosk.payment.invariants_loads import LoadOutside
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.load_state import Load
from kiosk.payment.saga_state import Payment


def of(connection: Connection, payment: Payment) -> Outside:
    """What goes back for a load that was posted is the load's, not the payment's."""
    number = order_no(payment)
    found = select(charge).where(charge.c.order_no.startswith(number) & charge.c.paid_ms.is_not(None))
    orders = [row for row in connection.execute(found) if row.declined is None]
    paid = [row for row in orders if row.closed_ms is None or row.paid_ms <= row.closed_ms]
    to_meters = {
        leg.refund_no for leg in payment.legs if leg.kind == "prepaid" and leg.state is LegState.POSTED
    }
    refunds = [row for row in _refunds(connection, number) if row.refund_no not in to_meters]
    reversed_fen = sum(row.amount_fen for row in paid if row.closed_ms is not None)
    mine = posting.c.posting_ref.startswith(number) & (posting.c.state == "posted")
    return Outside(
        paid_fen=sum(row.amount_fen for row in paid) + _notes_fen(payment),
        returned_fen=reversed_fen
        + sum(row.amount_fen for row in refunds)
        + total_fen(payment.legs, LegState.VOUCHER),
        posted_fen={
            row.posting_ref: row.amount_fen for row in connection.execute(select(posting).where(mine))
        },
        refunded=frozenset(row.refund_no for row in refunds),
    )


def posted_twice(connection: Connection) -> Iterator[Violation]:
    """I2 over the whole city, whoever paid."""
    bills = (posting.c.kind == "bill") & (posting.c.state == "posted")
    found = connection.execute(select(posting.c.bill_no, posting.c.amount_fen).where(bills))
    return invariants.posted_twice((row.bill_no, row.amount_fen, row.amount_fen) for row in found)


def loads_of(connection: Connection, payments: Mapping[str, Payment]) -> Sequence[Load]:
    bought = [
        payment_id
        for payment_id, payment in payments.items()
        if any(leg.kind == "prepaid" for leg in payment.legs)
    ]
    return [each for payment_id in bought for each in load_rows.of_payment(connection, payment_id)]


def wrong_loads(connection: Connection, loads: Sequence[Load]) -> Iterator[Violation]:
    """I21 beside the meters' own company, and at rest."""
    rows = {row.load_ref: row for row in connection.execute(select(remote_load))}
    refunds = frozenset(connection.execute(select(refund.c.refund_no)).scalars())
    for load in loads:
        row = rows.get(load.load_id)
        state, fen = (row.state, row.amount_fen) if row else ("", 0)
        held = LoadOutside(
            loaded_fen={load.load_id: fen} if state == "loaded" else {},
            tokens={load.load_id: load.token or ""} if state == "token" else {},
            taken_back=frozenset({load.load_id} if state == "taken_back" else ()),
            refunded=refunds,
        )
        yield from invariants_loads.wrong_load(load, held)
    yield from invariants_loads.loads_not_at_rest(loads)


def _refunds(connection: Connection, number: str) -> Sequence[Row[Any]]:
    return connection.execute(select(refund).where(refund.c.order_no == number)).all()


def _notes_fen(payment: Payment) -> int:
    return payment.inserted_fen if payment.method == "cash" else 0
