"""What the auditor has found wrong and still is, and what the alarms have an eye on of the gateway itself.

`gateway_state` has one row a name; `watched` is JSON, as it is of kiosks.
"""

from sqlalchemy import BigInteger, Column, String, Table, Text

from kiosk.gateway.sql.schema import metadata

audit_finding = Table(
    "audit_finding",
    metadata,
    Column("rule", String(8), primary_key=True),
    Column("subject", String(160), primary_key=True),
    Column("told", String(200), nullable=False),
    Column("since_ms", BigInteger, nullable=False),
)

gateway_state = Table(
    "gateway_state",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("watched", Text, nullable=False),
)
