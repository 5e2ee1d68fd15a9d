"""One page back, where we are, one page on."""

from dataclasses import replace
from typing import Any

from kiosk.session.view import Page, ScreenView
from screens.rectangle import Wish
from screens.theme import TextSize
from screens.widgets.big_button import BigButton
from screens.widgets.part import Part
from screens.widgets.words import Words

WIDEST_MM = 78.0
LARGEST_WIDE = 1.45
"""Under one column of a wide display two words and a number have no room for type of 200 %."""


class PageTurner(Part):
    """Lists are paged by buttons: elders page better than they scroll."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        look = self.look
        around = self.surroundings
        self.words_size = words = self._words_size()
        if not look.portrait:
            around = around.with_look(replace(look, scale=min(look.scale, LARGEST_WIDE)))
        self.previous = BigButton(around, text_size=words, known_by_place=True)
        self.following = BigButton(around, text_size=words, known_by_place=True)
        self.number = Words(self.surroundings, text_size="body", bold=True, align="centre", single_line=True)
        for child in (self.previous, self.number, self.following):
            self.add_widget(child)

    def _words_size(self) -> TextSize:
        return "small" if self.look.condensed and self.look.reach else "body"

    def show(self, view: ScreenView) -> bool:
        if view.page is None:
            return False
        self.serve(view.page)
        return True

    def serve(self, page: Page) -> None:
        self.previous.serve(page.previous)
        self.following.serve(page.next)
        self.number.say(f"{page.number}/{page.of}", self.look.palette.ink)

    def wish(self, width_px: float) -> Wish:
        look = self.look
        if look.condensed and (look.reach or self.sparing > 1):
            height = look.stepped_mm(25.0, 25.0, 26.0)
        else:
            height = max(look.target, look.line_px("body") + look.mm(2.0))
        return Wish(height, height)

    def arrange(self) -> None:
        narrow = self.look.condensed and self.box.width < 2 * self.look.mm(WIDEST_MM) * self.look.scale
        low = self.box.height < self.look.em_px("body")
        self.number.text_size = "small" if narrow or low else "body"
        for button in (self.previous, self.following):
            button.snug = narrow
            button.text_size = "small" if low else self.words_size
        aside = self.look.mm(1.6) if narrow else self.look.small_gap
        across = min(self.box.width / 3, self.number.natural_width() + 1 + 2 * aside)
        across = max(across, self.box.width - 2 * self.look.mm(WIDEST_MM) * max(1.0, self.look.scale))
        number = self.box.middle(across, self.box.height)
        previous, _ = self.box.cut_left(number.x - self.box.x)
        following, _ = self.box.cut_right(self.box.right - number.right)
        self.previous.place(previous)
        self.number.place(number)
        self.following.place(following)


class LeafTurner(PageTurner):
    """Turns what one screen was cut into at a large size; every screen has one."""

    where = "turn"

    def show(self, view: ScreenView) -> bool:
        if view.leaf is None:
            return False
        self.serve(view.leaf)
        return True
