"""Service requests: what was asked for and done about it, and pictures of papers."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

# Statements that the tables' definitions carry out when they make themselves.
_APPENDED_TO = ("service_request_event",)


def upgrade() -> None:
    _service_document()
    _service_document_part()
    _service_request()
    _service_request_event()
    for name in _APPENDED_TO:
        for statement in _triggers(name)[op.get_bind().dialect.name]:
            op.execute(sa.text(statement))


def _triggers(name: str) -> dict[str, tuple[str, ...]]:
    aborts = f"ON {name} BEGIN SELECT RAISE(ABORT, '{name} is only appended to'); END"
    return {
        "sqlite": (
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE {aborts}",
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE {aborts}",
        ),
        "postgresql": (
            f"CREATE TRIGGER {name}_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
        ),
    }


def _service_document() -> None:
    op.create_table(
        "service_document",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("bytes_in_all", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("request_id", "name"),
    )


def _service_document_part() -> None:
    op.create_table(
        "service_document_part",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", "name", "part"),
    )


def _service_request() -> None:
    op.create_table(
        "service_request",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=14), nullable=True),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("utility", sa.String(length=24), nullable=True),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("person_key", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("open_key", sa.String(length=100), nullable=True),
        sa.Column("consent_words", sa.String(length=64), nullable=False),
        sa.Column("consent_at", sa.String(length=40), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_ms", sa.BigInteger(), nullable=True),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("company", sa.String(length=32), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("request_id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("open_key"),
    )
    op.create_index("ix_service_request_person_key", "service_request", ["person_key"])
    op.create_index("ix_service_request_state", "service_request", ["state"])


def _service_request_event() -> None:
    op.create_table(
        "service_request_event",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("request_id", "step"),
    )
