"""One page back, where we are, one page on."""

from typing import Any

from kiosk.session.view import Page, ScreenView
from screens.rectangle import Wish
from screens.widgets.big_button import BigButton
from screens.widgets.part import Part
from screens.widgets.words import Words


class PageTurner(Part):
    """Lists are paged by buttons: elders page better than they scroll."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.previous = BigButton(self.surroundings, text_size="body")
        self.following = BigButton(self.surroundings, text_size="body")
        self.number = Words(self.surroundings, text_size="body", bold=True, align="centre", single_line=True)
        for child in (self.previous, self.number, self.following):
            self.add_widget(child)

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
        return Wish(self.look.target, self.look.target)

    def arrange(self) -> None:
        previous, number, following = self.box.columns(3, self.look.gap)
        self.previous.place(previous)
        self.number.place(number)
        self.following.place(following)
