"""Settings for all kiosks leave those of groups as they are, unless they are given over them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    overrules: sa.Column[bool] = sa.Column(
        "overrules", sa.Boolean(), server_default=sa.true(), nullable=False
    )
    op.add_column("remote_settings", overrules)
