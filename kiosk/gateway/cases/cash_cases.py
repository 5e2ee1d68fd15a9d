"""The cases that a payment makes while it is stored: vouchers, and of cash notes left without a closing word.

Called with every change of a payment, in its transaction, so that no state is ever seen without its case.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from kiosk.gateway.cases import cases, cash_notes
from kiosk.payment.cash_charging import left_open
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment, PaymentState

VOUCHER = "voucher"
LEFT_OPEN = "cash_left_open"
"""Kinds of cases."""


def follow(connection: Connection, before: Payment, after: Payment, now_ms: int) -> None:
    had = _vouchers(before)
    for number, fen in _vouchers(after).items():
        if number not in had:
            cases.open_case(connection, VOUCHER, voucher_ref(after.payment_id, number), fen, now_ms)
    if after.method != "cash":
        return
    if left_open(after):
        cases.open_case(connection, LEFT_OPEN, after.payment_id, after.inserted_fen, now_ms)
    if before.state is PaymentState.CHARGING and after.state is not PaymentState.CHARGING:
        cash_notes.set_apart(connection, after, now_ms)
        case = cases.by_ref(connection, LEFT_OPEN, after.payment_id)
        if case is not None:
            cases.close_case(connection, case.number, "settled", cases.GATEWAY, now_ms)


def voucher_numbers(connection: Connection, payment: Payment) -> Mapping[int, str]:
    """By leg."""
    found = {
        number: cases.by_ref(connection, VOUCHER, voucher_ref(payment.payment_id, number))
        for number in _vouchers(payment)
    }
    return {number: case.number for number, case in found.items() if case is not None}


def voucher_of(connection: Connection, payment_id: str, number: int) -> str | None:
    """Of one leg, or of its load, where there is one."""
    case = cases.by_ref(connection, VOUCHER, voucher_ref(payment_id, number))
    return None if case is None else case.number


def voucher_waits(connection: Connection, payment_id: str, number: int) -> bool:
    """Whether what is owed under it, for one leg or for its load, has still to be fetched."""
    case = cases.by_ref(connection, VOUCHER, voucher_ref(payment_id, number))
    return case is not None and case.state == "open"


def voucher_ref(payment_id: str, number: int) -> str:
    return f"{payment_id}/{number}"


def _vouchers(payment: Payment) -> Mapping[int, int]:
    """Number and fen of the legs that are vouchers."""
    return {n: leg.amount_fen for n, leg in enumerate(payment.legs) if leg.state is LegState.VOUCHER}
