"""Two displays of one session: whose each is, and what it shows. Pure, and masked by the view itself."""

from msgspec.structs import replace

from kiosk.session import show
from kiosk.session.model import DisplaySide, Session
from kiosk.session.view import Comfort, Role, ScreenView

__all__ = ["DisplaySide", "role_at", "view_at"]


def role_at(session: Session, side: DisplaySide) -> Role:
    return "resident" if session.resident_at == side else "helper"


def view_at(session: Session, side: DisplaySide) -> ScreenView:
    """Size, theme and language are the resident's own; whoever helps sees the same leaf as usual."""
    role = role_at(session, side)
    shown = show.view(session, role)
    return shown if role == "resident" else replace(shown, comfort=Comfort())
