"""A day of every kiosk out of the gateway's books: payments by method and state, notes by value.

A payment belongs to the day it was charged on; one that never was, to the day it was made. Found by the
history's index, so a day costs what happened on it. Functions work inside the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select

from kiosk.gateway.sql.schema import leg, payment, payment_event
from kiosk.gateway.sql.schema_cash import cash_note
from kiosk.payment.day import EDGE_MS, Day
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, NoteTotals, Tally
from kiosk.payment.legs import LegState
from kiosk.payment.methods import METHODS, Method
from kiosk.payment.saga_state import FINAL, PaymentState

_PAYMENT, _NOTE = payment.c, cash_note.c
_SETTLED = (PaymentState.POSTED.value, PaymentState.PART_POSTED.value)
_ENDED = tuple(sorted(state.value for state in FINAL))
_MOMENT = func.coalesce(_PAYMENT.charged_ms, _PAYMENT.created_ms)


def totals_of(connection: Connection, kiosk_id: str, day: Day) -> DayTotals:
    return totals_by_kiosk(connection, day, kiosk_id).get(kiosk_id, NO_TOTALS)


def totals_by_kiosk(connection: Connection, day: Day, kiosk_id: str | None = None) -> Mapping[str, DayTotals]:
    """Of one kiosk or of all for which something is on record; each has every method."""
    methods = _methods(connection, day, kiosk_id)
    notes = _notes(connection, day, kiosk_id)
    return {
        kiosk: DayTotals(
            tuple(methods.get((kiosk, method), MethodTotals(method)) for method in METHODS),
            tuple(notes.get(kiosk, ())),
        )
        for kiosk in {*(found for found, _method in methods), *notes}
    }


class Charged(msgspec.Struct, frozen=True):
    method: str
    fen: int
    at_ms: int


def charged(connection: Connection, kiosk_id: str, payment_ids: Sequence[str]) -> Mapping[str, Charged]:
    """What was charged when for settled payments of the kiosk, by id; others are left out."""
    mine = and_(
        _PAYMENT.kiosk_id == kiosk_id, _PAYMENT.payment_id.in_(payment_ids), _PAYMENT.state.in_(_SETTLED)
    )
    rows = connection.execute(select(payment).where(mine))
    return {row.payment_id: Charged(row.method, row.charged_fen, row.charged_ms or 0) for row in rows}


# -- payments ------------------------------------------------------------------------------------------


def _methods(
    connection: Connection, day: Day, kiosk_id: str | None
) -> Mapping[tuple[str, Method], MethodTotals]:
    found: dict[tuple[str, Method], MethodTotals] = {}
    for row in connection.execute(_by_outcome(day, kiosk_id)):
        method = msgspec.convert(row.method, Method)
        key = (row.kiosk_id, method)
        found[key] = _with(found.get(key, MethodTotals(method)), row)
    return found


def _with(totals: MethodTotals, row: Row[Any]) -> MethodTotals:
    back = totals.given_back.plus(Tally(int(row.back_count), int(row.back_fen)))
    totals = msgspec.structs.replace(totals, given_back=back)
    match row.outcome:
        case "settled":
            return msgspec.structs.replace(totals, settled=Tally(row.payments, int(row.charged_fen)))
        case "not_charged":
            return msgspec.structs.replace(totals, not_charged=Tally(row.payments, int(row.wanted_fen)))
        case "open":
            return msgspec.structs.replace(totals, open=Tally(row.payments, int(row.open_fen)))
        case _:  # all of it went back
            return totals


def _by_outcome(day: Day, kiosk_id: str | None) -> Select[Any]:
    charged = _PAYMENT.charged_fen > 0
    outcome = case(
        (_PAYMENT.state.in_(_SETTLED), "settled"),
        (_PAYMENT.state.not_in(_ENDED), "open"),
        (charged, "given_back"),
        else_="not_charged",
    ).label("outcome")
    refunded = select(func.coalesce(func.sum(leg.c.amount_fen), 0)).where(
        leg.c.payment_id == _PAYMENT.payment_id, leg.c.state == LegState.REFUNDED.value
    )
    each = (
        select(
            _PAYMENT.kiosk_id,
            _PAYMENT.method,
            outcome,
            _PAYMENT.charged_fen,
            _PAYMENT.amount_fen,
            case((_PAYMENT.method == "cash", _PAYMENT.inserted_fen), else_=_PAYMENT.amount_fen).label("open"),
            (_PAYMENT.reversed_fen + case((charged, refunded.scalar_subquery()), else_=0)).label("back"),
        )
        .where(
            _of_the_day(day, kiosk_id), _of_kiosk(_PAYMENT.kiosk_id, kiosk_id), _PAYMENT.method.in_(METHODS)
        )
        .subquery()
    )
    row = each.c
    return select(
        row.kiosk_id,
        row.method,
        row.outcome,
        func.count().label("payments"),
        func.sum(row.charged_fen).label("charged_fen"),
        func.sum(row.amount_fen).label("wanted_fen"),
        func.sum(row.open).label("open_fen"),
        func.sum(case((row.back > 0, 1), else_=0)).label("back_count"),
        func.sum(row.back).label("back_fen"),
    ).group_by(row.kiosk_id, row.method, row.outcome)


def _of_the_day(day: Day, kiosk_id: str | None) -> ColumnElement[bool]:
    """Charging and being made are both written into the history, at that moment or moments later. Of one
    kiosk the payments are asked, by their index; of all, the history is."""
    event = payment_event.c
    of_day = (event.at_ms >= day.from_ms - EDGE_MS) & (event.at_ms < day.to_ms + EDGE_MS)
    if kiosk_id is None:
        touched = _PAYMENT.payment_id.in_(select(event.payment_id).where(of_day))
        return and_(_within(_MOMENT, day), touched)
    written = exists().where(event.payment_id == _PAYMENT.payment_id, of_day)
    return and_(_within(_MOMENT, day), _PAYMENT.created_ms < day.to_ms, written)


def _within(moment: ColumnElement[int], day: Day) -> ColumnElement[bool]:
    return and_(moment >= day.from_ms, moment < day.to_ms)


def _of_kiosk(column: ColumnElement[str], kiosk_id: str | None) -> ColumnElement[bool]:
    """A payment that was buried before it came is no kiosk's."""
    return column != "" if kiosk_id is None else column == kiosk_id


# -- notes ---------------------------------------------------------------------------------------------


def _notes(connection: Connection, day: Day, kiosk_id: str | None) -> Mapping[str, list[NoteTotals]]:
    """By kiosk, values rising. A payment's notes belong to its day, a found one to that of its report."""
    found: dict[str, list[NoteTotals]] = {}
    for row in connection.execute(_by_value(day, kiosk_id)):
        totals = NoteTotals(row.value_fen, int(row.paid), int(row.found), int(row.open))
        found.setdefault(row.kiosk_id, []).append(totals)
    return found


def _by_value(day: Day, kiosk_id: str | None) -> Select[Any]:
    is_found = _NOTE.case_number.is_not(None)
    of_payment = and_(_NOTE.case_number.is_(None), _of_the_day(day, kiosk_id))
    found_now = and_(is_found, _within(_NOTE.known_ms, day))
    settled = _PAYMENT.state.in_(_SETTLED)

    def count(where: ColumnElement[bool], name: str) -> ColumnElement[int]:
        return func.sum(case((where, 1), else_=0)).label(name)

    return (
        select(
            _NOTE.kiosk_id,
            _NOTE.value_fen,
            count(and_(~is_found, settled), "paid"),
            count(is_found, "found"),
            count(and_(~is_found, ~settled), "open"),
        )
        .select_from(cash_note.outerjoin(payment, _PAYMENT.payment_id == _NOTE.payment_id))
        .where(or_(of_payment, found_now), _of_kiosk(_NOTE.kiosk_id, kiosk_id))
        .group_by(_NOTE.kiosk_id, _NOTE.value_fen)
        .order_by(_NOTE.kiosk_id, _NOTE.value_fen)
    )
