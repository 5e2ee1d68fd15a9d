"""Payments taken in and never begun have ended, as the timer of the gateway that stored them would have it.

No money can be in them, and no such gateway counted days' limits yet.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_NEVER_BEGUN = "(SELECT payment_id FROM payment WHERE state = 'created')"


def upgrade() -> None:
    op.execute(
        "INSERT INTO payment_event (payment_id, ver, from_state, to_state, cause, at_ms) "
        "SELECT payment_id, ver + 1, 'created', 'abandoned', 'TimerDue', "
        "(SELECT MAX(at_ms) FROM payment_event) FROM payment WHERE state = 'created'"
    )
    op.execute(f"DELETE FROM bill_claim WHERE payment_id IN {_NEVER_BEGUN}")
    op.execute(f"DELETE FROM outbox WHERE payment_id IN {_NEVER_BEGUN}")
    op.execute(
        "UPDATE payment SET state = 'abandoned', ver = ver + 1, due_ms = NULL, tries = 0, "
        "reason = 'timed_out' WHERE state = 'created'"
    )
