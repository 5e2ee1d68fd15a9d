"""Looks at a screen as a whole: every button, every word, and what every screen must keep."""

from msgspec.structs import replace

from kiosk.session.events import HelperActed, Helping
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Notice
from kiosk.session.steps_meter_cards import InsertPaidCard, RedirectingLoad, TakePaidCard, WritingCard
from kiosk.session.view import BillRow, Button, Comfort, HoldButton, ScreenView, Text
from kiosk.session.view_parts import buttons, parts
from kiosk.texts import load_texts

ZH = load_texts("zh")

PAID_FOR = (InsertPaidCard, WritingCard, TakePaidCard, RedirectingLoad)


def whole(session: Session) -> ScreenView:
    """The resident's screen as it is at the usual size, where nothing of it has to be turned to."""
    return view(replace(session, comfort=Comfort()))


def offered(screen: ScreenView) -> set[str]:
    """The names of its own buttons: without the strip that is on every screen."""
    strip = {part.name for part in parts(screen.frame.comfort) if isinstance(part, Button)}
    return {each.name for each in buttons(screen)} - strip


def button(screen: ScreenView, name: str) -> Button:
    for candidate in buttons(screen):
        if candidate.name == name:
            return candidate
    raise AssertionError(f"no button {name!r} on {describe(screen)}")


def row(screen: ScreenView, name: str) -> BillRow:
    for candidate in screen.bills:
        if candidate.name == name:
            return candidate
    raise AssertionError(f"no bill {name!r} on {describe(screen)}")


def words(text: Text | None) -> str:
    return ZH.resolve(text) if text else ""


def fault(screen: ScreenView) -> str:
    """The stem of the problem whose number is on the screen; empty where there is none."""
    number = screen.code.args["number"] if screen.code else None
    return number.key.split(".")[1] if isinstance(number, Text) else ""


def describe(screen: ScreenView) -> str:
    names = ", ".join(b.name if b.enabled else f"({b.name})" for b in buttons(screen))
    over = f" under {words(screen.overlay.title)!r}" if screen.overlay else ""
    return f"{screen.screen} {words(screen.title)!r}{over}: {names}"


def everything_said(screen: ScreenView) -> str:
    """All words of a screen, filled in, and the bare values beside them."""
    said = [words(part) for part in parts(screen) if isinstance(part, Text)]
    return "\n".join([*said, repr(screen)])


def check_screens(session: Session) -> None:
    """What holds on every screen of every session, for both who look at it. Raises for missing words."""
    for role in ("resident", "helper"):
        screen = view(session, role)
        everything_said(screen)
        _check_buttons(screen)
        _check_what_is_said_of_money(session, screen)
    _check_what_a_helper_may_press(session)


def _check_what_a_helper_may_press(session: Session) -> None:
    """AST-3. Beside the panel nothing, but for one who acts; and never with a resident's own event."""
    screen = view(session, "helper")
    pressed = [part.event for part in parts(screen) if isinstance(part, Button) and part.enabled]
    pressed += [event for row in screen.bills for event in (row.opens, row.toggle) if event]
    assert all(isinstance(event, Helping) for event in pressed)
    if session.helper is None or not session.helper.acting:
        assert not any(isinstance(event, HelperActed) for event in pressed)
    assert (screen.hold, screen.frame.unmask, screen.frame.helper) == (None, None, None)


def _check_what_is_said_of_money(session: Session, screen: ScreenView) -> None:
    """Whoever has paid for their card's load is not told that nothing was taken."""
    step = session.step.retry if isinstance(session.step, Notice) else session.step
    if isinstance(step, PAID_FOR) and screen.prompt is not None:
        assert "没有扣钱" not in words(screen.prompt)


def _check_buttons(screen: ScreenView) -> None:
    pressable = [part for part in parts(screen) if isinstance(part, Button | HoldButton | BillRow)]
    names = [part.name for part in pressable]
    assert len(names) == len(set(names)), f"two buttons of one name: {sorted(names)}"
    leafing = screen.page or screen.leaf
    dead = [b.name for b in buttons(screen) if not b.enabled and b.reason is None and not leafing]
    assert not dead, f"dead without a reason: {dead}"
    assert screen.progress is None or screen.progress.of == 3
