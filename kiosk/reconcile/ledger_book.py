"""Our own book of a day, read off the ledger: what every provider and biller should have in theirs."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from kiosk.gateway.sql.schema import ledger_line, ledger_transaction, leg
from kiosk.reconcile.booked import KINDS, OF_A_LEG, account_of, booked, source_of
from kiosk.reconcile.day import EDGE_MS, Day
from kiosk.reconcile.records import ORDER_NO_CHARACTERS, Key, Movement, Source

_ROWS_AT_ONCE = 10_000


def sources(connection: Connection, day: Day) -> tuple[Source, ...]:
    """Everybody with whom the ledger moved money that day, by name."""
    in_the_day = (ledger_transaction.c.at_ms >= day.from_ms) & (ledger_transaction.c.at_ms < day.to_ms)
    found = select(ledger_line.c.account).select_from(_lines()).where(in_the_day).distinct()
    named = (source_of(account) for account in connection.execute(found).scalars())
    return tuple(sorted(source for source in named if source))


def has_books(connection: Connection, source: Source) -> bool:
    """Whether the ledger ever moved money with somebody of this name."""
    found = select(ledger_line.c.account).where(ledger_line.c.account == account_of(source)).limit(1)
    return connection.execute(found).first() is not None


def movements(connection: Connection, source: Source, day: Day) -> Iterator[Movement]:
    """Those of the day and of ten minutes on both its sides."""
    at = ledger_transaction.c.at_ms
    window = and_(at >= day.from_ms - EDGE_MS, at < day.to_ms + EDGE_MS)
    at_once = {"yield_per": _ROWS_AT_ONCE}
    for row in connection.execute(_of(source).where(window), execution_options=at_once):
        yield _movement(row)


def movement(connection: Connection, source: Source, key: Key) -> Movement | None:
    """Our movement under a number, whenever it was."""
    mine = ledger_transaction.c.payment_id.in_(_payments(connection, key))
    found = [_movement(row) for row in connection.execute(_of(source).where(mine))]
    return next((movement for movement in found if movement.key == key), None)


def _payments(connection: Connection, key: Key) -> Sequence[str]:
    """Whose number it could be. An order's is the payment's id without dashes; the others are a leg's."""
    bare = key.number
    if len(bare) == ORDER_NO_CHARACTERS:
        return (bare, f"{bare[:8]}-{bare[8:12]}-{bare[12:16]}-{bare[16:20]}-{bare[20:]}")
    mine = leg.c.posting_ref == key.number
    if key.kind == "refund":
        mine = mine | (leg.c.refund_no == key.number)
    return connection.execute(select(leg.c.payment_id).where(mine)).scalars().all()


def _lines() -> Any:
    same = and_(
        ledger_line.c.payment_id == ledger_transaction.c.payment_id,
        ledger_line.c.kind == ledger_transaction.c.kind,
        ledger_line.c.number == ledger_transaction.c.number,
    )
    return ledger_transaction.join(ledger_line, same)


def _of(source: Source) -> Select[Any]:
    of_the_leg = and_(
        leg.c.payment_id == ledger_transaction.c.payment_id,
        leg.c.number == ledger_transaction.c.number,
        ledger_transaction.c.kind.in_(sorted(OF_A_LEG)),
    )
    return (
        select(
            ledger_transaction.c.payment_id,
            ledger_transaction.c.kind,
            ledger_transaction.c.at_ms,
            ledger_line.c.fen,
            leg.c.refund_no,
            leg.c.posting_ref,
        )
        .select_from(_lines().outerjoin(leg, of_the_leg))
        .where(ledger_line.c.account == account_of(source), ledger_transaction.c.kind.in_(tuple(KINDS)))
    )


def _movement(row: Row[Any]) -> Movement:
    return booked(row.kind, row.payment_id, (row.posting_ref, row.refund_no), row.fen, row.at_ms)
