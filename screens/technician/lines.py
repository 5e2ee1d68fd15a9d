"""A trace or a history to read, newest first."""

from kiosk.session.view import Button
from kiosk.technician.view import Lines
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.flow import flow
from screens.technician.page import Page
from screens.technician.trace_box import TraceBox
from screens.widgets.big_button import BigButton
from screens.widgets.page_turner import PageTurner
from screens.widgets.words import Words

PAGER_MM, PAGER_HIGH_MM = 158.0, 17.0
FILTER_MM, BESIDE_WORDS_MM, GAP_MM = 14.0, 4.5, 3.6
"""Filters are many, one for each part, and must leave room for a page of lines."""


class LinesPage(Page[Lines]):
    """A new line draws the box again and nothing else."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: Lines | None = None
        self.title = Words(surroundings, text_size="title", bold=True)
        self.text = TraceBox(surroundings, newest_last=False)
        self.filters: list[BigButton] = []
        self.pager = PageTurner(surroundings=surroundings)
        self.add_widget(self.title)
        self.add_widget(self.text)

    def show(self, desk: Lines) -> None:
        before, self.desk = self.desk, desk
        self.text.say(tuple(self.words(line) for line in desk.lines))
        if before is not None and (before.title, before.filters, before.page) == (
            desk.title,
            desk.filters,
            desk.page,
        ):
            self.text.arrange()
            return
        self.title.say(self.words(desk.title), self.look.palette.ink)
        self._serve(desk.filters)
        self.remove_widget(self.pager)
        if desk.page is not None:
            self.pager.serve(desk.page)
            self.add_widget(self.pager)
        self.arrange()

    def _serve(self, filters: tuple[Button, ...]) -> None:
        if [widget.name for widget in self.filters] != [button.name for button in filters]:
            for widget in self.filters:
                self.remove_widget(widget)
            self.filters = [
                BigButton(self.surroundings, text_size="small", note_size="small") for _ in filters
            ]
            for widget in self.filters:
                self.add_widget(widget)
        for widget, button in zip(self.filters, filters, strict=True):
            widget.serve(button)

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        room = self.box.inset(look.margin, look.mm(GAP_MM))
        head, room = room.cut_top(look.mm(PAGER_HIGH_MM), look.mm(GAP_MM))
        if self.pager.parent is not None:
            pager, head = head.cut_right(look.mm(PAGER_MM), look.gap)
            self.pager.place(pager)
        self.title.place(head)
        self.text.place(self._place_filters(room))

    def _place_filters(self, room: Rectangle) -> Rectangle:
        """In rows from the top of `room`; what is left under them."""
        look, gap = self.look, self.look.mm(GAP_MM)
        widths = [widget.label.natural_width() + 2 * look.mm(BESIDE_WORDS_MM) for widget in self.filters]
        for row in flow(widths, gap, room.width):
            line, room = room.cut_top(look.mm(FILTER_MM), gap)
            for index in row:
                box, line = line.cut_left(min(widths[index], line.width), gap)
                self.filters[index].place(box)
        return room
