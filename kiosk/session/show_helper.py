"""What the staff's display shows: the resident's screen, to look at or to press for them; never to pay with.

Nothing of it reads a number that was typed, unless the resident holds their button.
"""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from kiosk.session.events import ByHelper, HelperActed, HelperTouched, Helping
from kiosk.session.helper_panel import panel
from kiosk.session.model import Session
from kiosk.session.steps import TypeNumber
from kiosk.session.view import (
    BillRow,
    Button,
    Comfort,
    Fact,
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
        facts=tuple(_not_money(fact) for fact in screen.facts),
        comfort=Comfort(language=session.rules.comfort.language),
        said=0,
        beep=False,
    )
    acts = session.helper is not None and session.helper.acting
    pressed: ScreenView = _wrapped(seen, _acted if acts else _looked_at)
    return replace(pressed, panel=panel(session))


_MONEY = frozenset({"fact.token", "fact.voucher_no"})
"""What is worth its sum to whoever can read it."""


def _not_money(fact: Fact) -> Fact:
    if fact.label.key not in _MONEY or not isinstance(fact.value, str):
        return fact
    return replace(fact, value=_starred(fact.value))


def _starred(said: str) -> str:
    return re.sub(r"\S", UNSEEN, said)


def _unseen(session: Session, keypad: Keypad | None) -> Keypad | None:
    """A recharge card's code is money, and is seen by nobody but whoever has it."""
    if keypad is None:
        return None
    helper = session.helper
    if helper and helper.sees_since_s is not None and isinstance(session.step, TypeNumber):
        return keypad
    return replace(keypad, entered=_starred(keypad.entered))


def _looked_at(event: object) -> Helping | None:
    """The picture is the same; what is pressed on it is a sign of life and no more."""
    return HelperTouched()


def _acted(event: object) -> Helping | None:
    return HelperActed(event) if isinstance(event, ByHelper) else None


def _wrapped(value: Any, pressed: Callable[[object], Helping | None]) -> Any:
    """Each button sends what `pressed` makes of the resident's own; what is theirs alone says so."""
    match value:
        case Button():
            return _button(value, pressed(value.event))
        case BillRow(toggle=toggle, opens=opens):
            return replace(value, toggle=toggle and pressed(toggle), opens=opens and pressed(opens))
        case HoldButton() | Text():
            return value
        case Struct():
            parts = {field.name: _wrapped(getattr(value, field.name), pressed) for field in fields(value)}
            return replace(value, **parts)
        case tuple():
            return tuple(_wrapped(each, pressed) for each in value)
        case _:
            return value


def _button(button: Button, event: Helping | None) -> Button:
    if event is not None:
        return replace(button, event=event)
    return replace(button, event=None, enabled=False, reason=text("helper.resident_only"))
