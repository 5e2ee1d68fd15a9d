"""Shows every screen of every combination on the glass and lets the rules measure it.

What does not depend on colours is measured in one theme. Pixels are looked at in all of them, on one screen
of each make: screens of one make have the same widgets in the same states, and differ in their words.
"""

import time
from collections.abc import Callable
from itertools import groupby

from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.combinations import Combination
from kiosk.audit.glass import Glass
from kiosk.audit.house import House
from kiosk.audit.makes import Named, one_of_each
from kiosk.audit.measured import Ledger, Limit, Measured, Rule
from kiosk.audit.older_hands import OLDER_HANDS
from kiosk.audit.rules_across import STILL, Places
from kiosk.audit.rules_contrast import CONTRAST
from kiosk.audit.rules_house import THEME
from kiosk.audit.rules_reach import REACH
from kiosk.audit.rules_time import CHANGE_OF_SCREEN
from kiosk.audit.rules_touch import TOUCH
from kiosk.audit.rules_vision import SCALED, TYPE, VISION
from kiosk.audit.seen import Seen
from kiosk.session.view import ScreenView

IN_ONE_THEME: tuple[Rule[Seen], ...] = (*VISION, *TOUCH, *OLDER_HANDS, *REACH)
IN_ALL_THEMES: tuple[Rule[Seen], ...] = (*TYPE, *CONTRAST)

Picture = Callable[[Seen, str], None]


class Gallery:
    """`visit` all combinations one wants; `ledger` then holds what was measured.

    `looked_at` counts screens, each in every way it was shown. `picture` is shown every screen that was
    looked at in pixels, for the contact sheets. `quick` looks at one screen of each make.
    """

    def __init__(
        self, house: House, picture: Picture = lambda _seen, _name: None, *, quick: bool = False
    ) -> None:
        self._house, self._picture, self._quick = house, picture, quick
        self.ledger = Ledger()
        self.looked_at = 0

    def visit(self, combinations: list[Combination], tell: Callable[[str], None]) -> None:
        for layout, group in groupby(combinations, layout_of):
            began_s = time.monotonic()
            before = self.looked_at
            self._visit_layout(list(group))
            tell(f"{layout}: {self.looked_at - before} screens, {time.monotonic() - began_s:.0f} s")

    def _visit_layout(self, themes: list[Combination]) -> None:
        """All themes of one layout, in one window. A helper's screen is a resident's without its buttons."""
        first = themes[0]
        views = walk.screens(self._house.rules_for(first), first.comfort, first.role)
        glass = Glass(self._house.displays[first.orientation], first.comfort, self._house.languages)
        try:
            few = self._quick or first.role == "helper"
            self._measure_all(glass, first, one_of_each(views) if few else views)
            for combination in themes[1:]:
                coarse = one_of_each(views, coarse=True)
                self._change_theme(glass, combination, coarse[-1])
                for name, view in coarse:
                    self._look_at(glass, combination, (name, view), IN_ALL_THEMES, pixels=True)
        finally:
            glass.leave()

    def _measure_all(self, glass: Glass, combination: Combination, views: tuple[Named, ...]) -> None:
        made = {name for name, _ in one_of_each(views)}
        rules = (*IN_ONE_THEME, Places().rule, *IN_ALL_THEMES)
        for name, view in views:
            self._look_at(glass, combination, (name, view), rules, pixels=name in made)

    def _change_theme(self, glass: Glass, combination: Combination, named: Named) -> None:
        """VIS-12, second half: until a screen has other colours, in this thread's own time."""
        name, view = named
        began_s = time.thread_time()
        glass.show(replace(view, comfort=combination.comfort))
        took = Measured((time.thread_time() - began_s) / LONGEST_THEME_S, "change of theme")
        self.ledger.note(THEME, took, str(combination), name)

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
        try:
            drawn_s = _drawn_s(glass, replace(view, comfort=combination.comfort))
        except ZeroDivisionError:
            self.ledger.note(SCALED, Measured(1, "cannot be drawn"), str(combination), name)
            return
        self.ledger.note(CHANGE_OF_SCREEN, Measured(drawn_s, ""), str(combination), name)
        seen = Seen(view, glass, combination, glass.pixels() if pixels else None)
        for each in rules:
            self.ledger.judge(each, seen, str(combination), name)
        if pixels:
            self._once_for_all_words(seen, name)
            self._picture(seen, name)

    def _once_for_all_words(self, seen: Seen, name: str) -> None:
        """Whether anything moves does not depend on the words."""
        of = seen.combination
        if (of.role, of.theme, of.language, of.reach) == ("resident", "light", "zh", False):
            self.ledger.judge(STILL, seen, str(of), name)


def _drawn_s(glass: Glass, view: ScreenView) -> float:
    """In this thread's own time. A slow one is drawn a second time: the machine may have been busy."""
    taken_s = [_once_drawn_s(glass, view)]
    if taken_s[0] > SLOW_S:
        glass.forget()
        taken_s.append(_once_drawn_s(glass, view))
    return min(taken_s)


def _once_drawn_s(glass: Glass, view: ScreenView) -> float:
    began_s = time.thread_time()
    glass.show(view)
    return time.thread_time() - began_s


SLOW_S = 0.1

LONGEST_THEME_S = 0.15
"""Half of VIS-12's 300 ms; the other half is for the frame after it. Counted like taps: two may be."""


def layout_of(combination: Combination) -> str:
    """All that decides where things stand."""
    return str(replace(combination, theme="light")).replace(" light", "")


def limits(combinations: list[Combination]) -> list[Limit]:
    """Of all that must have been measured over these."""
    light = any(combination.theme == "light" for combination in combinations)
    reach = any(combination.reach for combination in combinations)
    rules = [*VISION, *TOUCH, *OLDER_HANDS, Places().rule, *TYPE]
    rules += [each for each in CONTRAST if light or each.limit.id != "VIS-9"]
    return [CHANGE_OF_SCREEN, *(each.limit for each in (*rules, *(REACH if reach else ())))]
