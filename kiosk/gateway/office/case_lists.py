"""Lists of cases, a page at a time, for whoever works through them; and how many there are of each kind.

Functions work inside the caller's transaction and change nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection, func, or_, select

from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.cases.cash_cases import LEFT_OPEN, VOUCHER, voucher_ref
from kiosk.gateway.cases.load_cases import LOAD_WAITS
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema_cash import money_case

CaseState = Literal["open", "closed"]
_CASE = money_case.c


class CasePage(msgspec.Struct, frozen=True):
    """`after` is what the next page comes after; None, this is the last."""

    cases: tuple[MoneyCase, ...]
    after: str | None


def case_page(
    connection: Connection, state: CaseState, kind: str | None, after: str | None, most: int
) -> CasePage:
    """Open ones with the oldest first, for they wait; closed ones with the newest first.

    `after` is the number of a case; of an unknown one the first page is given.
    """
    found = select(money_case).where(_CASE.state == state)
    found = found.where(_CASE.kind == kind) if kind else found
    oldest_first = state == "open"
    since_ms = select(_CASE.opened_ms).where(_CASE.number == after)
    last_ms = connection.execute(since_ms).scalar_one_or_none() if after else None
    if last_ms is not None:
        later = _CASE.opened_ms > last_ms if oldest_first else _CASE.opened_ms < last_ms
        beside = _CASE.number > after if oldest_first else _CASE.number < after
        found = found.where(or_(later, (_CASE.opened_ms == last_ms) & beside))
    by = (_CASE.opened_ms, _CASE.number)
    found = found.order_by(*by) if oldest_first else found.order_by(*(each.desc() for each in by))
    rows = connection.execute(found.limit(most + 1)).mappings().all()
    listed = tuple(as_struct(row, MoneyCase) for row in rows[:most])
    return CasePage(listed, listed[-1].number if len(rows) > most else None)


def open_by_kind(connection: Connection) -> Mapping[str, tuple[int, int]]:
    """How many are open and what they come to, in fen."""
    fen = func.coalesce(func.sum(_CASE.fen), 0)
    found = select(_CASE.kind, func.count(), fen).where(_CASE.state == "open").group_by(_CASE.kind)
    return {kind: (count, int(sum_fen)) for kind, count, sum_fen in connection.execute(found)}


def cases_about(
    connection: Connection, payment_id: str, legs: int, load_ids: Collection[str]
) -> Sequence[MoneyCase]:
    """Of a payment, of each of its legs and of its loads."""
    refs = [payment_id, *(voucher_ref(payment_id, number) for number in range(legs)), *sorted(load_ids)]
    mine = _CASE.kind.in_((VOUCHER, LEFT_OPEN, LOAD_WAITS)) & _CASE.ref.in_(refs)
    rows = connection.execute(select(money_case).where(mine).order_by(_CASE.number)).mappings()
    return [as_struct(row, MoneyCase) for row in rows]
