"""What was taken in an hour, folded once it is over: figures of months then cost a few rows a day.

`kind`: "all" (one row of every folded hour), "back", "method" or "utility"; `name` is the method's or the
utility's. What goes back is taken off in its own hour, so numbers and sums of an hour may be below zero.
"""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from kiosk.gateway.sql.schema import metadata

usage_hour = Table(
    "usage_hour",
    metadata,
    Column("hour_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(8), primary_key=True),
    Column("name", String(24), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
)
