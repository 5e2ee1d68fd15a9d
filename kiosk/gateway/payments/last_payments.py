"""What came last for each account: at our kiosks, by our own receipts, or elsewhere, as its biller says."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from kiosk.gateway.parties.adapters import Received
from kiosk.gateway.sql import schema
from kiosk.gateway.steady_time import local_time
from kiosk.payment.legs import LegState
from kiosk.wire.bill_details import LastPayment

DAYS = 400
_DAY_MS = 86_400_000
_LEG, _BILL, _RECEIPT, _PAYMENT = schema.leg.c, schema.bill.c, schema.receipt.c, schema.payment.c


def at_our_kiosks(
    connection: Connection, accounts: Collection[str], kiosk_id: str, now_ms: int
) -> Mapping[str, LastPayment]:
    """By account, all that one receipt brought it; `kiosk_id` is the one that asks."""
    wanted = (
        select(_BILL.account_id, _LEG.amount_fen, _PAYMENT.kiosk_id, _RECEIPT.receipt_no, _RECEIPT.issued_ms)
        .select_from(schema.bill)
        .join(schema.leg, _LEG.bill_id == _BILL.bill_id)
        .join(schema.payment, _PAYMENT.payment_id == _LEG.payment_id)
        .join(schema.receipt, _RECEIPT.payment_id == _LEG.payment_id)
        .where(
            _BILL.account_id.in_(sorted(accounts)),
            _LEG.state == LegState.POSTED.value,
            _RECEIPT.issued_ms >= now_ms - DAYS * _DAY_MS,
        )
        .order_by(_RECEIPT.issued_ms.desc(), _RECEIPT.receipt_no.desc())
    )
    newest: dict[str, str] = {}
    found: dict[str, LastPayment] = {}
    for row in connection.execute(wanted):
        if newest.setdefault(row.account_id, row.receipt_no) != row.receipt_no:
            continue
        before = found.get(row.account_id)
        found[row.account_id] = LastPayment(
            paid_on=local_time(row.issued_ms).date().isoformat(),
            fen=row.amount_fen + (before.fen if before else 0),
            where="this_kiosk" if row.kiosk_id == kiosk_id else "other_kiosk",
        )
    return found


def last_of(here: LastPayment | None, elsewhere: Received | None) -> LastPayment | None:
    """Of the same day, ours: of that we are sure."""
    if elsewhere is None or (here is not None and here.paid_on >= elsewhere.on):
        return here
    return LastPayment(elsewhere.on, elsewhere.amount_fen, elsewhere.where)
