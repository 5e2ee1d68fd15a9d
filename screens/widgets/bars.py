"""The frame: what is in the same place on every screen, at the top and at the bottom."""

from kivy.graphics import Color, Line, Rectangle

from kiosk.session.view import Button, Frame
from screens.palette import rgb
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.theme import Look, TextSize
from screens.widgets.big_button import BigButton
from screens.widgets.knock import Knock
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

EXIT_MM = (44.0, 21.0)
TOP_MM, TOP_WIDE_MM = 37.0, 31.0
BOTTOM_MM, BOTTOM_WIDE_MM = 46.0, 35.0
SIDE_SHARE, HELP_SHARE = 0.32, 0.28
"""Of the width between the margins: back and primary at the sides, help in the very middle."""


class Bar(Styled):
    """A strip of surface with a line towards the screen's middle; its buttons come and go, never move."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.slots: dict[str, BigButton] = {}

    def slot(self, place: str, text_size: TextSize = "body") -> BigButton:
        self.slots[place] = BigButton(self.surroundings, text_size=text_size, note_size="small")
        return self.slots[place]

    def fill(self, place: str, button: Button | None) -> None:
        widget = self.slots[place]
        if button is None:
            self.remove_widget(widget)
            return
        widget.serve(button)
        if widget.parent is None:
            self.add_widget(widget)

    def draw_ground(self, line_y: float) -> None:
        palette = self.look.palette
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(palette.surface))
            Rectangle(pos=(self.box.x, self.box.y), size=(self.box.width, self.box.height))
            Color(*rgb(palette.edge))
            Line(points=[self.box.x, line_y, self.box.right, line_y], width=self.look.mm(0.3))


class TopBar(Bar):
    """Exit (or whose machine it is), a banner, the clock, whom to call, and which machine this is."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.slot("exit")
        self.brand = Words(surroundings, text_size="body", bold=True, single_line=True)
        self.clock = Words(surroundings, text_size="small", align="right", single_line=True)
        self.phone = Words(surroundings, text_size="small", bold=True, align="right", single_line=True)
        self.machine = Words(surroundings, text_size="small", align="right", single_line=True)
        self.banner = Words(surroundings, text_size="small", bold=True, align="centre")
        self.knock = Knock(surroundings)
        for child in (self.brand, self.clock, self.phone, self.machine, self.banner, self.knock):
            self.add_widget(child)

    @staticmethod
    def height_on(look: Look) -> float:
        return look.scaled_mm(TOP_MM if look.portrait else TOP_WIDE_MM)

    def show(self, frame: Frame, banner: str) -> None:
        palette = self.look.palette
        self.fill("exit", frame.exit)
        self.brand.say("" if frame.exit else self.words(frame.brand), palette.ink)
        self.clock.say(frame.clock, palette.soft)
        self.phone.say(self.words(frame.phone), palette.accent)
        self.machine.say(self.words(frame.machine), palette.soft)
        self.banner.say(banner, palette.banner.ink)

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.y)
        inner = self.box.inset(look.margin, 0)
        width, height = look.scaled_mm(EXIT_MM[0]), look.scaled_mm(EXIT_MM[1])
        exit_box, rest = inner.cut_left(width, look.small_gap)
        self.slots["exit"].place(exit_box.middle(width, height))
        if self.brand.text:
            exit_box, rest = inner.cut_left(self.brand.natural_width() + 1, look.small_gap)
            self.brand.place(exit_box)
        else:
            self.brand.place(Box(0, 0, 0, 0))
        self._place_right(rest)

    def _place_right(self, rest: Box) -> None:
        look = self.look
        line = look.line_px("small")
        phone_px = self.phone.natural_width() + 1
        right_px = phone_px + look.gap + self.clock.natural_width() + 1
        right, middle = rest.cut_right(max(right_px, self.machine.natural_width() + 1), look.small_gap)
        upper, lower = right.middle(right.width, min(2 * line, right.height)).cut_top(line)
        phone, clock = upper.cut_right(phone_px, look.gap)
        self.phone.place(phone)
        self.clock.place(clock)
        self.machine.place(lower)
        self.knock.place(lower)
        self._place_banner(middle)

    def _place_banner(self, middle: Box) -> None:
        look, palette = self.look, self.look.palette
        if not self.banner.text:
            self.banner.place(Box(0, 0, 0, 0))
            return
        inner_px = middle.width - 2 * look.small_gap
        wide = min(self.banner.natural_width() + 1, inner_px)
        high = min(self.banner.height_at(inner_px), middle.height - 2 * look.mm(1))
        pill = middle.middle(wide + 2 * look.small_gap, high + look.mm(1))
        self.canvas.before.add(plate(pill, palette.banner.ground, None, 0, look.mm(4)))
        self.banner.place(pill.inset(look.small_gap, 0))


class BottomBar(Bar):
    """Back, help and the one primary button."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.slot("back")
        self.slot("help")
        self.slot("primary", "strong")

    @staticmethod
    def height_on(look: Look) -> float:
        return look.scaled_mm(BOTTOM_MM if look.portrait else BOTTOM_WIDE_MM)

    def show(self, frame: Frame) -> None:
        self.fill("back", frame.back)
        self.fill("help", frame.help)
        self.fill("primary", frame.primary)

    def arrange(self) -> None:
        look = self.look
        self.draw_ground(self.box.top)
        inner = self.box.inset(look.margin, look.mm(5.0))
        back, rest = inner.cut_left(inner.width * SIDE_SHARE)
        primary, rest = rest.cut_right(inner.width * SIDE_SHARE)
        self.slots["back"].place(back)
        self.slots["help"].place(rest.middle(inner.width * HELP_SHARE, rest.height))
        self.slots["primary"].place(primary)
