"""Loads as rows: owed in the transaction that posts their leg, changed by compare-and-set, all with history.

Functions work inside the caller's transaction. What ledger and claims have to say of a load is written with
the change that says it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from kiosk.gateway.cases import cases, load_cases
from kiosk.gateway.cases.cash_cases import VOUCHER, voucher_ref, voucher_waits
from kiosk.gateway.payments.sql_payment_rows import load as load_payment
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.ledger_lines import append_entries
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_loads import load as table
from kiosk.gateway.sql.schema_loads import load_event, load_outbox
from kiosk.payment.ledger import clearing_of, load_entries
from kiosk.payment.load_state import LOAD_ENDS, Load, LoadState, owed_loads
from kiosk.payment.saga_state import Payment
from kiosk.payment.told_again import WORTH_MONEY, EndedLoad

_LOAD, _OWED = table.c, load_outbox.c
_ENDS = [state.value for state in LOAD_ENDS]
_WORTH_MONEY = [state.value for state in WORTH_MONEY]


class StaleLoad(Exception):
    """Somebody else changed the load first: look again and decide again."""


class StoredLoad(msgspec.Struct, frozen=True):
    """`ver` is 1 when it is owed, one more for every change."""

    load: Load
    ver: int


def owe(connection: Connection, before: Payment, after: Payment, now_ms: int) -> None:
    """What a change of a payment makes owed to meters and cards."""
    for load in owed_loads(before, after, now_ms):
        connection.execute(insert(table), _row(load) | {"ver": 1})
        _note(connection, load.load_id, 1, "nothing", "Posted", load.state, now_ms)
        lease = {"lease_owner": None, "lease_until_ms": 0}
        connection.execute(insert(load_outbox), {"load_id": load.load_id, "due_ms": load.due_ms} | lease)


def find(connection: Connection, load_id: str) -> StoredLoad | None:
    row = connection.execute(select(table).where(_LOAD.load_id == load_id)).mappings().one_or_none()
    return None if row is None else StoredLoad(as_struct(row, Load), row["ver"])


def take(connection: Connection, load_id: str) -> StoredLoad | None:
    """As `find`, its row taken: whoever else changes it waits until our commit."""
    mine = _LOAD.load_id == load_id
    connection.execute(update(table).where(mine).values(ver=_LOAD.ver))
    return find(connection, load_id)


def of_payment(connection: Connection, payment_id: str) -> tuple[Load, ...]:
    """In the order of its legs."""
    found = select(table).where(_LOAD.payment_id == payment_id).order_by(_LOAD.leg)
    return tuple(as_struct(row, Load) for row in connection.execute(found).mappings())


def open_of_supplies(connection: Connection, supply_ids: Collection[str]) -> Mapping[str, Load]:
    """Loads that are paid and have not ended, by supply."""
    mine = _LOAD.supply_id.in_(sorted(supply_ids)) & _LOAD.state.not_in(_ENDS)
    rows = connection.execute(select(table).where(mine)).mappings()
    return {row["supply_id"]: as_struct(row, Load) for row in rows}


def ended_worth_money(connection: Connection, supply_id: str) -> Sequence[EndedLoad]:
    """All of a supply; which of them are told again is `kiosk.payment.told_again`."""
    mine = (_LOAD.supply_id == supply_id) & _LOAD.state.in_(_WORTH_MONEY)
    ended = (load_event.c.load_id == _LOAD.load_id) & (load_event.c.ver == _LOAD.ver)
    found = select(table, load_event.c.at_ms).join(load_event, ended).where(mine)
    kept = [(as_struct(row, Load), row["at_ms"]) for row in connection.execute(found).mappings()]
    return [EndedLoad(load, at_ms, _is_fetched(connection, load)) for load, at_ms in kept]


def _is_fetched(connection: Connection, load: Load) -> bool:
    if load.state is not LoadState.VOUCHER:
        return False
    return not voucher_waits(connection, load.payment_id, load.leg)


def change(connection: Connection, stored: StoredLoad, after: Load, cause: str, now_ms: int) -> StoredLoad:
    """Raises StaleLoad when the stored version is not `stored.ver`."""
    before, ver = stored.load, stored.ver + 1
    this = (_LOAD.load_id == before.load_id) & (_LOAD.ver == stored.ver)
    if connection.execute(update(table).where(this).values(_row(after) | {"ver": ver})).rowcount != 1:
        raise StaleLoad
    _note(connection, after.load_id, ver, before.state.value, cause, after.state, now_ms)
    mine = _OWED.load_id == after.load_id
    if after.ended:
        connection.execute(delete(load_outbox).where(mine))
        _release(connection, after)
        load_cases.end(connection, after, now_ms)
    elif after.due_ms != before.due_ms:
        connection.execute(update(load_outbox).where(mine).values(due_ms=after.due_ms))
    _move_money(connection, before, after, now_ms)
    return StoredLoad(after, ver)


def _move_money(connection: Connection, before: Load, after: Load, now_ms: int) -> None:
    payment = load_payment(connection, after.payment_id)
    if payment is not None:
        made = load_entries(before, after, clearing_of(payment.payment))
        append_entries(connection, after.payment_id, made, now_ms)
    if after.state is LoadState.VOUCHER:
        ref = voucher_ref(after.payment_id, after.leg)
        cases.open_case(connection, VOUCHER, ref, after.amount_fen, now_ms)


def _release(connection: Connection, load: Load) -> None:
    """The next load of the meter may be bought."""
    claim = schema.bill_claim.c
    mine = (claim.bill_id == load.supply_id) & (claim.payment_id == load.payment_id)
    connection.execute(delete(schema.bill_claim).where(mine))


def _note(
    connection: Connection, load_id: str, ver: int, before: str, cause: str, after: LoadState, now_ms: int
) -> None:
    row = {"load_id": load_id, "ver": ver, "from_state": before, "to_state": after.value}
    connection.execute(insert(load_event), row | {"cause": cause, "at_ms": now_ms})


def _row(load: Load) -> dict[str, Any]:
    return msgspec.structs.asdict(load) | {"state": load.state.value}
