"""Shows every screen of every combination on the glass and lets the rules measure it.

What does not depend on colours is measured in one theme. Pixels are looked at in all of them, on one screen
of each make: screens of one make have the same widgets in the same states, and differ in their words.
"""

import time
from collections.abc import Callable, Iterator
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.combinations import Combination
from kiosk.audit.glass import Glass, look_for
from kiosk.audit.measured import Ledger, Measured, Rule
from kiosk.audit.older_hands import OLDER_HANDS
from kiosk.audit.rules_contrast import CONTRAST
from kiosk.audit.rules_touch import TOUCH
from kiosk.audit.rules_vision import TYPE, VISION
from kiosk.audit.seen import Seen
from kiosk.session.rules import Rules
from kiosk.session.view import ScreenView
from kiosk.settings.display_settings import Display
from kiosk.texts import Languages

IN_ONE_THEME: tuple[Rule[Seen], ...] = (*VISION, *TOUCH, *OLDER_HANDS)
IN_ALL_THEMES: tuple[Rule[Seen], ...] = (*TYPE, *CONTRAST)

Named = tuple[str, ScreenView]


class House(Struct, frozen=True):
    """What is audited: the machine's own rules, panels and words."""

    rules: Rules
    displays: dict[str, Display]
    languages: Languages

    def rules_for(self, combination: Combination) -> Rules:
        return replace(self.rules, reach_fitted=combination.orientation == "portrait")


class Gallery:
    """`visit` all combinations one wants; `ledger` then holds what was measured."""

    def __init__(self, house: House, ledger: Ledger) -> None:
        self.house, self.ledger = house, ledger
        self.looked_at = 0
        self.sheets: Callable[[Combination, str, Seen], None] | None = None

    def visit(self, combinations: list[Combination], tell: Callable[[str], None]) -> None:
        began_s = time.monotonic()
        for layout, group in groupby(combinations, _layout):
            themes = list(group)
            self._visit_layout(themes)
            tell(f"{layout} {'/'.join(c.theme for c in themes)}: {time.monotonic() - began_s:.0f} s")

    def _visit_layout(self, themes: list[Combination]) -> None:
        first = themes[0]
        display = self.house.displays[first.orientation]
        views = walk.screens(self.house.rules_for(first), first.comfort, first.role)
        glass = Glass(look_for(display, first.comfort), self.house.languages.resolver(first.language))
        makes = _one_of_each_make(views)
        made = {name for name, _ in makes}
        try:
            for combination in themes:
                glass.wear(look_for(display, combination.comfort))
                for name, view in views if combination is first else makes:
                    pixels = name in made
                    rules = (*IN_ONE_THEME, *IN_ALL_THEMES) if combination is first else IN_ALL_THEMES
                    self._look_at(glass, combination, (name, view), rules, pixels=pixels)
        finally:
            glass.leave()

    def _look_at(
        self,
        glass: Glass,
        combination: Combination,
        named: Named,
        rules: tuple[Rule[Seen], ...],
        *,
        pixels: bool,
    ) -> None:
        self.looked_at += 1
        name, view = named
        began_s = time.thread_time()
        try:
            glass.show(replace(view, comfort=combination.comfort))
        except ZeroDivisionError:
            self.ledger.judge(BROKEN, view, str(combination), name)
            return
        self.ledger.judge(_drawn_within(time.thread_time() - began_s), view, str(combination), name)
        seen = Seen(view, glass, combination, glass.pixels() if pixels else None)
        for rule in rules:
            self.ledger.judge(rule, seen, str(combination), name)
        if self.sheets is not None and pixels:
            self.sheets(combination, name, seen)


def _layout(combination: Combination) -> str:
    """All that decides where things stand."""
    return str(replace(combination, theme="light")).replace(" light", "")


def _one_of_each_make(views: tuple[Named, ...]) -> list[Named]:
    return list({make(view): (name, view) for name, view in reversed(views)}.values())


def make(view: ScreenView) -> tuple[object, ...]:
    """Which widgets there are and in which states, without their words."""
    over = view.overlay
    if over is not None:
        return over.kind, len(over.facts), over.countdown_s is None, tuple(b.tone for b in over.buttons)
    states = tuple((button.tone, button.enabled) for button in view.choices)
    rows = tuple((row.chosen, row.toggle is None, row.reason is None) for row in view.bills)
    lists = len(view.facts), len(view.sums), len(view.rules), view.leaf and view.leaf.number
    parts = (view.prompt, view.page, view.total, view.qr, view.hold, view.waiting, view.footnote, view.code)
    there = tuple(part is not None for part in (*parts, view.frame.primary, view.frame.back))
    typed = view.keypad and (bool(view.keypad.entered), view.keypad.problem is None)
    return view.screen, view.mark, view.picture, states, rows, lists, there, typed


def _drawn_within(seconds: float) -> Rule[ScreenView]:
    """FLW-19, first half; in time of this thread alone, so that a busy machine is no fault of the screens."""

    def measure(_view: ScreenView) -> Iterator[Measured]:
        yield Measured(seconds, "")

    return Rule("FLW-19", "a change of screen, seconds", "at most", 0.3, measure)


def _broken(_view: ScreenView) -> Iterator[Measured]:
    yield Measured(1, "the screen cannot be drawn at all")


BROKEN: Rule[ScreenView] = Rule("VIS-5", "faults of a screen at its size", "at most", 0, _broken)
