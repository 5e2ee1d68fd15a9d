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

TURNERS = frozenset({"page_previous", "page_next", "leaf_previous", "leaf_next"})


def whole(session: Session) -> set[str]:
    """All that stands on the leaves and pages of a screen, in no order: words, values, names of buttons."""
    content: set[str] = set()
    for at in walk.leaves(session):
        screen = view(at)
        content |= {repr(text) for _, text in meant(screen)} | {repr(text) for text in beside(screen)}
        content |= {f"button {button.name}" for button in buttons_on(screen)}
        content |= {f"button {row.name}" for row in screen.bills}
    return {each for each in content if not any(turner in each for turner in TURNERS)} - _turning(session)


def _turning(session: Session) -> set[str]:
    """The words of the buttons that turn pages and leaves."""
    words: set[str] = set()
    for at in walk.leaves(session):
        for page in (view(at).page, view(at).leaf):
            words |= {repr(page.previous.label), repr(page.next.label)} if page else set()
    return words


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
