"""The machine as it is delivered, what its journeys show, and how one rule fares over that."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.house import House, house_of
from kiosk.audit.measured import Finding, Ledger, Rule, Seen
from kiosk.audit.rules_flow import Standing
from kiosk.session.show import view
from kiosk.session.view import Comfort

CONFIG = Path(__file__).parent.parent.parent / "config"


@cache
def the_house() -> House:
    return house_of(CONFIG)


@cache
def stops() -> dict[str, Standing]:
    """One for each kind of screen and question: the first the walks come to."""
    found: dict[str, Standing] = {}
    for stop in walk.walked(replace(the_house().rules, reach_fitted=True), Comfort()):
        screen = view(stop.session)
        kind = f"{screen.screen} + {screen.overlay.kind}" if screen.overlay else screen.screen
        found.setdefault(kind, Standing(stop.session, screen))
        found.setdefault(f"{kind} {screen.title.key}", Standing(stop.session, screen))
    return found


def finding(judge: Rule[Seen], *seen: Seen) -> Finding:
    """How one rule fares over these."""
    ledger = Ledger()
    ledger.met([judge.limit])
    for each in seen:
        ledger.judge(judge, each)
    (only,) = ledger.findings()
    return only
