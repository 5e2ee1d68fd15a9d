"""What stands around a technician's page: whose mode this is above, what to do with it all below."""

from kiosk.session.view import Button
from kiosk.technician.view import TechnicianView
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.technician.flow import flow
from screens.theme import Look, TextSize
from screens.widgets.bar import Bar
from screens.widgets.big_button import BigButton
from screens.widgets.plate import plate
from screens.widgets.words import Words

TOP_MM, TOP_WIDE_MM = 37.0, 21.0
BUTTON_MM, AROUND_MM = 20.0, 4.5
NOTICE_PADDING_MM, UNDER_NOTICE_MM = 2.0, 4.0
WIDEST_MM, BESIDE_WORDS_MM = 88.0, 7.0
HALF = 0.6
"""Of a note's width, for each of its two lines: they are seldom of one length."""

SIZES: tuple[TextSize, ...] = ("strong", "body")


class TitleBar(Bar):
    """Title, banner, who is here and how long, the clock: in one line on a wide display, in two on a high
    one."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.title = Words(surroundings, text_size="strong", bold=True, single_line=True)
        self.banner = Words(surroundings, text_size="small", bold=True, align="centre", single_line=True)
        self.whose = Words(surroundings, text_size="small", align="right", single_line=True)
        self.clock = Words(surroundings, text_size="small", bold=True, align="right", single_line=True)
        for child in (self.title, self.banner, self.whose, self.clock):
            self.add_widget(child)

    @staticmethod
    def height_on(look: Look) -> float:
        return look.mm(TOP_MM if look.portrait else TOP_WIDE_MM)

    def show(self, view: TechnicianView) -> None:
        palette = self.look.palette
        self.title.say(self.words(view.title), palette.ink)
        self.banner.say(self.words(view.banner) if view.banner else "", palette.banner.ink)
        self.whose.say(self.words(view.whose), palette.soft)
        self.clock.say(view.clock, palette.accent)

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.y)
        inner = self.box.inset(look.margin, look.mm(1.5))
        if look.portrait:
            upper, lower = inner.cut_top(inner.height / 2)
            clock, title = upper.cut_right(self.clock.natural_width() + 1, look.gap)
            whose, middle = lower.cut_left(self.whose.natural_width() + 1, look.gap)
            middle, _ = middle.cut_right(min(self._pill_px(), middle.width))
        else:
            clock, rest = inner.cut_right(self.clock.natural_width() + 1, look.gap)
            whose, rest = rest.cut_right(self.whose.natural_width() + 1, look.gap)
            title_px = min(self.title.natural_width() + 1, rest.width - self._pill_px())
            title, middle = rest.cut_left(title_px, look.gap)
        for words, box in ((self.clock, clock), (self.title, title), (self.whose, whose)):
            words.place(box)
        self._place_banner(middle)

    def _pill_px(self) -> float:
        return self.banner.natural_width() + 4 * self.look.small_gap if self.banner.text else 0.0

    def _place_banner(self, room: Rectangle) -> None:
        if not self.banner.text:
            self.banner.place(Rectangle(0, 0, 0, 0))
            return
        pill = room.middle(min(self._pill_px(), room.width), self.look.line_px("small"))
        ground = self.look.palette.banner.ground
        self.canvas.before.add(plate(pill, ground, None, 0, self.look.mm(3)))
        self.banner.place(pill.inset(self.look.small_gap, 0))


class ButtonRow(Bar):
    """Buttons of one width from the left; the primary one takes what room is left. Where they are too many,
    their type is smaller; then they stand in further rows."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.served: tuple[Button, ...] = ()
        self.buttons: list[BigButton] = []

    def show(self, buttons: tuple[Button, ...]) -> None:
        """Buttons of the same names stay the same widgets, so that a finger on one is not disturbed."""
        if [button.name for button in buttons] != [button.name for button in self.served]:
            self.clear_widgets()
            self.buttons = [BigButton(self.surroundings, note_size="small") for _ in buttons]
            for widget in self.buttons:
                self.add_widget(widget)
        self.served = buttons
        for widget, button in zip(self.buttons, buttons, strict=True):
            widget.serve(button)

    def height_at(self, width_px: float) -> float:
        """Nothing without buttons."""
        look, rows = self.look, len(self._rows(width_px - 2 * self.look.margin))
        if not rows:
            return 0.0
        return rows * look.mm(BUTTON_MM) + (rows - 1) * look.gap + 2 * look.mm(AROUND_MM)

    def _need(self, widget: BigButton) -> float:
        words = widget.label.natural_width()
        if widget.note.text:  # beside the label, in two lines
            words = 2 * max(words, HALF * widget.note.natural_width()) + self.look.small_gap
        return words + 2 * self.look.mm(BESIDE_WORDS_MM)

    def _rows(self, room_px: float) -> list[list[int]]:
        found = {size: self._rows_in(size, room_px) for size in SIZES}
        size = min(SIZES, key=lambda size: len(found[size]))
        return self._rows_in(size, room_px)

    def _rows_in(self, size: TextSize, room_px: float) -> list[list[int]]:
        for widget in self.buttons:
            widget.label.text_size = size
        return flow([self._need(widget) for widget in self.buttons], self.look.gap, room_px)

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.top)
        if not self.buttons:
            return
        inner = self.box.inset(look.margin, look.mm(AROUND_MM))
        rows = self._rows(inner.width)
        for row, strip in zip(rows, inner.rows([look.mm(BUTTON_MM)] * len(rows), look.gap), strict=True):
            self._place_row([self.buttons[index] for index in row], strip)

    def _place_row(self, row: list[BigButton], strip: Rectangle) -> None:
        for widget, width in zip(row, self._widths(row, strip.width), strict=True):
            box, strip = strip.cut_left(width, self.look.gap)
            widget.place(box)

    def _widths(self, row: list[BigButton], room_px: float) -> list[float]:
        """All equal, but the primary one at least as wide; by their words where those differ too much."""
        room_px -= self.look.gap * (len(row) - 1)
        needs = [self._need(widget) for widget in row]
        each = min(self.look.mm(WIDEST_MM), room_px / len(row))
        if each < max(needs):
            spare = (room_px - sum(needs)) / len(row)
            return [need + spare for need in needs]
        primary = sum(widget.tone == "primary" for widget in row)
        rest = (room_px - each * (len(row) - primary)) / max(1, primary)
        return [rest if widget.tone == "primary" else each for widget in row]


class NoticeLine(Bar):
    """News, in a strip above the buttons."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.text = Words(surroundings, text_size="small", bold=True)
        self.add_widget(self.text)

    def say(self, text: str) -> None:
        self.text.say(text, self.look.palette.tones["water"].ink)

    def height_at(self, width_px: float) -> float:
        words = self.text.height_at(width_px - 4 * self.look.margin)
        around = 2 * self.look.mm(NOTICE_PADDING_MM) + self.look.mm(UNDER_NOTICE_MM)
        return words + around if words else 0.0

    def arrange(self) -> None:
        look = self.look
        pair = look.palette.tones["water"]
        self.canvas.before.clear()
        strip = self.box.cut_top(max(0.0, self.box.height - look.mm(UNDER_NOTICE_MM)))[0]
        if self.text.text:
            box = strip.inset(look.margin, 0)
            self.canvas.before.add(plate(box, pair.ground, pair.ink, look.mm(0.5), look.mm(4)))
        self.text.place(strip.inset(2 * look.margin, 0))
