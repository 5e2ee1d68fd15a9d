"""Keys lie sealed: the columns say so and have room for it; they are sealed as the gateway opens."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for table, column, length in (
        ("kiosk_key", "material_hex", 256),
        ("gateway_key", "material_hex", 64),
        ("machine", "key_hex", 64),
    ):
        with op.batch_alter_table(table) as changed:
            changed.alter_column(
                column,
                new_column_name="sealed",
                existing_type=sa.String(length=length),
                type_=sa.String(length=256),
                existing_nullable=False,
            )
