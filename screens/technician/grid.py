"""Figures in columns under their heads, every row over a line; what is bad stands in its colour."""

from kivy.graphics import Color, Rectangle

from kiosk.technician.view import Grid, GridRow
from screens.palette import Colour, rgb
from screens.surroundings import Surroundings
from screens.technician.sizes import level_pair
from screens.theme import TextSize
from screens.widgets.part import Styled
from screens.widgets.words import Words

GAP_MM, ROW_MM, LINE_MM = 4.0, 16.0, 0.4


class GridOfFigures(Styled):
    """Made anew for each grid."""

    def __init__(self, surroundings: Surroundings, grid: Grid) -> None:
        super().__init__(surroundings)
        palette = self.look.palette
        self.rows = [[self._words(self.words(head), palette.soft) for head in grid.heads]]
        self.rows += [self._row(row) for row in grid.rows]
        for row in self.rows:
            for number, words in enumerate(row):
                words.align = "right" if number else "left"
                self.add_widget(words)

    def _row(self, row: GridRow) -> list[Words]:
        palette = self.look.palette
        ink = level_pair(palette, row.level).ground if row.level else palette.ink
        bold = row.strong or row.level is not None
        cells = (cell if isinstance(cell, str) else self.words(cell) for cell in row.cells)
        return [self._words(cell, ink, bold=bold) for cell in cells]

    def _words(self, text: str, colour: Colour, *, bold: bool = False) -> Words:
        words = Words(self.surroundings, text_size="body", bold=bold, single_line=True)
        words.say(text, colour)
        return words

    @property
    def natural_width(self) -> float:
        return sum(self._widths()) + self.look.mm(GAP_MM) * (len(self.rows[0]) - 1)

    @property
    def natural_height(self) -> float:
        return len(self.rows) * self.look.mm(ROW_MM)

    def _set(self, text_size: TextSize) -> None:
        for row in self.rows:
            for words in row:
                words.text_size = text_size

    def _widths(self) -> list[float]:
        return [max(words.natural_width() for words in column) + 2 for column in zip(*self.rows, strict=True)]

    def arrange(self) -> None:
        """One size of type for all; the room that is left is shared by the columns."""
        gap = self.look.mm(GAP_MM)
        self._set("body")
        if self.natural_width > self.box.width:
            self._set("small")
        widths = self._widths()
        spare = (self.box.width - self.natural_width) / len(widths)
        widths = [width + spare for width in widths]
        high = min(self.box.height / len(self.rows), self.look.mm(ROW_MM))
        self.canvas.before.clear()
        for row, line in zip(self.rows, self.box.rows([high] * len(self.rows), 0.0), strict=True):
            with self.canvas.before:
                Color(*rgb(self.look.palette.edge))
                Rectangle(pos=(line.x, line.y), size=(line.width, self.look.mm(LINE_MM)))
            rest = line
            for words, width in zip(row, widths, strict=True):
                cell, rest = rest.cut_left(width, gap)
                words.place(cell)
