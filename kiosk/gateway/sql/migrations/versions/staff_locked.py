"""People of the operator's page who may not sign in until somebody lets them again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("staff", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
