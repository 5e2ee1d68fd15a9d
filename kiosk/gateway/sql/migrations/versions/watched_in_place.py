"""What alarms have an eye on stands in the kiosk's own row; watching begins anew."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("kiosk_state", sa.Column("watched", sa.Text(), nullable=False, server_default="[]"))
    op.drop_table("alarm_watch")
    op.execute(
        "UPDATE alarm SET state = 'cleared', ended_by = 'gateway', ended_ms = raised_ms WHERE state = 'open'"
    )
