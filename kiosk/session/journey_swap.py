"""The two displays change sides: the helper asks, and the resident, who loses theirs by it, agrees."""

from msgspec.structs import replace

from kiosk.session.effects import PressRedButton
from kiosk.session.model import Overlay, Session
from kiosk.session.moving import Moved, stay
from kiosk.session.steps import Idle


def ask_to_swap(session: Session) -> Moved:
    """AST-3: who could make a display the resident's alone could confirm a payment alone. On the first screen
    there is nobody to ask."""
    if isinstance(session.step, Idle):
        return swapped(session)
    if session.overlay is not None and session.overlay.kind == "swap":
        return stay(session)
    return replace(session, overlay=Overlay("swap", session.now_s, over=session.overlay)), ()


def swapped(session: Session) -> Moved:
    """Nothing but the side changes. Whoever holds the red button, or the button that lets the helper see,
    loses the display under their finger: that is no hold."""
    if session.helper is None or not session.helper_display:
        return stay(session)
    other = "second" if session.resident_at == "first" else "first"
    helper = replace(session.helper, sees_since_s=None)
    return replace(session, resident_at=other, helper=helper), (PressRedButton(down=False),)
