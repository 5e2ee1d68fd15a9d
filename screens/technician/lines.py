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
        title, room = room.cut_top(self.title.height_at(room.width), look.small_gap)
        self.title.place(title)
        if self.pager.parent is not None:
            strip, rest = room.cut_bottom(look.mm(BUTTON_MM), look.gap)
            if look.portrait or not self.filters:
                room = rest
                self.pager.place(strip.middle(min(strip.width, look.mm(PAGER_MM)), strip.height))
            else:
                pager, _ = strip.cut_right(min(strip.width * 0.45, look.mm(PAGER_MM)))
                self.pager.place(pager)
                room = self._place_filters(room, strip.width - pager.width - look.gap, below=True)
        if self.filters and (look.portrait or self.pager.parent is None):
            room = self._place_filters(room, room.width, below=False)
        self.text.place(room)

    def _place_filters(self, room: Rectangle, width: float, *, below: bool) -> Rectangle:
        """What is left for the lines."""
        look, high = self.look, self.look.mm(BUTTON_MM)
        widths = [widget.label.natural_width() + 2 * look.mm(BESIDE_WORDS_MM) for widget in self.filters]
        rows = flow(widths, look.gap, width)
        needed = len(rows) * high + (len(rows) - 1) * look.gap
        strip, rest = room.cut_bottom(needed, look.gap) if below else room.cut_top(needed, look.gap)
        for row, line in zip(rows, strip.rows([high] * len(rows), look.gap), strict=True):
            spare = line
            for index in row:
                box, spare = spare.cut_left(min(widths[index], spare.width), look.gap)
                self.filters[index].place(box)
        return rest
