"""Alarms that an update of the gateway has ended, when watching began anew, say so in their histories.

When that was is not known: the line has the time of the one before it.
"""

from alembic import op

revision = "0027"
down_revision = "0026"

_MINE = "FROM alarm_event AS e WHERE e.number = alarm.number"


def upgrade() -> None:
    op.execute(
        'INSERT INTO alarm_event (number, step, at_ms, act, "by", words) '
        f"SELECT number, (SELECT COUNT(*) {_MINE}) + 1, "
        f"COALESCE((SELECT MAX(e.at_ms) {_MINE}), raised_ms), 'updated', 'gateway', '' "
        f"FROM alarm WHERE state = 'cleared' AND NOT EXISTS (SELECT 1 {_MINE} AND e.act = 'cleared')"
    )
