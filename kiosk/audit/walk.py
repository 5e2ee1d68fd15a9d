"""The screens of real journeys at one comfort: every different one, each of its leaves, with its session.

Nothing is put together by hand. The plain household walks every journey; the household with the longest
names walks those that show what it is called and what it owes.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kiosk.audit import facts, standings
from kiosk.audit import walks_documents as documents
from kiosk.audit import walks_drafts as drafts
from kiosk.audit import walks_finding as finding
from kiosk.audit import walks_forms as forms
from kiosk.audit import walks_meter_cards as meter_cards
from kiosk.audit import walks_numbers as numbers
from kiosk.audit import walks_paid as paid
from kiosk.audit import walks_past as past
from kiosk.audit import walks_paying as paying
from kiosk.audit import walks_prepaid as prepaid
from kiosk.audit import walks_services as services
from kiosk.audit.standings import with_longest_name
from kiosk.audit.walker import Walker, ways_through
from kiosk.session.model import Session
from kiosk.session.rules import Rules
from kiosk.session.show import view
from kiosk.session.steps import ConfirmBills, Goodbye, Idle, Step
from kiosk.session.view import Comfort, Role, ScreenView

Walk = Callable[[Walker], None]

ALL: tuple[Walk, ...] = (
    *finding.FINDING,
    *paying.PAYING,
    *services.SERVICES,
    *past.PAST,
    *paid.PAID,
    *numbers.NUMBERS,
    *prepaid.PREPAID,
    *meter_cards.METER_CARDS,
    *forms.FORMS,
    *documents.DOCUMENTS,
    *drafts.DRAFTS,
)
TELLING: tuple[Walk, ...] = (
    finding.scans,
    finding.shows_an_id_card,
    finding.chooses_an_account,
    finding.sees_bills_that_cannot_be_paid,
    finding.sees_bills_of_before,
    finding.owes_nothing,
    *services.TELLING,
    *past.TELLING,
    *paid.TELLING,
    *numbers.TELLING,
    *prepaid.TELLING,
    *meter_cards.TELLING,
    paying.pays_by_phone,
    paying.pays_the_rest,
    paying.is_settled_in_part,
    paying.stops_too_early,
    paying.pays_with_a_recharge_card,
)
"""Those that show what a household is called and what it owes."""


class Stop(Struct, frozen=True):
    """Where a walk has been, under a name that says on which walk and on which screen."""

    name: str
    session: Session


@lru_cache(maxsize=2)
def walked(rules: Rules, comfort: Comfort) -> tuple[Stop, ...]:
    """One stop for each different screen. Raises WentWrong where the journey is not what a walk expects."""
    stops: dict[object, Stop] = {}
    rules = replace(rules, comfort=comfort)
    for words, walks in ((facts.plain(), ALL), (facts.longest(), TELLING)):
        for walk in walks:
            walker = Walker(rules, words)
            walk(walker)
            for session in walker.seen:
                screen = view(session)
                stops.setdefault(_layout(screen), Stop(f"{screen.screen} ({walk.__name__})", session))
    return tuple(stops.values())


def _look(screen: ScreenView) -> tuple[str, bool]:
    """What makes a screen another one to whoever reads it: not the time of day, nor a ring that turns."""
    still = replace(screen, waiting=None, said=0, frame=replace(screen.frame, clock=""))
    return repr(still), screen.waiting is None


def _layout(screen: ScreenView) -> tuple[str, bool]:
    """What makes it another one to whoever lays it out: all digits are as wide as each other."""
    said, busy = _look(screen)
    return re.sub(r"\d", "0", said), busy


def leaves(session: Session) -> Iterator[Session]:
    """The session on every page and leaf of its screen, this one first."""
    return (at for _, at in ways_through(session))


@lru_cache(maxsize=2)
def screens(rules: Rules, comfort: Comfort) -> tuple[tuple[str, ScreenView], ...]:
    """Every screen of every walk with all its leaves, each different one once, as its resident sees it."""
    return _screens(rules, comfort, "resident", lambda session: session)


@lru_cache(maxsize=2)
def helped(rules: Rules, comfort: Comfort, role: Role) -> tuple[tuple[str, ScreenView], ...]:
    """The same while a helper presses for the resident, as one of the two sees it; on the staff's display
    with what else stands there, over one screen of each kind that it changes with."""
    acting = _screens(rules, comfort, role, with_helper)
    return (*acting, *_otherwise(rules, comfort)) if role == "helper" else acting


def with_helper(session: Session) -> Session | None:
    """Their name is of the longest there are. None where nobody helps any more."""
    if isinstance(session.step, Goodbye):
        return None
    return with_longest_name(session, acting=True)


def _otherwise(rules: Rules, comfort: Comfort) -> Iterator[tuple[str, ScreenView]]:
    """The staff's display while nobody presses for the resident."""
    first: dict[type[Step], Session] = {}
    for stop in walked(rules, comfort):
        if stop.session.overlay is None:
            first.setdefault(type(stop.session.step), stop.session)
    for standing in standings.ALL:
        for step in UNDER_STANDINGS:
            screen = view(standing.stands(first[step]), "helper")
            yield f"{screen.screen} (staff's {standing.name})", screen


UNDER_STANDINGS: tuple[type[Step], ...] = (Idle, ConfirmBills)
"""Nobody there, and somebody in the middle of it: of the rest of the screen a standing changes nothing."""


def _screens(
    rules: Rules, comfort: Comfort, role: Role, stands: Callable[[Session], Session | None]
) -> tuple[tuple[str, ScreenView], ...]:
    found: dict[object, tuple[str, ScreenView]] = {}
    for stop in walked(rules, comfort):
        stood = stands(stop.session)
        for session in leaves(stood) if stood else ():
            screen = view(session, role)
            leaf = f" leaf {screen.leaf.number}" if screen.leaf and screen.leaf.of > 1 else ""
            over = f" + {screen.overlay.kind}" if screen.overlay else ""
            name = f"{stop.name}{over}{leaf}"
            found.setdefault(_layout(screen), (f"{name} #{len(found) + 1}", screen))
    return tuple(found.values())
