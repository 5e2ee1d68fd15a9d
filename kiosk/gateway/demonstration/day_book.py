"""What a simulated provider writes into its day-end file: money it took and gave back, by its own record.

Independent of the gateway's ledger, so that comparing the two can find something.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from kiosk.gateway.demonstration.world import charge, refund


class BookLine(NamedTuple):
    """A refund is known by its own number, a reversed charge by its order's."""

    kind: Literal["charge", "refund"]
    number: str
    fen: int
    at_ms: int


def provider_book(connection: Connection, provider: str, from_ms: int, to_ms: int) -> Iterator[BookLine]:
    """Everything from `from_ms` until before `to_ms`."""
    lines = [*_charges(connection, provider), *_refunds(connection, provider)]
    return (line for line in lines if from_ms <= line.at_ms < to_ms)


def _charges(connection: Connection, provider: str) -> Iterator[BookLine]:
    mine = (charge.c.provider == provider) & charge.c.paid_ms.is_not(None)
    for row in connection.execute(select(charge).where(mine)):
        was_paid = row.closed_ms is None or row.paid_ms <= row.closed_ms
        if was_paid:
            yield BookLine("charge", row.order_no, row.amount_fen, row.paid_ms)
        if was_paid and row.closed_ms is not None:
            yield BookLine("refund", row.order_no, row.amount_fen, row.closed_ms)


def _refunds(connection: Connection, provider: str) -> Iterator[BookLine]:
    of_mine = refund.join(charge, charge.c.order_no == refund.c.order_no)
    found = select(refund).select_from(of_mine).where(charge.c.provider == provider)
    for row in connection.execute(found):
        yield BookLine("refund", row.refund_no, row.amount_fen, row.at_ms)
