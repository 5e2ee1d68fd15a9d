"""Alarms, requests and the audit are listed by an index, however many of them there have been."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_index("ix_alarm_listed", "alarm", ["state", "raised_ms"])
    op.create_index("ix_alarm_of_level", "alarm", ["state", "level", "raised_ms"])
    op.drop_index("ix_alarm_state", "alarm")
    op.create_index("ix_service_request_listed", "service_request", ["state", "due_ms"])
    op.drop_index("ix_service_request_state", "service_request")
    op.create_index("ix_staff_audit_of_name", "staff_audit", ["name", "at_ms"])
