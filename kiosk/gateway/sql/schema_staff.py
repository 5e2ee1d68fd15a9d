"""Tables of the people who sign in at the operator's page: who they are, their sessions, all they did.

Passwords lie as Argon2id, a session as the hash of what its cookie carries; `staff_audit` is only appended
to.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

staff = Table(
    "staff",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("tried", BigInteger, nullable=False),
    Column("locked", Boolean, nullable=False),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("name", String(32), nullable=False, index=True),
    Column("opened_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)

staff_audit = Table(
    "staff_audit",
    metadata,
    Column("audit_id", String(32), primary_key=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("name", String(32), nullable=False),
    Column("act", String(32), nullable=False),
    Column("about", String(160), nullable=False),
    Column("verdict", String(32), nullable=False),
    Index("ix_staff_audit_of_name", "name", "at_ms"),
    Index("ix_staff_audit_about", "about", "at_ms"),
)
append_only(staff_audit)
