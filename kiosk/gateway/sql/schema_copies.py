"""Copies of receipts: which, where, when, and what was shown for it. Nothing of whoever showed it."""

from sqlalchemy import BigInteger, Column, String, Table

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

receipt_copy = Table(
    "receipt_copy",
    metadata,
    Column("copy_id", String(36), primary_key=True),
    Column("receipt_no", String(20), nullable=False, index=True),
    Column("kiosk_id", String(32), nullable=False),
    Column("shown", String(8), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
append_only(receipt_copy)
