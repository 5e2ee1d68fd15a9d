"""The smaller records: bills once shown, receipts issued."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Literal

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from kiosk.gateway.payment_store import IssuedReceipt
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.prepared import PreparedSelect
from kiosk.gateway.sql.rows import as_struct
from kiosk.gateway.steady_time import local_time
from kiosk.gateway.tokens import Tokens
from kiosk.payment.saga_state import Payment

_FIND_BILL = PreparedSelect(
    select(schema.bill).where(schema.bill.c.bill_id == bindparam("bill_id")), schema.bill
)


class KnownBill(msgspec.Struct, frozen=True):
    """A bill this gateway has shown: what it takes to ask its biller for it again."""

    bill_id: str
    biller_id: str
    biller_bill_no: str
    utility: str
    account_masked: str
    account_id: str | None = None
    """Opaque; None of one shown by a gateway that did not keep it."""
    kind: Literal["bill", "supply"] = "bill"
    """supply: a meter to buy for, by its company's own number."""


def remember_bills(connection: Connection, bills: Sequence[KnownBill], now_ms: int) -> None:
    rows = [msgspec.structs.asdict(bill) | {"seen_ms": now_ms} for bill in bills]
    insert_new(connection, schema.bill, rows)
    account_ids = {bill.bill_id: bill.account_id for bill in bills}
    without = schema.bill.c.bill_id.in_(list(account_ids)) & schema.bill.c.account_id.is_(None)
    for bill_id in connection.execute(select(schema.bill.c.bill_id).where(without)).scalars().all():
        this = update(schema.bill).where(schema.bill.c.bill_id == bill_id)
        connection.execute(this.values(account_id=account_ids[bill_id]))


def known_bills(connection: Connection, bill_ids: Iterable[str]) -> dict[str, KnownBill]:
    found = [row for bill_id in bill_ids for (row,) in _FIND_BILL.rows(connection, {"bill_id": bill_id})]
    return {row["bill_id"]: as_struct(row, KnownBill) for row in found}


def known_supplies(connection: Connection, account_id: str) -> Sequence[KnownBill]:
    """What was ever shown to be bought for this account."""
    mine = (schema.bill.c.account_id == account_id) & (schema.bill.c.kind == "supply")
    found = connection.execute(select(schema.bill).where(mine).order_by(schema.bill.c.bill_id)).mappings()
    return [as_struct(row, KnownBill) for row in found]


def issue_receipt(connection: Connection, codes: Tokens, payment: Payment, now_ms: int) -> IssuedReceipt:
    """Give the payment its one receipt number; the saga's compare-and-set keeps it to one."""
    day = local_time(now_ms).strftime("%y%m%d")
    for attempt in count():
        receipt_no = codes.receipt_no(payment.payment_id, day, attempt)
        code = codes.verification_code(receipt_no, payment.payment_id)
        receipt = IssuedReceipt(receipt_no, payment.payment_id, code)
        row = msgspec.structs.asdict(receipt) | {"issued_ms": now_ms}
        if insert_new(connection, schema.receipt, [row], key="receipt_no"):
            break
    return receipt


def receipt_by_number(connection: Connection, receipt_no: str) -> IssuedReceipt | None:
    found = select(schema.receipt).where(schema.receipt.c.receipt_no == receipt_no)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else as_struct(row, IssuedReceipt)
