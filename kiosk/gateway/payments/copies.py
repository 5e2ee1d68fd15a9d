"""Copies of receipts, each on record once, however often a kiosk tells of it."""

import hmac

from sqlalchemy import Connection, func, select

from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.gateway.sql.schema import receipt
from kiosk.gateway.sql.schema_copies import receipt_copy
from kiosk.wire.copies import CopyAnswer, CopyRequest
from kiosk.wire.paid import RECEIPT_DAYS

_DAY_MS = 86_400_000


class Copies:
    def __init__(self, parts: Parts) -> None:
        self._database = parts.database
        self._time = parts.time

    def record(self, receipt_no: str, asked: CopyRequest, kiosk_id: str) -> CopyAnswer:
        """Raises Refused alike for an unknown number, a wrong code, and a receipt that is too old."""
        return self._database.write(lambda connection: self._record(connection, receipt_no, asked, kiosk_id))

    def _record(
        self, connection: Connection, receipt_no: str, asked: CopyRequest, kiosk_id: str
    ) -> CopyAnswer:
        now_ms = self._time.now_ms()
        wanted = select(receipt).where(receipt.c.receipt_no == receipt_no)
        known = connection.execute(wanted).mappings().one_or_none()
        if known is None or not hmac.compare_digest(known["verification_code"].encode(), asked.code.encode()):
            raise Refused("receipt_unknown")
        if known["issued_ms"] < now_ms - RECEIPT_DAYS * _DAY_MS:
            raise Refused("receipt_unknown", f"no receipt is copied after {RECEIPT_DAYS} days")
        row = {
            "copy_id": asked.copy_id,
            "receipt_no": receipt_no,
            "kiosk_id": kiosk_id,
            "shown": asked.shown,
            "at_ms": now_ms,
        }
        insert_new(connection, receipt_copy, [row], key="copy_id")
        copied = select(receipt_copy.c.copy_id).where(receipt_copy.c.receipt_no == receipt_no)
        if asked.copy_id not in set(connection.execute(copied).scalars()):
            raise Refused("idempotency_key_reused", "the id is of another receipt's copy")
        number = select(func.count()).where(receipt_copy.c.receipt_no == receipt_no)
        return CopyAnswer(receipt_no, asked.copy_id, connection.execute(number).scalar_one())
