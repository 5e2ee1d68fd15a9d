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

Standing = Literal["agrees", "goes_on", "never_came", "end_differs", "notes_differ", "of_another_kiosk"]
"""never_came: unknown here, and it says nothing of money. goes_on: it is not final, and ours to end.
of_another_kiosk: in our books it was made at another machine than the journal names."""
_OF_ANOTHER: Standing = "of_another_kiosk"
_FOR_SOMEBODY: frozenset[Standing] = frozenset({"end_differs", "notes_differ", _OF_ANOTHER})
ELSEWHERE = "payment_of_another_kiosk"
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
        if ours is not None and ours.kiosk_id != left.kiosk_id:
            standing, fen = _OF_ANOTHER, ours.amount_fen
        else:
            standing, fen = _standing(each, _notes_in_question_fen(connection, left, each), ours)
        number = None
        if standing in _FOR_SOMEBODY:
            act = ELSEWHERE if standing == _OF_ANOTHER else f"journal_says_{each.said}"
            number = _open(connection, f"{left.kiosk_id}/{each.payment_id}", fen, act, now_ms)
        yield Judged(each.payment_id, each.said, standing, number)


def _notes_in_question_fen(connection: Connection, left: LeftJournal, payment: LeftPayment) -> int:
    """Notes that we were never told; and where nothing is said to be missing, those that only we know."""
    notes = {note.note_id: note.value_fen for note in payment.notes}
    unreported_fen = cash_notes.unreported_fen(connection, left.kiosk_id, notes)
    if unreported_fen or not left.whole:
        return unreported_fen
    found = {note.note_id: note.value_fen for note in left.found_notes}
    return cash_notes.untold_fen(connection, left.kiosk_id, payment.payment_id, found | notes)


def _standing(left: LeftPayment, notes_fen: int, ours: Payment | None) -> tuple[Standing, int]:
    """And the fen in question."""
    if notes_fen:
        return "notes_differ", notes_fen
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


def _open(connection: Connection, ref: str, fen: int, act: str, now_ms: int) -> str:
    new = cases.open_case(connection, JOURNAL_PAYMENT, ref, fen, now_ms)
    case = cases.by_ref(connection, JOURNAL_PAYMENT, ref)
    assert case is not None
    if new:
        cases.note(connection, case.number, act, cases.GATEWAY, now_ms)
    return case.number
