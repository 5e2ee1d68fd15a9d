"""VIS-5 and WHL-3: what a screen says and offers is the same at every size and height."""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.rules_flow import Standing
from kiosk.audit.rules_vision import SCALED
from kiosk.audit.seen import beside, buttons_on, meant
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.view import ScreenView
from kiosk.session.view_parts import buttons

TURNERS = frozenset(f"{what}_{way}" for what in ("page", "leaf", "question") for way in ("previous", "next"))


def whole(session: Session) -> set[str]:
    """All that stands on the leaves and pages of a screen, in no order: words, values, names of buttons."""
    content: set[str] = set()
    screens = [view(at) for at in walk.leaves(session)]
    for screen in screens:
        content |= {repr(text) for _, text in meant(screen)} | {repr(text) for text in beside(screen)}
        content |= {f"button {button.name}" for button in buttons_on(screen)}
        pressable = screen.bills if screen.overlay is None else ()
        content |= {f"button {row.name}" for row in pressable}
    return {each for each in content if not any(turner in each for turner in TURNERS)} - _turning(screens)


def _turning(screens: list[ScreenView]) -> set[str]:
    """The words of the buttons that turn pages and leaves."""
    shown = [button for screen in screens for button in buttons(screen)]
    return {repr(button.label) for button in shown if button.name in TURNERS}


def lost_content(standing: Standing) -> Iterator[Measured]:
    """What the usual size says or offers and this one does not."""
    session = standing.session
    usual = replace(session, comfort=replace(session.comfort, size=100, reach=False))
    lost = sorted(whole(usual) - whole(session))
    yield Measured(len(lost), lost[0] if lost else "")


def other_in_reach(standing: Standing) -> Iterator[Measured]:
    """What one of the two layouts has and the other has not."""
    session = standing.session
    if session.comfort.reach:
        low, high = whole(session), whole(replace(session, comfort=replace(session.comfort, reach=False)))
        other = sorted(low ^ high)
        yield Measured(len(other), other[0] if other else "")


REFLOW: tuple[Rule[Standing], ...] = (
    Rule(SCALED, lost_content),
    rule("WHL-3", "words and buttons of one layout alone", "at most", 0, other_in_reach),
)
