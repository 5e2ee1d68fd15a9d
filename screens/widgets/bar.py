"""A strip of surface along an edge of the display; its buttons come and go."""

from kivy.graphics import Color, Line, Rectangle

from kiosk.session.view import Button
from screens.palette import rgb
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.big_button import BigButton
from screens.widgets.part import Styled


class Bar(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.slots: dict[str, BigButton] = {}

    def slot(self, place: str, text_size: TextSize = "body") -> BigButton:
        note_size: TextSize = "small"
        self.slots[place] = BigButton(
            self.surroundings, text_size=text_size, note_size=note_size, known_by_place=True
        )
        return self.slots[place]

    def fill(self, place: str, button: Button | None) -> None:
        widget = self.slots[place]
        if button is None:
            if widget.parent is not None:  # perhaps lent to a question over the screen
                widget.parent.remove_widget(widget)
            return
        widget.serve(button)
        if widget.parent is None:
            self.add_widget(widget)

    def draw_ground(self, line_at: float, *, upright: bool = False) -> None:
        """Surface, and a line towards the screen's middle."""
        palette, box = self.look.palette, self.box
        line = [line_at, box.y, line_at, box.top] if upright else [box.x, line_at, box.right, line_at]
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(palette.surface))
            Rectangle(pos=(box.x, box.y), size=(box.width, box.height))
            Color(*rgb(palette.edge))
            Line(points=line, width=self.look.mm(0.3))
