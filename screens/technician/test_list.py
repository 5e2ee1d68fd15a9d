"""The tests of one part, or of all: how each went last and when, why it failed, and a button to start.

Cards left behind are listed the same way, each with a button that opens its page.
"""

from kiosk.technician.view import TestList, TestRow
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.chip import ChipLabel
from screens.technician.page import Page
from screens.technician.sizes import denser, level_pair
from screens.widgets.big_button import BigButton
from screens.widgets.page_turner import PageTurner
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

GAP_MM, PADDING_MM, START_MM, START_HIGH_MM = 5.0, 5.0, 46.0, 24.0
TALLEST_MM, ONE_COLUMN = 46.0, 4
"""A wide display puts more rows than this side by side."""

ROOMY = {True: 8, False: 6}
"""So many rows have room for the larger type; by whether the display is high."""

PAGER_MM = 19.0


class TestLine(Styled):
    """One test."""

    __test__ = False  # the name is the workshop's word, not pytest's

    def __init__(self, surroundings: Surroundings, row: TestRow) -> None:
        super().__init__(surroundings)
        self.title = Words(surroundings, text_size="body", bold=True, single_line=True)
        self.chip = ChipLabel(surroundings, row.chip)
        self.when = Words(surroundings, text_size="small")
        self.reason = Words(surroundings, text_size="small", bold=True)
        self.start = BigButton(surroundings, text_size="body", note_size="small")
        for child in (self.title, self.chip, self.when, self.reason, self.start):
            self.add_widget(child)
        self.take(row)

    def take(self, row: TestRow) -> None:
        """Drawn when placed."""
        self.row = row
        palette = self.look.palette
        self.title.say(self.words(row.title), palette.ink)
        self.chip.say(row.chip)
        self.when.say(self.words(row.when), palette.soft)
        failed = level_pair(palette, "error" if row.chip.level == "error" else "warning")
        self.reason.say(self.words(row.reason) if row.reason else "", failed.ground)
        self.start.serve(row.start)

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        self.canvas.before.add(
            plate(self.box, palette.surface, self.chip.colour, look.edge_width, look.corner)
        )
        inner = self.box.inset(look.mm(PADDING_MM), look.mm(3))
        start, rest = inner.cut_right(look.mm(START_MM), look.mm(PADDING_MM))
        self.start.place(start.middle(start.width, min(start.height, look.mm(START_HIGH_MM))))
        chip_px, chip_high = self.chip.size_px
        title_px = rest.width - chip_px - look.small_gap
        head_px = max(chip_high, self.title.height_at(title_px))
        beneath = self.when.height_at(rest.width)
        if not self._beside(rest.width):
            beneath += self.reason.height_at(rest.width)
        pile = rest.middle(rest.width, min(rest.height, head_px + beneath))
        head, facts = pile.cut_top(min(head_px, pile.height))
        chip, title = head.cut_right(chip_px, look.small_gap)
        self.title.place(title)
        self.chip.place(chip.cut_top(min(chip_high, head.height))[0])
        self._place_facts(facts)

    def _beside(self, width_px: float) -> bool:
        """Whether the reason has room after the age."""
        return self.when.natural_width() + self.look.gap + self.reason.natural_width() + 2 <= width_px

    def _place_facts(self, facts: Rectangle) -> None:
        if self._beside(facts.width):
            when, reason = facts.cut_left(self.when.natural_width() + 1, self.look.gap)
        else:
            when, reason = facts.cut_top(min(self.when.height_at(facts.width), facts.height))
        self.when.place(when)
        self.reason.place(reason)


class TestListPage(Page[TestList]):
    __test__ = False

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: TestList | None = None
        self.title = Words(surroundings, text_size="title", bold=True)
        self.lines: list[TestLine] = []
        self.pager = PageTurner(surroundings=surroundings)
        self.add_widget(self.title)

    def show(self, desk: TestList) -> None:
        before, self.desk = self.desk, desk
        self.title.say(self.words(desk.title), self.look.palette.ink)
        self._show_pager(desk)
        names = [row.name for row in desk.rows]
        same = before is not None and before.title == desk.title and bool(before.page) == bool(desk.page)
        if before is None or not same or names != [row.name for row in before.rows]:
            for line in self.lines:
                self.remove_widget(line)
            many = len(desk.rows) > ROOMY[self.look.portrait]
            own = self.surroundings.with_look(denser(self.look)) if many else self.surroundings
            self.lines = [TestLine(own, row) for row in desk.rows]
            for line in self.lines:
                self.add_widget(line)
            self.arrange()
            return
        for line, row in zip(self.lines, desk.rows, strict=True):
            if row != line.row:
                line.take(row)
                line.arrange()

    def _show_pager(self, desk: TestList) -> None:
        if desk.page is not None:
            self.pager.serve(desk.page)
        if desk.page is not None and self.pager.parent is None:
            self.add_widget(self.pager)
        elif desk.page is None and self.pager.parent is not None:
            self.remove_widget(self.pager)

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        inner = self.box.inset(look.margin, look.gap)
        title, rest = inner.cut_top(self.title.height_at(inner.width), look.small_gap)
        self.title.place(title)
        if self.pager.parent is not None:
            pager, rest = rest.cut_bottom(look.mm(PAGER_MM), look.gap)
            self.pager.place(pager.middle(min(pager.width, look.mm(260)), pager.height))
        self._place_lines(rest)

    def _place_lines(self, room: Rectangle) -> None:
        gap = self.look.mm(GAP_MM)
        across = 2 if len(self.lines) > ONE_COLUMN and not self.look.portrait else 1
        down = max(1, -(-len(self.lines) // across))
        height = min((room.height - gap * (down - 1)) / down, self.look.mm(TALLEST_MM))
        columns = room.columns(across, gap)
        for number, line in enumerate(self.lines):
            box = columns[number // down].rows([height] * down, gap)[number % down]
            line.place(box)
