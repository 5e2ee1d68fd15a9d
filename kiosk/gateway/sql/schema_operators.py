"""Tables of the operators' side: who may ask, the machines' keys, and what was asked and enrolled.

`operator_audit` is only ever appended to: the database itself refuses a change or a removal.
"""

from sqlalchemy import DDL, BigInteger, Column, String, Table, event

from kiosk.gateway.sql.schema import metadata

operator = Table(
    "operator",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False),
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("asked", BigInteger, nullable=False),
)

machine = Table(
    "machine",
    metadata,
    Column("machine_number", String(20), primary_key=True),
    Column("sealed", String(256), nullable=False),
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("asked", BigInteger, nullable=False),
)

operator_audit = Table(
    "operator_audit",
    metadata,
    Column("audit_id", String(32), primary_key=True),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("operator", String(32), nullable=False),
    Column("machine_number", String(20), nullable=False),
    Column("act", String(24), nullable=False),
    Column("verdict", String(24), nullable=False),
)

SQLITE_APPEND_ONLY = (
    "CREATE TRIGGER operator_audit_stays BEFORE UPDATE ON operator_audit "
    "BEGIN SELECT RAISE(ABORT, 'a line of the audit is never changed'); END",
    "CREATE TRIGGER operator_audit_remains BEFORE DELETE ON operator_audit "
    "BEGIN SELECT RAISE(ABORT, 'a line of the audit is never removed'); END",
)
POSTGRESQL_APPEND_ONLY = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a line of the audit is never changed or removed'; END $$",
    "CREATE TRIGGER operator_audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
"""For whoever makes the table by other means than this metadata, such as a migration."""

for _dialect, _statements in (("sqlite", SQLITE_APPEND_ONLY), ("postgresql", POSTGRESQL_APPEND_ONLY)):
    for _statement in _statements:
        _made = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has no types for it
        event.listen(operator_audit, "after_create", _made.execute_if(dialect=_dialect))
