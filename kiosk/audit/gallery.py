"""Shows every screen of every combination on the glass and lets the rules measure it.

What does not depend on colours is measured in one theme. Pixels are looked at in all of them, on one screen
of each make: screens of one make have the same widgets in the same states, and differ in their words.
"""

import dataclasses
import time
from collections.abc import Callable
from itertools import groupby

from msgspec.structs import replace

from kiosk.audit import walk
from kiosk.audit.combinations import Combination
from kiosk.audit.glass import Glass, StaffGlass
from kiosk.audit.house import House
from kiosk.audit.makes import Named, one_of_each
from kiosk.audit.measured import Ledger, Limit, Measured, Rule
from kiosk.audit.older_hands import OLDER_HANDS
from kiosk.audit.rules_across import STILL, Places
from kiosk.audit.rules_contrast import CONTRAST
from kiosk.audit.rules_helper import HELPED, MIRROR, PANEL
from kiosk.audit.rules_house import THEME
from kiosk.audit.rules_reach import REACH
from kiosk.audit.rules_time import CHANGE_OF_SCREEN
from kiosk.audit.rules_touch import TOUCH
from kiosk.audit.rules_vision import SCALED, TYPE, VISION
from kiosk.audit.seen import Seen
from kiosk.session.show_comfort import theme_button
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
        """All themes of one layout, in one window. Role helper: the resident's display while somebody presses
        for them, and the staff's, which has but one theme."""
        first, house = themes[0], self._house
        rules, helped = house.rules_for(first), first.role == "helper"
        if helped:
            self._look_at_staffs(first)
        views = (
            walk.helped(rules, first.comfort, "resident") if helped else walk.screens(rules, first.comfort)
        )
        glass = Glass(house.displays[first.orientation], first.comfort, house.languages)
        try:
            self._measure_all(glass, first, one_of_each(views) if helped or self._quick else views)
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
        if combination.role == "helper":
            rules = (HELPED, *rules)
        for name, view in views:
            self._look_at(glass, combination, (name, view), rules, pixels=name in made)

    def _look_at_staffs(self, combination: Combination) -> None:
        """Whatever the resident's size is, the staff's is the usual one, in the machine's language."""
        house = self._house
        views = walk.helped(house.rules_for(combination), combination.comfort, "helper")
        glass = StaffGlass(house.displays[combination.orientation], combination.comfort, house.languages)
        usual = replace(combination, size=100, theme="light", reach=False)
        try:
            for name, view in one_of_each(views):
                self.looked_at += 1
                glass.show(view)
                self._judge(MIRROR, Seen(view, glass, usual, glass.pixels()), combination, name)
                board = glass.board
                panel = Seen(view, board, usual, board.pixels())
                self._judge(PANEL, panel, combination, f"{name} panel")
                self._picture(dataclasses.replace(panel, combination=combination), f"staff's {name}")
        finally:
            glass.leave()

    def _judge(self, rules: tuple[Rule[Seen], ...], seen: Seen, of: Combination, name: str) -> None:
        for each in rules:
            self.ledger.judge(each, seen, str(of), name)

    def _change_theme(self, glass: Glass, combination: Combination, named: Named) -> None:
        """VIS-12, second half: until a screen has other colours, in this thread's own time."""
        name, view = named
        before, after = view, worn(view, combination)
        took_s = _once_drawn_s(glass, after)
        if took_s > LONGEST_THEME_S:  # as in `_drawn_s`
            glass.show(before)
            took_s = min(took_s, _once_drawn_s(glass, after))
        took = Measured(took_s / LONGEST_THEME_S, "change of theme")
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
        name, view = named[0], worn(named[1], combination)
        self.looked_at += 1
        try:
            drawn_s = _drawn_s(glass, view)
        except ZeroDivisionError:
            self.ledger.note(SCALED, Measured(1, "cannot be drawn"), str(combination), name)
            return
        self.ledger.note(CHANGE_OF_SCREEN, Measured(drawn_s, ""), str(combination), name)
        seen = Seen(view, glass, combination, glass.pixels() if pixels else None)
        self._judge(rules, seen, combination, name)
        if pixels:
            self._once_for_all_words(seen, name)
            self._picture(seen, name)

    def _once_for_all_words(self, seen: Seen, name: str) -> None:
        """Whether anything moves does not depend on the words."""
        of = seen.combination
        if (of.role, of.theme, of.language, of.reach) == ("resident", "light", "zh", False):
            self.ledger.judge(STILL, seen, str(of), name)


def worn(view: ScreenView, combination: Combination) -> ScreenView:
    """A screen that was walked to in one theme, as it is in this one."""
    strip = view.frame.comfort
    if strip is not None:
        strip = replace(strip, theme=theme_button(combination.theme))
    comfort = replace(view.comfort, theme=combination.theme)
    return replace(view, comfort=comfort, frame=replace(view.frame, comfort=strip))


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
    rules += [HELPED] if any(combination.role == "helper" for combination in combinations) else []
    return [CHANGE_OF_SCREEN, *(each.limit for each in (*rules, *(REACH if reach else ())))]
