"""A form: rows to fill in, to choose or to compare, one of them chosen, and keys that type into it."""

from kiosk.technician.view import Form
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.form_row import FormLine, FormTarget
from screens.technician.page import Page
from screens.technician.sizes import denser, level_pair
from screens.widgets.keypad import KeypadKeys
from screens.widgets.words import Words

KEYS_SHARE, KEYS_MM = 0.36, 118.0
GAP_MM, TALLEST_MM, ROOMY = 3.5, 30.0, 7
"""Up to seven rows have room for the larger type."""

MOST_IN_A_COLUMN = {True: 14, False: 8}
"""By whether the display is high."""


class FormPage(Page[Form]):
    """A digit typed draws one row again. A problem stands in place of the prompt."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: Form | None = None
        self.title = Words(surroundings, text_size="strong", bold=True)
        self.prompt = Words(surroundings, text_size="body")
        self.lines: list[FormLine] = []
        self.keys = KeypadKeys(surroundings=surroundings)
        for child in (self.title, self.prompt):
            self.add_widget(child)

    def show(self, desk: Form) -> None:
        before, self.desk = self.desk, desk
        if before is not None and _frame_of(before) == _frame_of(desk):
            for line, row in zip(self.lines, desk.rows, strict=True):
                if row != line.row:
                    line.take(row)
                    line.arrange()
            return
        palette = self.look.palette
        self.title.say(self.words(desk.title), palette.ink)
        self.prompt.bold = desk.problem is not None
        ink = level_pair(palette, "error").ground if desk.problem else palette.soft
        self.prompt.say(self.words(desk.problem or desk.prompt), ink)
        for line in self.lines:
            self.remove_widget(line)
        many = len(desk.rows) > ROOMY
        own = self.surroundings.with_look(denser(self.look)) if many else self.surroundings
        self.lines = [FormTarget(own, row) if row.select else FormLine(own, row) for row in desk.rows]
        for line in self.lines:
            self.add_widget(line)
        self.remove_widget(self.keys)
        if self.keys.serve(desk.keys):
            self.add_widget(self.keys)
        self.arrange()

    def arrange(self) -> None:
        look = self.look
        if self.desk is None or not self.box.width:
            return
        room = self.box.inset(look.margin, look.gap)
        if self.keys.parent is not None and look.portrait:
            keys, room = room.cut_bottom(look.mm(KEYS_MM), look.gap)
            self.keys.place(keys)
        elif self.keys.parent is not None:
            keys, room = room.cut_right(room.width * KEYS_SHARE, 2 * look.gap)
            self.keys.place(keys)
        for words in (self.title, self.prompt):
            high = words.height_at(room.width)
            box, room = room.cut_top(high, look.small_gap if high else 0.0)
            words.place(box)
        self._place_lines(room)

    def _place_lines(self, room: Rectangle) -> None:
        gap = self.look.mm(GAP_MM)
        across = 2 if len(self.lines) > MOST_IN_A_COLUMN[self.look.portrait] else 1
        down = max(1, -(-len(self.lines) // across))
        height = min((room.height - gap * (down - 1)) / down, self.look.mm(TALLEST_MM))
        columns = room.columns(across, self.look.gap)
        for number, line in enumerate(self.lines):
            line.place(columns[number // down].rows([height] * down, gap)[number % down])


def _frame_of(desk: Form) -> tuple[object, ...]:
    """What, if it stays, leaves every row in its place."""
    rows = tuple((row.name, row.select is None) for row in desk.rows)
    return desk.title, desk.prompt, desk.problem, desk.keys, rows
