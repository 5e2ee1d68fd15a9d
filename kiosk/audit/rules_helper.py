"""AST-2, and what a helper's own display must keep: all of it is there and can be read and pressed.

The mirror is judged in its own millimetres, which are smaller; the panel beside it in those of the display.
"""

from collections.abc import Iterator

from kiosk.audit import geometry
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.older_hands import OLDER_HANDS
from kiosk.audit.rules_contrast import CONTRAST
from kiosk.audit.rules_touch import PIXEL_MM, TARGET_MM, TOUCH
from kiosk.audit.rules_vision import TYPE, VISION
from kiosk.audit.seen import Seen

STOP = "stop_helper"


def banner_and_stop(seen: Seen) -> Iterator[Measured]:
    """Faults of a resident's screen while somebody presses for them, under every question too."""
    found = [*_of_stop(seen), *_of_banner(seen)]
    yield Measured(len(found), found[0] if found else "")


def _of_stop(seen: Seen) -> Iterator[str]:
    stop = next((target for target in seen.targets if target.name == STOP), None)
    if stop is None:
        yield "nothing stops the helper"
    elif not stop.enabled:
        yield "what stops the helper is off"
    elif seen.mm(min(stop.box.width, stop.box.height)) < TARGET_MM - PIXEL_MM:
        yield f"what stops the helper is {seen.mm(stop.box.width):.1f} x {seen.mm(stop.box.height):.1f} mm"


def _of_banner(seen: Seen) -> Iterator[str]:
    said, banner = seen.view.banner, seen.host.top_bar.banner
    if said is None:
        yield "nothing says that somebody presses"
    elif banner.text != seen.said(said) or not geometry.inside(banner.box, geometry.screen_of(seen)):
        yield f"the banner is not on the screen: {seen.said(said)!r}"


def words_of_panel(seen: Seen) -> Iterator[Measured]:
    found = [*geometry.words_outside_their_box(seen), *_not_said(seen)]
    yield Measured(len(found), found[0] if found else "")


def _not_said(seen: Seen) -> Iterator[str]:
    """A payment that was found stands in the place of what one could say."""
    panel = seen.view.panel
    if panel is None:
        yield "there is no panel"
        return
    shown = "\n".join(words.text for words in seen.words)
    say = panel.say if not panel.facts else None
    facts = [piece for fact in panel.facts for piece in (fact.label, fact.value)]
    texts = [panel.name, say, panel.told, *(button.label for button in panel.buttons), *facts]
    for said in (seen.said(text) for text in texts if text is not None):
        if said not in shown:
            yield f"{said!r} is not on the panel"


def overlaps(seen: Seen) -> Iterator[Measured]:
    found = [*geometry.words_over_words(seen)]
    yield Measured(len(found), found[0] if found else "")


def _of(rules: tuple[Rule[Seen], ...], *ids: str) -> tuple[Rule[Seen], ...]:
    return tuple(each for each in rules if each.limit.id in ids)


HELPED: Rule[Seen] = rule(
    "AST-2", "faults of banner and stop while a helper presses", "at most", 0, banner_and_stop
)

MIRROR: tuple[Rule[Seen], ...] = (*VISION, *TYPE, *CONTRAST)
"""Not its targets: they are the staff's, and stand as far apart as the resident's in smaller millimetres."""

_LIMITS = {each.limit.id: each.limit for each in VISION}

PANEL: tuple[Rule[Seen], ...] = (
    *_of(TYPE, "VIS-1"),
    *_of(CONTRAST, "VIS-9", "VIS-10", "VIS-11", "VIS-13"),
    *_of(TOUCH, "TCH-1", "TCH-3", "TCH-5", "TCH-8"),
    *OLDER_HANDS,
    Rule(_LIMITS["VIS-5"], overlaps),
    Rule(_LIMITS["VIS-6"], words_of_panel),
)
