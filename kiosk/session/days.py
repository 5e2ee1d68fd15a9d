"""Days a resident can choose among, by the clock on the wall."""

from datetime import timedelta

from kiosk.session.model import Session
from kiosk.session.show_parts import local

DAYS_AHEAD = 6


def days_to_choose(session: Session) -> tuple[str, ...]:
    """From tomorrow on, as YYYY-MM-DD."""
    today = local(session, session.wall_s).date()
    return tuple((today + timedelta(days=ahead)).isoformat() for ahead in range(1, DAYS_AHEAD + 1))


def months_to_choose(session: Session, months: int) -> tuple[str, ...]:
    """The last ones that are over, the newest first, each as its first day."""
    first = local(session, session.wall_s).date().replace(day=1)
    found = []
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first.isoformat())
    return tuple(found)
