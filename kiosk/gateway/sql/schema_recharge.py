"""Tries of codes of recharge cards: where and when, whether one counts, and nothing of the code itself.

A try is on record before the issuer is asked, and counts until the answer is that a card has the code.
Numbers rise by one without a gap, and the newest stays: whoever inserts the next one knows of all before.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from kiosk.gateway.sql.schema import metadata

recharge_try = Table(
    "recharge_try",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kiosk_id", String(32), nullable=False),
    Column("payment_id", String(36), unique=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("counts", Boolean, nullable=False),
)
