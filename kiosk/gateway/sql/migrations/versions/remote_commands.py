"""Remote commands, settings given to kiosks, and histories that may go with what they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# History, what it is about, and the key they share.
_NEW_BESIDE = (("kiosk_command_event", "kiosk_command", "command_id"),)
_BESIDE = (("alarm_event", "alarm", "number"), ("service_request_event", "service_request", "request_id"))


def upgrade() -> None:
    _kiosk_command()
    _kiosk_command_event()
    _kiosk_log()
    _remote_settings()
    dialect = op.get_bind().dialect.name
    for name, _parent, _key in _BESIDE:
        for statement in _no_longer(name)[dialect]:
            op.execute(sa.text(statement))
    for statement in _never_forgets("remote_settings")[dialect]:
        op.execute(sa.text(statement))
    for name, parent, key in (*_NEW_BESIDE, *_BESIDE):
        for statement in _beside(name, parent, key)[dialect]:
            op.execute(sa.text(statement))


def _no_longer(name: str) -> dict[str, tuple[str, ...]]:
    return {
        "sqlite": (f"DROP TRIGGER {name}_no_update", f"DROP TRIGGER {name}_no_delete"),
        "postgresql": (f"DROP TRIGGER {name}_only_appended_to ON {name}",),
    }


def _never_forgets(name: str) -> dict[str, tuple[str, ...]]:
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


def _beside(name: str, parent: str, key: str) -> dict[str, tuple[str, ...]]:
    aborts = f"BEGIN SELECT RAISE(ABORT, '{name} is only appended to'); END"
    is_there = f"EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key} = OLD.{key})"
    return {
        "sqlite": (
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {aborts}",
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} WHEN {is_there} {aborts}",
        ),
        "postgresql": (
            f"CREATE OR REPLACE FUNCTION {name}_goes_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key} = OLD.{key}) "
            "THEN RETURN OLD; END IF; "
            "RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME; END $$",
            f"CREATE TRIGGER {name}_only_appended_to BEFORE UPDATE OR DELETE ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_goes_whole()",
            f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
        ),
    }


def _kiosk_command() -> None:
    op.create_table(
        "kiosk_command",
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("ordered_by", sa.String(length=40), nullable=False),
        sa.Column("issued_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("figures", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("command_id"),
    )
    op.create_index("ix_kiosk_command_issued_ms", "kiosk_command", ["issued_ms"])
    op.create_index("ix_kiosk_command_kiosk_id", "kiosk_command", ["kiosk_id"])
    op.create_index("ix_kiosk_command_state", "kiosk_command", ["state"])


def _kiosk_command_event() -> None:
    op.create_table(
        "kiosk_command_event",
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("command_id", "step"),
    )


def _kiosk_log() -> None:
    op.create_table(
        "kiosk_log",
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("command_id"),
    )
    op.create_index("ix_kiosk_log_at_ms", "kiosk_log", ["at_ms"])


def _remote_settings() -> None:
    op.create_table(
        "remote_settings",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("for_kiosks", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
        sa.UniqueConstraint("edition_id"),
    )
