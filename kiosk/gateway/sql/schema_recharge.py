"""Wrong codes of recharge cards: where and when one was tried, and nothing of the code itself.

Rows are kept as long as they count; who tries too often is locked for a while.
"""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from kiosk.gateway.sql.schema import metadata

wrong_recharge_code = Table(
    "wrong_recharge_code",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kiosk_id", String(32), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
)
