"""The table of what kiosks told of their days."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from kiosk.gateway.sql.schema import metadata

# The last word of a kiosk on a day, as it came (JSON of the wire's message): sums, and ids near midnight.
told_day = Table(
    "told_day",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("told_ms", BigInteger, nullable=False),
    Column("told", Text, nullable=False),
)
