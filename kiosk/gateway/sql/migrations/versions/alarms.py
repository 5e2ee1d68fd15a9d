"""Alarms: what is watched of each kiosk, and what people did about it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

# Statements that the tables' definitions carry out when they make themselves.
_APPENDED_TO = ("alarm_event",)


def upgrade() -> None:
    _alarm()
    _alarm_event()
    _alarm_watch()
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


def _alarm() -> None:
    op.create_table(
        "alarm",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("raised_ms", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("ended_how", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_alarm_kiosk_id", "alarm", ["kiosk_id"])
    op.create_index("ix_alarm_state", "alarm", ["state"])


def _alarm_event() -> None:
    op.create_table(
        "alarm_event",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("number", "step"),
    )


def _alarm_watch() -> None:
    op.create_table(
        "alarm_watch",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("gone_ms", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_ms", sa.BigInteger(), nullable=False),
        sa.Column("quiet_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", "rule", "subject"),
    )
