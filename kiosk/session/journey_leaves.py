"""Leafing: through the pages of a list, and through the leaves of a screen that is cut at a large size."""

from msgspec.structs import replace

from kiosk.session.model import Session
from kiosk.session.paging import placed
from kiosk.session.show import view
from kiosk.session.show_overlays import overlay_leaves
from kiosk.session.view import Comfort, ScreenView


def turned(session: Session, by: int) -> Session:
    """Past either end there is nothing, so that no tap is remembered in vain."""
    if session.overlay is not None:
        last = overlay_leaves(session) - 1
        leaf = min(max(0, session.overlay.leaf + by), last)
        return replace(session, overlay=replace(session.overlay, leaf=leaf))
    page = view(session).leaf or view(session).page
    if page is None:
        return session
    return placed(session, min(max(0, page.number - 1 + by), page.of - 1))


def laid_out_anew(session: Session, comfort: Comfort) -> Session:
    """What stood first stays in sight, wherever it stands now."""
    changed = replace(session, comfort=comfort)
    if (comfort.size, comfort.reach) == (session.comfort.size, session.comfort.reach):
        return changed
    first = _first(view(session))
    for place in range(_leaves(changed)):
        there = placed(changed, place)
        if first in _names(view(there)):
            return there
    return placed(changed, 0)


def _leaves(session: Session) -> int:
    screen = view(placed(session, 0))
    page = screen.leaf or screen.page
    return page.of if page else 1


def _names(screen: ScreenView) -> list[str]:
    return [row.name for row in screen.bills] + [button.name for button in screen.choices]


def _first(screen: ScreenView) -> str:
    return next(iter(_names(screen)), "")
