"""Everything the books have on one payment, and lists of payments, for whoever looks one up.

Nothing personal is in them: masks, opaque numbers and money. Functions work inside the caller's transaction,
change nothing, and find by index, whatever the number of payments.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, Select, or_, select

from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.office import load_files
from kiosk.gateway.office.case_lists import cases_about
from kiosk.gateway.office.load_files import LoadFile
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.sql_payment_rows import load
from kiosk.gateway.sql import record_store
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.sql.schema import (
    ledger_line,
    ledger_transaction,
    leg,
    outbox,
    payment,
    payment_event,
    receipt,
)
from kiosk.gateway.sql.schema_cash import cash_note, money_case
from kiosk.payment.day import Day

_PAYMENT, _EVENT = payment.c, payment_event.c


class PaymentLine(msgspec.Struct, frozen=True):
    payment_id: str
    kiosk_id: str
    method: str
    amount_fen: int
    created_ms: int
    state: str
    charged_fen: int
    provider: str | None = None
    receipt_no: str | None = None


class PaymentPage(msgspec.Struct, frozen=True):
    """The newest first. `after` is the payment that the next page comes after; None, this is the last.
    `loads`: by payment, the states of its loads."""

    lines: tuple[PaymentLine, ...]
    after: str | None
    loads: Mapping[str, tuple[str, ...]]


class Event(msgspec.Struct, frozen=True):
    ver: int
    from_state: str
    to_state: str
    cause: str
    at_ms: int


class BookedLine(msgspec.Struct, frozen=True):
    kind: str
    number: int
    at_ms: int
    account: str
    fen: int


class Note(msgspec.Struct, frozen=True):
    note_id: str
    value_fen: int
    counted: bool
    known_ms: int
    case_number: str | None = None


class PaymentFile(msgspec.Struct, frozen=True):
    """`accounts`: by bill, masked."""

    stored: StoredPayment
    events: tuple[Event, ...]
    booked: tuple[BookedLine, ...]
    notes: tuple[Note, ...]
    cases: tuple[MoneyCase, ...]
    loads: tuple[LoadFile, ...]
    accounts: dict[str, str]


def payment_file(connection: Connection, payment_id: str) -> PaymentFile | None:
    stored = load(connection, payment_id)
    if stored is None:
        return None
    legs = stored.payment.legs
    known = record_store.known_bills(connection, {each.bill_id for each in legs})
    loads = load_files.loads_of(connection, payment_id)
    return PaymentFile(
        stored,
        tuple(_all(connection, _events(payment_id), Event)),
        tuple(_all(connection, _booked(payment_id), BookedLine)),
        tuple(_all(connection, _notes(payment_id), Note)),
        tuple(cases_about(connection, payment_id, len(legs), {each.line.load_id for each in loads})),
        loads,
        {bill_id: bill.account_masked for bill_id, bill in known.items()},
    )


def payment_page(
    connection: Connection, day: Day | None, kiosk_id: str, after: str | None, most: int
) -> PaymentPage:
    """Of one day and one kiosk, or of all."""
    created_ms, number = _PAYMENT.created_ms, _PAYMENT.payment_id
    if kiosk_id:
        found = _lines(payment).where(_PAYMENT.kiosk_id == kiosk_id)
    else:  # being made is the first line of a payment's history, which has an index by time
        created_ms, number = _EVENT.at_ms, _EVENT.payment_id
        made = (number == _PAYMENT.payment_id) & (_EVENT.ver == 1)
        found = _lines(payment_event.join(payment, made))
    if day is not None:
        found = found.where(created_ms >= day.from_ms, created_ms < day.to_ms)
    return _page(connection, found, (created_ms, number), after, most)


def open_page(connection: Connection, after: str | None, most: int) -> PaymentPage:
    """Those whose end is still owed: few, however many there were."""
    owed = _lines(payment).where(_PAYMENT.payment_id.in_(select(outbox.c.payment_id)))
    return _page(connection, owed, (_PAYMENT.created_ms, _PAYMENT.payment_id), after, most)


def provider_page(connection: Connection, provider_no: str, most: int) -> PaymentPage:
    """Those with this number of the provider's: one, unless two providers number alike. Never more than
    `most`."""
    found = _lines(payment).where(_PAYMENT.provider_no == provider_no)
    page = _page(connection, found, (_PAYMENT.created_ms, _PAYMENT.payment_id), None, most)
    return msgspec.structs.replace(page, after=None)


def found_by(connection: Connection, serial: str) -> tuple[Literal["payment", "case"], str] | None:
    """What has this number: of a receipt, a case, a payment, a posting (which is its load's too) or a
    refund."""
    for column in (receipt.c.receipt_no, _PAYMENT.payment_id, leg.c.posting_ref, leg.c.refund_no):
        payment_id = column.table.c.payment_id
        number = connection.execute(select(payment_id).where(column == serial)).scalars().first()
        if number is not None:
            return "payment", number
    case = connection.execute(select(money_case.c.number).where(money_case.c.number == serial)).scalar()
    return None if case is None else ("case", case)


def _lines(found: FromClause) -> Select[Any]:
    """Receipts come last: SQLite moves nothing across an outer join, and would read every payment first."""
    columns = [_PAYMENT[name] for name in PaymentLine.__struct_fields__ if name != "receipt_no"]
    joined = found.outerjoin(receipt, receipt.c.payment_id == _PAYMENT.payment_id)
    return select(*columns, receipt.c.receipt_no).select_from(joined)


def _page(
    connection: Connection,
    found: Select[Any],
    by: tuple[ColumnElement[int], ColumnElement[str]],
    after: str | None,
    most: int,
) -> PaymentPage:
    """Those after the payment `after`; from the newest where it is not known."""
    created_ms, number = by
    last_ms = _created_ms(connection, after) if after else None
    if last_ms is not None:
        found = found.where(
            created_ms <= last_ms, or_(created_ms < last_ms, (created_ms == last_ms) & (number < after))
        )
    found = found.order_by(created_ms.desc(), number.desc()).limit(most + 1)
    rows = connection.execute(found).mappings().all()
    lines = tuple(as_struct(row, PaymentLine) for row in rows[:most])
    loads = load_files.states_of(connection, [line.payment_id for line in lines])
    return PaymentPage(lines, lines[-1].payment_id if len(rows) > most else None, loads)


def _created_ms(connection: Connection, payment_id: str) -> int | None:
    found = select(_PAYMENT.created_ms).where(_PAYMENT.payment_id == payment_id)
    return connection.execute(found).scalar_one_or_none()


def _events(payment_id: str) -> Select[Any]:
    return select(payment_event).where(_EVENT.payment_id == payment_id).order_by(_EVENT.ver)


def _booked(payment_id: str) -> Select[Any]:
    line, head = ledger_line.c, ledger_transaction.c
    same = (line.payment_id == head.payment_id) & (line.kind == head.kind) & (line.number == head.number)
    found = select(line.kind, line.number, head.at_ms, line.account, line.fen)
    found = found.select_from(ledger_line.join(ledger_transaction, same)).where(line.payment_id == payment_id)
    return found.order_by(head.at_ms, line.kind, line.number, line.line)


def _notes(payment_id: str) -> Select[Any]:
    note = cash_note.c
    return select(cash_note).where(note.payment_id == payment_id).order_by(note.known_ms, note.note_id)


def _all(connection: Connection, found: Select[Any], kind: type[Any]) -> Sequence[Any]:
    return [as_struct(row, kind) for row in connection.execute(found).mappings()]
