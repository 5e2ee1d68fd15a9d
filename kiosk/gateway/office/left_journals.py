"""Takes in what could be read of a kiosk's damaged journal: what differs from our books becomes a case.

A payment goes on as our own books have it; nothing here changes one. Taken in twice, nothing is opened twice.
Functions work inside the caller's transaction.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.cases import cases, cash_notes
from kiosk.gateway.payments.sql_payment_rows import load
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire.left_journal import LeftJournal, LeftPayment

JOURNAL, JOURNAL_PAYMENT = "journal_set_aside", "journal_payment"
"""Kinds of cases: one for the journal as such, one for each payment on which it and our books differ."""
UNREADABLE = "some_unreadable"

Standing = Literal["agrees", "goes_on", "never_came", "end_differs", "notes_differ"]
"""never_came: unknown here, and it says nothing of money. goes_on: it is not final, and ours to end."""
_SETTLED = {PaymentState.POSTED: "settled", PaymentState.PART_POSTED: "part_settled"}


class Judged(msgspec.Struct, frozen=True):
    """`case_number` where somebody must look into it."""

    payment_id: str
    said: str
    standing: Standing
    case_number: str | None = None


def take_in(connection: Connection, left: LeftJournal, now_ms: int) -> Sequence[Judged]:
    """One for each payment, in the journal's order."""
    if (
        cases.open_case(connection, JOURNAL, f"{left.kiosk_id}/{left.set_aside}", 0, now_ms)
        and not left.whole
    ):
        opened = cases.by_ref(connection, JOURNAL, f"{left.kiosk_id}/{left.set_aside}")
        assert opened is not None
        cases.note(connection, opened.number, UNREADABLE, cases.GATEWAY, now_ms)
    for note in left.found_notes:
        cash_notes.find(connection, left.kiosk_id, note.note_id, note.value_fen, None, now_ms)
    return list(_judged(connection, left, now_ms))


def _judged(connection: Connection, left: LeftJournal, now_ms: int) -> Iterator[Judged]:
    for each in left.payments:
        stored = load(connection, each.payment_id)
        ours = stored.payment if stored else None
        notes = {note.note_id: note.value_fen for note in each.notes}
        unreported_fen = cash_notes.unreported_fen(connection, left.kiosk_id, notes)
        standing, fen = _standing(each, unreported_fen, ours)
        number = None
        if standing in {"end_differs", "notes_differ"}:
            number = _open(connection, f"{left.kiosk_id}/{each.payment_id}", fen, each, now_ms)
        yield Judged(each.payment_id, each.said, standing, number)


def _standing(left: LeftPayment, unreported_fen: int, ours: Payment | None) -> tuple[Standing, int]:
    """And the fen in question."""
    if unreported_fen:
        return "notes_differ", unreported_fen
    money_said = left.said in {"settled", "part_settled"}
    if ours is None:
        return ("end_differs", left.amount_fen or 0) if money_said else ("never_came", 0)
    if not ours.final:
        return (
            ("end_differs", ours.amount_fen) if money_said or left.said == "not_charged" else ("goes_on", 0)
        )
    ended = _SETTLED.get(ours.state, "not_charged")
    agrees = left.said in {"nothing", "pending", ended}
    return ("agrees", 0) if agrees else ("end_differs", ours.amount_fen)


def _open(connection: Connection, ref: str, fen: int, left: LeftPayment, now_ms: int) -> str:
    new = cases.open_case(connection, JOURNAL_PAYMENT, ref, fen, now_ms)
    case = cases.by_ref(connection, JOURNAL_PAYMENT, ref)
    assert case is not None
    if new:
        cases.note(connection, case.number, f"journal_says_{left.said}", cases.GATEWAY, now_ms)
    return case.number
