"""Shows every screen of every combination on the glass and lets the rules measure it.

What does not depend on colours is measured in one theme. Pixels are looked at in all of them, on one screen
of each make: screens of one make have the same widgets in the same states, and differ in their words.
"""

import time
from collections.abc import Callable, Iterator
from itertools import groupby

from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.combinations import Combination
from kiosk.audit.glass import Glass, look_for
from kiosk.audit.house import House
from kiosk.audit.measured import Ledger, Measured, Rule
from kiosk.audit.older_hands import OLDER_HANDS
from kiosk.audit.rules_across import STILL, Places
from kiosk.audit.rules_contrast import CONTRAST
from kiosk.audit.rules_reach import REACH
from kiosk.audit.rules_time import CHANGE_OF_SCREEN, LONGEST_CHANGE_S
from kiosk.audit.rules_touch import TOUCH
from kiosk.audit.rules_vision import TYPE, VISION
from kiosk.audit.seen import Seen
from kiosk.session.view import ScreenView

IN_ONE_THEME: tuple[Rule[Seen], ...] = (*VISION, *TOUCH, *OLDER_HANDS, *REACH)
IN_ALL_THEMES: tuple[Rule[Seen], ...] = (*TYPE, *CONTRAST)

Named = tuple[str, ScreenView]


class Gallery:
    """`visit` all combinations one wants; `ledger` then holds what was measured.

    `looked_at` counts screens, each in every way it was shown.
    `picture` is shown every screen that was looked at in pixels, for the contact sheets.
    """

    def __init__(
        self,
        house: House,
        ledger: Ledger,
        picture: Callable[[Seen, str], None] = lambda _seen, _name: None,
    ) -> None:
        self._house, self._ledger, self._picture = house, ledger, picture
        self.looked_at = 0

    def visit(self, combinations: list[Combination], tell: Callable[[str], None]) -> None:
        for layout, group in groupby(combinations, _layout):
            began_s = time.monotonic()
            themes = list(group)
            before = self.looked_at
            self._visit_layout(themes)
            tell(f"{layout}: {self.looked_at - before} screens, {time.monotonic() - began_s:.0f} s")

    def _visit_layout(self, themes: list[Combination]) -> None:
        """All themes of one layout, in one window."""
        first = themes[0]
        display = self._house.displays[first.orientation]
        views = walk.screens(self._house.rules_for(first), first.comfort, first.role)
        makes = one_of_each_make(views)
        made = {name for name, _ in makes}
        measured = (*IN_ONE_THEME, Places().rule, *IN_ALL_THEMES)
        glass = Glass(look_for(display, first.comfort), self._house.languages.resolver(first.language))
        try:
            for combination in themes:
                self._change_theme(glass, combination)
                rules = measured if combination is first else IN_ALL_THEMES
                for name, view in views if combination is first else makes:
                    self._look_at(glass, combination, (name, view), rules, pixels=name in made)
        finally:
            glass.leave()

    def _change_theme(self, glass: Glass, combination: Combination) -> None:
        """VIS-12, second half: how long it takes until the screen has other colours."""
        began_s = time.thread_time()
        glass.wear(look_for(self._house.displays[combination.orientation], combination.comfort))
        glass.pixels()
        rule = _once("VIS-12", THEME, 2.0, (time.thread_time() - began_s) / LONGEST_THEME_S)
        self._ledger.judge(rule, None, str(combination), "change of theme")

    def _look_at(
        self,
        glass: Glass,
        combination: Combination,
        named: Named,
        rules: tuple[Rule[Seen], ...],
        *,
        pixels: bool,
    ) -> None:
        name, view = named
        self.looked_at += 1
        began_s = time.thread_time()
        try:
            glass.show(replace(view, comfort=combination.comfort))
        except ZeroDivisionError:
            broken = _once("VIS-5", "faults of a screen at its size", 0.0, 1.0)
            self._ledger.judge(broken, None, str(combination), f"{name} cannot be drawn")
            return
        took_s = time.thread_time() - began_s
        drawn = _once("FLW-19", CHANGE_OF_SCREEN, LONGEST_CHANGE_S, took_s)
        self._ledger.judge(drawn, None, str(combination), name)
        display = self._house.displays[combination.orientation]
        seen = Seen(view, glass, combination, display, glass.pixels() if pixels else None)
        for rule in rules:
            self._ledger.judge(rule, seen, str(combination), name)
        if pixels and combination.theme == "light":
            self._ledger.judge(STILL, seen, str(combination), name)
        if pixels:
            self._picture(seen, name)


LONGEST_THEME_S = 0.15
THEME = "taps to a theme, and how often 150 ms it takes"
"""Both may be two at most: rule VIS-12 asks for two taps and 300 ms, in this thread's own time."""


def _once(rule_id: str, says: str, most: float, value: float) -> Rule[None]:
    """A rule for one number that was measured on the way."""

    def measure(_nothing: None) -> Iterator[Measured]:
        yield Measured(value, "")

    return Rule(rule_id, says, "at most", most, measure)


def _layout(combination: Combination) -> str:
    """All that decides where things stand."""
    return str(replace(combination, theme="light")).replace(" light", "")


def one_of_each_make(views: tuple[Named, ...]) -> tuple[Named, ...]:
    return tuple({make(view): (name, view) for name, view in reversed(views)}.values())


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
