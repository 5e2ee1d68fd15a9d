"""A sheet of figures: days to choose from, what the figures come to in words, and the grids themselves."""

from kiosk.session.view import Button
from kiosk.technician.view import Sheet
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.flow import flow
from screens.technician.grid import GridOfFigures
from screens.technician.page import Page
from screens.technician.sizes import level_pair
from screens.widgets.big_button import BigButton
from screens.widgets.page_turner import PageTurner
from screens.widgets.words import Words

PAGER_MM, PAGER_HIGH_MM = 158.0, 17.0
DAY_MM, BESIDE_WORDS_MM, GAP_MM, BETWEEN_MM = 15.0, 5.0, 3.6, 12.0


class SheetPage(Page[Sheet]):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: Sheet | None = None
        self.title = Words(surroundings, text_size="title", bold=True)
        self.said = Words(surroundings, text_size="body", bold=True)
        self.days: list[BigButton] = []
        self.grids: list[GridOfFigures] = []
        self.pager = PageTurner(surroundings=surroundings)
        self.add_widget(self.title)
        self.add_widget(self.said)

    def show(self, desk: Sheet) -> None:
        self.desk = desk
        palette = self.look.palette
        self.title.say(self.words(desk.title), palette.ink)
        self.said.say(self.words(desk.said), level_pair(palette, desk.level).ground)
        self._serve(desk.days)
        for grid in self.grids:
            self.remove_widget(grid)
        self.grids = [GridOfFigures(self.surroundings, grid) for grid in desk.grids]
        for grid in self.grids:
            self.add_widget(grid)
        self.remove_widget(self.pager)
        if desk.page is not None:
            self.pager.serve(desk.page)
            self.add_widget(self.pager)
        self.arrange()

    def _serve(self, days: tuple[Button, ...]) -> None:
        if len(self.days) != len(days):
            for widget in self.days:
                self.remove_widget(widget)
            self.days = [BigButton(self.surroundings, text_size="small", note_size="small") for _ in days]
            for widget in self.days:
                self.add_widget(widget)
        for widget, button in zip(self.days, days, strict=True):
            widget.serve(button)

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        room = self.box.inset(look.margin, look.mm(GAP_MM))
        head, room = room.cut_top(look.mm(PAGER_HIGH_MM), look.mm(GAP_MM))
        self.title.place(head)
        if self.pager.parent is not None and look.portrait:
            pager, room = room.cut_top(look.mm(PAGER_HIGH_MM), look.mm(GAP_MM))
            self.pager.place(pager)
        elif self.pager.parent is not None:
            pager, head = head.cut_right(look.mm(PAGER_MM), look.gap)
            self.pager.place(pager)
            self.title.place(head)
        room = self._place_days(room)
        said, room = room.cut_top(self.said.height_at(room.width), look.small_gap)
        self.said.place(said)
        self._place_grids(room)

    def _place_days(self, room: Rectangle) -> Rectangle:
        """In rows from the top of `room`; what is left under them."""
        look, gap = self.look, self.look.mm(GAP_MM)
        widths = [widget.label.natural_width() + 2 * look.mm(BESIDE_WORDS_MM) for widget in self.days]
        for row in flow(widths, gap, room.width):
            line, room = room.cut_top(look.mm(DAY_MM), gap)
            for index in row:
                box, line = line.cut_left(min(widths[index], line.width), gap)
                self.days[index].place(box)
        return room

    def _place_grids(self, room: Rectangle) -> None:
        """Side by side where the display is wide, by what each needs; else one under the other."""
        between = self.look.mm(BETWEEN_MM)
        for number, grid in enumerate(self.grids):
            left = self.grids[number:]
            if self.look.portrait:
                share = grid.natural_height / sum(each.natural_height for each in left)
                high = min(grid.natural_height, (room.height - between * (len(left) - 1)) * share)
                box, room = room.cut_top(high, between)
            else:
                share = grid.natural_width / sum(each.natural_width for each in left)
                box, room = room.cut_left((room.width - between * (len(left) - 1)) * share, between)
            grid.place(box)
