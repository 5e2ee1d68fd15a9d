"""What the auditor looks for in the loads of meters (I4, I5, I6, I21), as the gateway alone can see them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from kiosk.gateway.payments import load_rows
from kiosk.gateway.sql.schema_loads import load, load_event
from kiosk.payment import invariants_loads
from kiosk.payment.invariants import Violation
from kiosk.payment.ledger import LedgerTransaction
from kiosk.payment.load_state import LOAD_ENDS, Load
from kiosk.payment.saga_state import Payment

_EVENT = load_event.c
_ENDS = [state.value for state in LOAD_ENDS]


def payments_of_loads(connection: Connection, since_ms: int) -> set[str]:
    """Whose loads are open, or have changed since then."""
    changed = select(_EVENT.load_id).where(_EVENT.at_ms >= since_ms)
    of = select(load.c.payment_id).where(load.c.state.not_in(_ENDS) | load.c.load_id.in_(changed))
    return set(connection.execute(of).scalars())


def loads_of(connection: Connection, payment: Payment) -> Sequence[Load]:
    bought = any(leg.kind == "prepaid" for leg in payment.legs)
    return load_rows.of_payment(connection, payment.payment_id) if bought else ()


def wrong_loads(
    payment: Payment, loads: Sequence[Load], entries: Sequence[LedgerTransaction], now_ms: int
) -> Iterator[Violation]:
    yield from invariants_loads.unowed(payment, loads)
    for each in loads:
        yield from invariants_loads.wrong_load_words(each)
        yield from invariants_loads.wrong_load_money(each, entries)
        yield from invariants_loads.load_waits_too_long(each, now_ms)


def wrong_load_history(connection: Connection, since_ms: int) -> Iterator[Violation]:
    """Every kind of edge taken since then, and rows that do not begin where the one before ended."""
    edge = (_EVENT.from_state, _EVENT.cause, _EVENT.to_state)
    kinds = select(func.min(_EVENT.load_id), *edge).where(_EVENT.at_ms >= since_ms).group_by(*edge)
    for load_id, before, cause, after in connection.execute(kinds):
        yield from invariants_loads.wrong_load_edge(load_id, before, cause, after)
    earlier = load_event.alias()
    torn = (
        select(_EVENT.load_id, _EVENT.ver)
        .join(earlier, (earlier.c.load_id == _EVENT.load_id) & (earlier.c.ver == _EVENT.ver - 1))
        .where((_EVENT.at_ms >= since_ms) & (earlier.c.to_state != _EVENT.from_state))
    )
    for load_id, ver in connection.execute(torn):
        yield Violation("I5", load_id, f"change {ver} of the load does not begin where the one before ended")
