"""What a resident's own display says of a helper: that one is there, how to stop them, what they may see."""

from msgspec.structs import replace

from kiosk.session.events import (
    HelperPadOpened,
    PanelOpened,
    SeeHoldPressed,
    SeeHoldReleased,
    StopHelperTapped,
)
from kiosk.session.journey_helper import may_see
from kiosk.session.model import Session
from kiosk.session.steps import Goodbye, Idle
from kiosk.session.view import Button, Frame, HoldButton, Role, Text, text


def only_role(session: Session) -> Role:
    """Whose screen a machine's one display shows."""
    return "helper" if session.at_panel and not session.helper_display else "resident"


def with_helper(session: Session, frame: Frame) -> Frame:
    return replace(
        frame,
        helper=_button(session),
        knock=_way_in(session),
        unmask=_unmask(session) if may_see(session) else None,
    )


def banner(session: Session) -> Text | None:
    """None while nobody helps."""
    if session.helper is None:
        return None
    stem = "acting" if session.helper.acting else "beside"
    return text(f"helper.{stem}_demonstration" if session.rules.demonstration else f"helper.{stem}")


def _button(session: Session) -> Button | None:
    if session.helper is None:
        return None
    if session.helper.acting:
        return Button("stop_helper", text("helper.stop"), StopHelperTapped(), tone="danger")
    if session.helper_display:
        return None
    return Button("helper_panel", text("helper.open_panel"), PanelOpened())


def _way_in(session: Session) -> object | None:
    """With one display, and only within a session: on the first screen the same knock is a technician's."""
    away = session.helper is None and not (session.helper_display or session.holds_a_card())
    return HelperPadOpened() if away and not isinstance(session.step, Idle | Goodbye) else None


def _unmask(session: Session) -> HoldButton:
    sees = session.helper is not None and session.helper.sees_since_s is not None
    return HoldButton(
        "unmask",
        label=text("helper.unmask.label"),
        note=text("helper.unmask.note"),
        down_event=SeeHoldPressed(),
        up_event=SeeHoldReleased(),
        tap_hint=text("helper.unmask.hint"),
        held_s=0.0 if sees else None,
    )
