"""What operators publish, its history, and its editions."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

# Statements that the tables' definitions carry out when they make themselves.
_APPENDED_TO = ("publication_event",)


def upgrade() -> None:
    _bulletin_edition()
    _publication()
    _publication_event()
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


def _bulletin_edition() -> None:
    op.create_table(
        "bulletin_edition",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _publication() -> None:
    op.create_table(
        "publication",
        sa.Column("entry_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("published_ms", sa.BigInteger(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("for_kiosks", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("ix_publication_until_ms", "publication", ["until_ms"])


def _publication_event() -> None:
    op.create_table(
        "publication_event",
        sa.Column("entry_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "step"),
    )
