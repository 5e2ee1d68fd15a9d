"""Notes on record: each once, either money of one payment or found and with a case.

Functions work inside the caller's transaction. Whatever is reported gets a row; nothing here decides what a
payment does with its money.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from kiosk.gateway.cases import cases
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.ledger_lines import append_entries
from kiosk.gateway.sql.schema import payment as payment_table
from kiosk.gateway.sql.schema_cash import cash_note
from kiosk.payment.ledger import found_note
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire.cash import StackedNote

FOUND = "found_note"
"""The kind of a case."""

_NOTE = cash_note.c


class NoteDiffers(Exception):
    """A note is on record with another value, or as another payment's, or as nobody's."""


class NotesMissing(Exception):
    """The closing leaves out a note that is on record."""


def record(connection: Connection, payment: Payment, notes: Sequence[StackedNote], now_ms: int) -> int:
    """The notes as money of the payment, or as found where it takes none any more; what it has of notes now.

    Raises NoteDiffers; then nothing is recorded.
    """
    expects = _expects_notes(connection, payment.payment_id)
    for note in notes:
        if expects:
            row = _row(payment.kiosk_id, note.note_id, note.value_fen, payment.payment_id, now_ms)
            insert_new(connection, cash_note, [row])
        else:
            find(connection, payment.kiosk_id, note.note_id, note.value_fen, payment.payment_id, now_ms)
        _check(connection, payment, note, expects)
    return inside_fen(connection, payment.payment_id)


def close(connection: Connection, payment: Payment, notes: Sequence[StackedNote], now_ms: int) -> int:
    """`record` of all notes there are. Raises NoteDiffers and NotesMissing; then nothing is recorded."""
    inside = record(connection, payment, notes, now_ms)
    named = {note.note_id for note in notes}
    mine = _money_of(payment.payment_id)
    if set(connection.execute(select(_NOTE.note_id).where(mine)).scalars()) - named:
        raise NotesMissing
    connection.execute(update(cash_note).where(mine).values(counted=True))
    return inside


def count_all(connection: Connection, payment_id: str) -> int:
    """Take what is on record as the closing; what that is."""
    connection.execute(update(cash_note).where(_money_of(payment_id)).values(counted=True))
    return inside_fen(connection, payment_id)


def find(
    connection: Connection, kiosk_id: str, note_id: str, fen: int, payment_id: str | None, now_ms: int
) -> None:
    """A note that is no payment's money: on record once, in the ledger as unclaimed, and with a case.

    One that is a payment's already stays so.
    """
    insert_new(
        connection, cash_note, [_row(kiosk_id, note_id, fen, payment_id, now_ms) | {"case_number": ""}]
    )
    mine = and_(_NOTE.kiosk_id == kiosk_id, _NOTE.note_id == note_id)
    new = mine & (_NOTE.case_number == "")  # ours, of just now
    if _holds(connection, new):
        number = _open_case(connection, kiosk_id, note_id, fen, now_ms)
        connection.execute(update(cash_note).where(new).values(case_number=number))


def set_apart(connection: Connection, payment: Payment, now_ms: int) -> None:
    """Notes of a payment that has ended its counting without them: they are found notes from now on.

    One that was reported beside the closing word may be in the sum all the same.
    """
    mine, left_fen = _money_of(payment.payment_id), 0
    if payment.charged_fen:
        left_fen = payment.charged_fen - _sum(connection, mine & _NOTE.counted)
        mine &= _NOTE.counted.is_(False)
    found = select(_NOTE.note_id, _NOTE.value_fen).where(mine).order_by(_NOTE.known_ms, _NOTE.note_id)
    for row in connection.execute(found).all():
        this = mine & (_NOTE.note_id == row.note_id)
        if row.value_fen <= left_fen:
            left_fen -= row.value_fen
            connection.execute(update(cash_note).where(this).values(counted=True))
            continue
        number = _open_case(connection, payment.kiosk_id, row.note_id, row.value_fen, now_ms)
        connection.execute(update(cash_note).where(this).values(case_number=number))


def inside_fen(connection: Connection, payment_id: str) -> int:
    return _sum(connection, _money_of(payment_id))


def found_fen(connection: Connection, payment_id: str) -> int:
    """Of notes that came for the payment and are not its money."""
    return _sum(connection, (_NOTE.payment_id == payment_id) & _NOTE.case_number.is_not(None))


def unreported_fen(connection: Connection, kiosk_id: str, notes: Mapping[str, int]) -> int:
    """What is not on record of these notes of a kiosk, fen by id; note by note, for some of what is on record
    may be missing among them."""
    mine = (_NOTE.kiosk_id == kiosk_id) & _NOTE.note_id.in_(list(notes))
    rows = connection.execute(select(_NOTE.note_id, _NOTE.value_fen).where(mine))
    known = {row.note_id: row.value_fen for row in rows}
    return sum(max(0, fen - known.get(note_id, 0)) for note_id, fen in notes.items())


def untold_fen(connection: Connection, kiosk_id: str, payment_id: str, notes: Mapping[str, int]) -> int:
    """What is on record of a kiosk for a payment beyond these notes of its own, fen by id."""
    mine = (_NOTE.kiosk_id == kiosk_id) & (_NOTE.payment_id == payment_id)
    rows = connection.execute(select(_NOTE.note_id, _NOTE.value_fen).where(mine))
    return sum(max(0, row.value_fen - notes.get(row.note_id, 0)) for row in rows)


def case_of(connection: Connection, kiosk_id: str, note_id: str, fen: int) -> str | None:
    """Under which a note is looked into; None for a payment's money. Raises NoteDiffers."""
    mine = and_(_NOTE.kiosk_id == kiosk_id, _NOTE.note_id == note_id)
    row = connection.execute(select(_NOTE.value_fen, _NOTE.case_number).where(mine)).one()
    if row.value_fen != fen:
        raise NoteDiffers
    number: str | None = row.case_number
    return number


def _expects_notes(connection: Connection, payment_id: str) -> bool:
    """Whether the payment is open for notes; its row is taken, so that it stays so until our commit."""
    charging = payment_table.c.state == PaymentState.CHARGING.value
    mine = (payment_table.c.payment_id == payment_id) & charging
    return (
        connection.execute(update(payment_table).where(mine).values(state=payment_table.c.state)).rowcount
        == 1
    )


def _check(connection: Connection, payment: Payment, note: StackedNote, expects: bool) -> None:
    mine = and_(_NOTE.kiosk_id == payment.kiosk_id, _NOTE.note_id == note.note_id)
    row = connection.execute(select(cash_note).where(mine)).one()
    same = (row.value_fen, row.payment_id) == (note.value_fen, payment.payment_id)
    if not same or (expects and row.case_number is not None):
        raise NoteDiffers


def _open_case(connection: Connection, kiosk_id: str, note_id: str, fen: int, now_ms: int) -> str:
    ref = f"{kiosk_id}/{note_id}"
    cases.open_case(connection, FOUND, ref, fen, now_ms)
    opened = cases.by_ref(connection, FOUND, ref)
    assert opened is not None
    if fen:
        append_entries(connection, opened.number, [found_note(kiosk_id, fen)], now_ms)
    return opened.number


def _row(kiosk_id: str, note_id: str, fen: int, payment_id: str | None, now_ms: int) -> dict[str, Any]:
    row = {"kiosk_id": kiosk_id, "note_id": note_id, "value_fen": fen, "payment_id": payment_id}
    return row | {"counted": False, "case_number": None, "known_ms": now_ms}


def _money_of(payment_id: str) -> ColumnElement[bool]:
    return (_NOTE.payment_id == payment_id) & _NOTE.case_number.is_(None)


def _sum(connection: Connection, where: ColumnElement[bool]) -> int:
    found = select(func.coalesce(func.sum(_NOTE.value_fen), 0)).where(where)
    return int(connection.execute(found).scalar_one())


def _holds(connection: Connection, where: ColumnElement[bool]) -> bool:
    return connection.execute(select(_NOTE.note_id).where(where)).first() is not None
