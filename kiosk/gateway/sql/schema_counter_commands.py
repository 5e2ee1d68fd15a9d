"""Tables of the remote commands: each as it stands, its history, which is only added to, and logs sent.

`told` is the JSON of the wire's command, byte by byte as it is signed.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from kiosk.gateway.sql.append_only import append_only_beside
from kiosk.gateway.sql.schema import metadata

kiosk_command = Table(
    "kiosk_command",
    metadata,
    Column("command_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("ordered_by", String(40), nullable=False),
    Column("issued_ms", BigInteger, nullable=False, index=True),
    Column("expires_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False, index=True),
    Column("reason", String(32)),
    Column("figures", String(40), nullable=False),
)

kiosk_command_event = Table(
    "kiosk_command_event",
    metadata,
    Column("command_id", String(64), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("act", String(12), nullable=False),
    Column("by", String(40), nullable=False),
    Column("about", String(40), nullable=False),
)
append_only_beside(kiosk_command_event, kiosk_command, "command_id")

# JSON of the wire's lines, in which nothing is anybody's; cleared by age.
kiosk_log = Table(
    "kiosk_log",
    metadata,
    Column("command_id", String(64), primary_key=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("lines", Text, nullable=False),
)
