"""The table of what came to an account in a day, where its biller has a limit for that."""

from sqlalchemy import BigInteger, Column, String, Table

from kiosk.gateway.sql.schema import metadata

# counted_fen: of payments that hold or may hold money for the account. Rises by compare-and-set alone.
account_day = Table(
    "account_day",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("counted_fen", BigInteger, nullable=False),
)
