"""Two displays of one session: whose each is, what it shows and what is heard from it. Pure."""

from kiosk.session import show
from kiosk.session.events import Event, HelperTouched, Helping, ScreenTouched
from kiosk.session.model import DisplaySide, Session
from kiosk.session.show_beside import only_role
from kiosk.session.view import Role, ScreenView


def role_at(session: Session, side: DisplaySide) -> Role:
    if side == "first" and not session.helper_display:
        return only_role(session)
    return "resident" if session.resident_at == side else "helper"


def view_at(session: Session, side: DisplaySide) -> ScreenView:
    return show.view(session, role_at(session, side))


def heard_from(session: Session, side: DisplaySide, event: object) -> Event | None:
    """From the helper's display nothing is heard but what helpers do (AST-3). What was held when the sides
    were swapped is let go of by the session itself."""
    resident = role_at(session, side) == "resident"
    if isinstance(event, Event) and (resident or isinstance(event, Helping)):
        return event
    return None


def touch_of(session: Session, side: DisplaySide) -> Event:
    """A finger anywhere on it: a sign of life of whoever stands before it."""
    return ScreenTouched() if role_at(session, side) == "resident" else HelperTouched()
