"""What goes with age is found by an index, and so is whoever was handed somebody's first password."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_index("ix_alarm_ended_ms", "alarm", ["ended_ms"])
    op.create_index("ix_kiosk_command_changed_ms", "kiosk_command", ["changed_ms"])
    op.create_index("ix_service_request_aged", "service_request", ["state", "changed_ms"])
    op.create_index("ix_staff_audit_about", "staff_audit", ["about", "at_ms"])
