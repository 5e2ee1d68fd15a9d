"""The history of a case says in somebody's own words why it was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    words = sa.Column("words", sa.String(length=500), server_default="", nullable=False)
    op.add_column("money_case_event", words)
