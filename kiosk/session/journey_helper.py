"""What a helper does beside the resident: everything but confirming a payment, and never against a stop."""

from kiosk.session.events import Event, Helping
from kiosk.session.model import Session
from kiosk.session.moving import Moved, stay


def helped(session: Session, event: Event) -> Moved | None:
    """None for an event that is about something else."""
    return stay(session) if isinstance(event, Helping) else None
