"""The display test: the whole display in one colour or pattern; a tap anywhere goes on.

The words stand at the bottom of one pattern and at the top of the next, so that every spot is seen bare.
"""

from kivy.graphics import Color
from kivy.graphics import Rectangle as Ground

from kiosk.technician.view import ColourField
from screens.palette import rgb
from screens.surroundings import Surroundings
from screens.technician.page import Page
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.pressable import Pressable
from screens.widgets.words import Words

COLOURS = {
    "red": "#FF0000",
    "green": "#00FF00",
    "blue": "#0000FF",
    "white": "#FFFFFF",
    "black": "#000000",
    "grey": "#808080",
    "checks": "#000000",
}
WORDS_ABOVE = {"green", "white", "grey"}
CHECK_MM, PILL_MM = 12.0, 15.0


class WholeField(Pressable):
    """Everything is the button; a press changes nothing that is seen, the next pattern does."""

    def arrange(self) -> None:
        """Drawn by the page."""


class Pill(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.text = Words(surroundings, text_size="small", bold=True, align="centre", single_line=True)
        self.add_widget(self.text)

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.ink, look.mm(0.6), look.corner))
        self.text.place(self.box.inset(look.mm(4), 0))


class ColourPage(Page[ColourField]):
    whole_display = True

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.desk: ColourField | None = None
        self.field = WholeField(surroundings)
        self.pill = Pill(surroundings)
        self.add_widget(self.field)
        self.add_widget(self.pill)

    def show(self, desk: ColourField) -> None:
        self.desk = desk
        self.field.serve(desk.next)
        self.pill.text.say(self.words(desk.prompt), self.look.palette.ink)
        self.arrange()

    def arrange(self) -> None:
        if self.desk is None or not self.box.width:
            return
        look = self.look
        self.field.place(self.box)
        self._draw(self.desk.pattern)
        width = min(self.pill.text.natural_width() + 2 * look.mm(5), self.box.width - 2 * look.margin)
        inner = self.box.inset(look.margin)
        above, below = inner.cut_top(look.mm(PILL_MM))[0], inner.cut_bottom(look.mm(PILL_MM))[0]
        strip = above if self.desk.pattern in WORDS_ABOVE else below
        self.pill.place(strip.middle(width, strip.height))

    def _draw(self, pattern: str) -> None:
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(COLOURS[pattern]))
            Ground(pos=(self.box.x, self.box.y), size=(self.box.width, self.box.height))
            if pattern == "checks":
                self._draw_checks()

    def _draw_checks(self) -> None:
        Color(1, 1, 1)
        side = int(self.look.mm(CHECK_MM))
        for row, y in enumerate(range(int(self.box.y), int(self.box.top), side)):
            for x in range(int(self.box.x) + side * (row % 2), int(self.box.right), 2 * side):
                Ground(pos=(x, y), size=(min(side, self.box.right - x), min(side, self.box.top - y)))
