"""What an answer needs beside the payment itself: voucher numbers, unclaimed notes, loads of meters."""

from kiosk.gateway.cases import cash_cases, cash_notes
from kiosk.gateway.payments import load_rows
from kiosk.gateway.payments.answers import NO_CASH, CashFacts
from kiosk.gateway.payments.load_answers import facts_by_leg
from kiosk.gateway.sql.database import Database
from kiosk.payment.load_state import LoadState
from kiosk.payment.saga_state import Payment


def cash_facts(database: Database, payment: Payment) -> CashFacts:
    bought = any(leg.kind == "prepaid" for leg in payment.legs)
    if payment.refundable and not bought:
        return NO_CASH
    with database.reading() as connection:
        loads = load_rows.of_payment(connection, payment.payment_id) if bought else ()
        vouchers = cash_cases.voucher_numbers(connection, payment)
        owed = {*vouchers, *(load.leg for load in loads if load.state is LoadState.VOUCHER)}
        waits = {n for n in owed if cash_cases.voucher_waits(connection, payment.payment_id, n)}
        ended_empty = payment.final and not payment.charged_fen
        unclaimed = cash_notes.found_fen(connection, payment.payment_id) if ended_empty else 0
    return CashFacts(vouchers, unclaimed, facts_by_leg(loads), owed - waits)
