"""What the staff's display shows: the resident's screen, to look at or to press for them; never to pay with.

Nothing of it reads a number that was typed, unless the resident holds their button.
"""

import re
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from kiosk.session.events import ByHelper, HelperActed
from kiosk.session.helper_panel import panel
from kiosk.session.model import Session
from kiosk.session.steps import TypeNumber
from kiosk.session.view import (
    BillRow,
    Button,
    Comfort,
    HoldButton,
    Keypad,
    ScreenView,
    Text,
    text,
)

UNSEEN = "*"


def for_helper(session: Session, screen: ScreenView) -> ScreenView:
    """`screen` is the leaf the resident sees; here it has the usual size, in the machine's language."""
    frame = replace(
        screen.frame,
        brand=text("helper.mirror"),
        clock="",
        phone=text("helper.synced"),
        comfort=None,
        helper=None,
        knock=None,
        unmask=None,
    )
    seen = replace(
        screen,
        frame=frame,
        banner=None,
        keypad=_unseen(session, screen.keypad),
        hold=None,
        total=replace(screen.total, capitals=None) if screen.total else None,
        comfort=Comfort(language=session.rules.comfort.language),
        said=0,
        beep=False,
    )
    acts = session.helper is not None and session.helper.acting
    return replace(_wrapped(seen) if acts else _looked_at(seen), panel=panel(session))


def _unseen(session: Session, keypad: Keypad | None) -> Keypad | None:
    """A recharge card's code is money, and is seen by nobody but whoever has it."""
    if keypad is None:
        return None
    helper = session.helper
    if helper and helper.sees_since_s is not None and isinstance(session.step, TypeNumber):
        return keypad
    return replace(keypad, entered=re.sub(r"\S", UNSEEN, keypad.entered))


def _looked_at(screen: ScreenView) -> ScreenView:
    """Without anything to press."""
    bare = replace(screen.frame, exit=None, back=None, help=None, primary=None)
    rows = tuple(replace(row, toggle=None, opens=None, hint=None) for row in screen.bills)
    keypad = replace(screen.keypad, keys=()) if screen.keypad else None
    over = replace(screen.overlay, buttons=()) if screen.overlay else None
    return replace(
        screen, frame=bare, choices=(), bills=rows, page=None, leaf=None, keypad=keypad, overlay=over
    )


def _wrapped(value: Any) -> Any:
    """Each button presses the resident's own; what they must press themselves says so."""
    match value:
        case Button():
            return _button(value)
        case BillRow(toggle=toggle, opens=opens):
            return replace(value, toggle=_acted(toggle), opens=_acted(opens))
        case HoldButton() | Text():
            return value
        case Struct():
            return replace(
                value, **{field.name: _wrapped(getattr(value, field.name)) for field in fields(value)}
            )
        case tuple():
            return tuple(_wrapped(each) for each in value)
        case _:
            return value


def _button(button: Button) -> Button:
    event = _acted(button.event)
    if event is not None:
        return replace(button, event=event)
    return replace(button, event=None, enabled=False, reason=text("helper.resident_only"))


def _acted(event: object) -> HelperActed | None:
    return HelperActed(event) if isinstance(event, ByHelper) else None
