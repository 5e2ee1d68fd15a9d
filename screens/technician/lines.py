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

BUTTON_MM, BESIDE_WORDS_MM, PAGER_MM = 17.0, 6.0, 190.0


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
        self.text.say(desk.lines)
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
                BigButton(self.surroundings, text_size="body", note_size="small") for _ in filters
            ]
            for widget in self.filters:
                self.add_widget(widget)
        for widget, button in zip(self.filters, filters, strict=True):
            widget.serve(button)

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        room = self.box.inset(look.margin, look.gap)
        if self.pager.parent is not None:
            strip, room = room.cut_bottom(look.mm(BUTTON_MM), look.gap)
            self.pager.place(strip.middle(min(strip.width, look.mm(PAGER_MM)), strip.height))
        self.text.place(self._place_head(room))

    def _place_head(self, room: Rectangle) -> Rectangle:
        """The title, the filters beside it or, where they do not fit, beneath; what is left for the lines."""
        look, high = self.look, self.title.height_at(room.width)
        beside_px = room.width - self.title.natural_width() - 2 * look.gap
        widths = [widget.label.natural_width() + 2 * look.mm(BESIDE_WORDS_MM) for widget in self.filters]
        needed = sum(widths) + look.gap * (len(widths) - 1)
        if not self.filters or needed > beside_px:
            title, room = room.cut_top(high, look.small_gap)
            self.title.place(title)
            return self._place_filters(room, widths)
        head, room = room.cut_top(max(high, look.mm(BUTTON_MM)), look.small_gap)
        filters, title = head.cut_right(needed, look.gap)
        self.title.place(title)
        self._place_filters(filters.middle(filters.width, look.mm(BUTTON_MM)), widths)
        return room

    def _place_filters(self, room: Rectangle, widths: list[float]) -> Rectangle:
        """From the top of `room`; what is left under them."""
        look = self.look
        for row in flow(widths, look.gap, room.width):
            line, room = room.cut_top(look.mm(BUTTON_MM), look.gap)
            for index in row:
                box, line = line.cut_left(min(widths[index], line.width), look.gap)
                self.filters[index].place(box)
        return room
