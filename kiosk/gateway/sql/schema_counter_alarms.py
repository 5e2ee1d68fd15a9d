"""Tables of the alarms: every one there was, and its history, which is only added to and goes with it."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from kiosk.gateway.sql.append_only import append_only_beside
from kiosk.gateway.sql.schema import metadata

alarm = Table(
    "alarm",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("rule", String(32), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("level", String(8), nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("raised_ms", BigInteger, nullable=False),
    Column("told", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("taken_by", String(40)),
    Column("ended_ms", BigInteger, index=True),
    Column("ended_by", String(40)),
    Column("ended_how", String(32)),
    Index("ix_alarm_listed", "state", "raised_ms"),
    Index("ix_alarm_of_level", "state", "level", "raised_ms"),
)

alarm_event = Table(
    "alarm_event",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("act", String(32), nullable=False),
    Column("by", String(40), nullable=False),
    Column("words", String(200), nullable=False),
)
append_only_beside(alarm_event, alarm, "number")

# One for each time an alarm is told: it is in the transaction that tells, and goes once somebody was called.
alarm_call = Table(
    "alarm_call",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("told", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("due_ms", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)
