"""Keys of kiosks and of the gateway, sequences and nonces against replay."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _kiosk_key()
    _gateway_key()
    _kiosk_sequence()
    _kiosk_nonce()


def _kiosk_key() -> None:
    op.create_table(
        "kiosk_key",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=False),
        sa.Column("material_hex", sa.String(length=256), nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_until_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_index("ix_kiosk_key_kiosk_id", "kiosk_key", ["kiosk_id"])


def _gateway_key() -> None:
    op.create_table(
        "gateway_key",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("material_hex", sa.String(length=64), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_id"),
    )


def _kiosk_sequence() -> None:
    op.create_table(
        "kiosk_sequence",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("highest", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id"),
    )


def _kiosk_nonce() -> None:
    op.create_table(
        "kiosk_nonce",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("nonce", sa.String(length=22), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", "nonce"),
    )
    op.create_index("ix_kiosk_nonce_expires_ms", "kiosk_nonce", ["expires_ms"])
