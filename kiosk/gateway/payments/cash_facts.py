"""What an answer needs beside a payment whose money cannot go back: voucher numbers, unclaimed notes."""

from kiosk.gateway.cases import cash_cases, cash_notes
from kiosk.gateway.payments.answers import NO_CASH, CashFacts
from kiosk.gateway.sql.database import Database
from kiosk.payment.saga_state import Payment


def cash_facts(database: Database, payment: Payment) -> CashFacts:
    if payment.refundable:
        return NO_CASH
    with database.reading() as connection:
        vouchers = cash_cases.voucher_numbers(connection, payment)
        ended_empty = payment.final and not payment.charged_fen
        unclaimed = cash_notes.found_fen(connection, payment.payment_id) if ended_empty else 0
    return CashFacts(vouchers, unclaimed)
