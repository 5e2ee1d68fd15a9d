"""A payment that a helper has looked up: a line for each thing its paper says."""

from kiosk.session.view import Fact, Text
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words


class FoundCard(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.lines: list[tuple[Words, Words]] = []

    def say(self, facts: tuple[Fact, ...]) -> None:
        self.clear_widgets()
        self.lines = [(self._line(fact.label), self._line(fact.value, bold=True)) for fact in facts]

    def _line(self, said: Text | str, *, bold: bool = False) -> Words:
        words = Words(self.surroundings, text_size="small", bold=bold, single_line=True)
        words.say(self.words(said), self.look.palette.ink)
        self.add_widget(words)
        return words

    def height_at(self, width_px: float) -> float:
        return len(self.lines) * self.look.line_px("small") + 2 * self.look.small_gap

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.edge, look.edge_width, look.corner))
        inner: Rectangle = self.box.inset(look.mm(5.0), look.small_gap)
        row_px = inner.height / max(1, len(self.lines))
        for (label, value), row in zip(self.lines, inner.rows([row_px] * len(self.lines), 0), strict=True):
            left, right = row.cut_left(label.natural_width() + 1, look.small_gap)
            label.place(left)
            value.place(right)
