"""Sums that are counted while somebody looks on: as large as type gets, one under the other, never broken."""

from typing import Any

from kivy.graphics import Color
from kivy.graphics import Rectangle as Bar

from kiosk.session.view import ScreenView, Total
from screens.palette import rgb
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.money_label import sum_words
from screens.widgets.part import Part, Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words


class SumRow(Styled):
    """What it is at the left, how much at the right."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.label = Words(surroundings, text_size="strong", bold=True, single_line=True)
        self.digits = sum_words(surroundings)
        self.beside = True
        self.close = False
        self.add_widget(self.label)
        self.add_widget(self.digits)

    def say(self, total: Total) -> None:
        self.label.say(self.words(total.label), self.look.palette.soft)
        self.digits.say(total.digits, self.look.palette.ink)

    @property
    def label_px(self) -> float:
        return self._line_px(self.label)

    @property
    def digits_px(self) -> float:
        return self._line_px(self.digits)

    def _line_px(self, words: Words) -> float:
        """Where there is little room, with less air above and below."""
        if self.close:
            return self.look.em_px(words.text_size) + self.look.mm(1.5)
        return self.look.line_px(words.text_size)

    def natural_width(self) -> float:
        """Of label and digits beside each other."""
        return self.label.natural_width() + self.look.gap + self.digits.natural_width() + 2

    def arrange(self) -> None:
        if self.beside:
            label, digits = self.box.cut_left(self.label.natural_width() + 1, self.look.small_gap)
        else:
            high = self.label_px + (self.box.height - self.label_px - self.digits_px) / 2
            label, digits = self.box.cut_top(high)
        self.label.place(label)
        self.digits.place(digits)


class SumBoard(Part):
    """Keeps its rows while their number stays the same: only the digits change as a note goes in."""

    where = "facts"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.rows: list[SumRow] = []

    def show(self, view: ScreenView) -> bool:
        if len(self.rows) != len(view.sums):
            self.clear_widgets()
            self.rows = [SumRow(self.surroundings) for _ in view.sums]
            for row in self.rows:
                self.add_widget(row)
        for row, total in zip(self.rows, view.sums, strict=True):
            row.say(total)
        return bool(view.sums)

    def wish(self, width_px: float) -> Wish:
        self._agree(width_px - 2 * self._padding())
        height = sum(self._row_height(row) for row in self.rows) + 2 * self.look.small_gap
        return Wish(height, height)

    def _padding(self) -> float:
        if self.sparing > 1 and self.look.condensed:
            return self.look.mm(1.0)
        return self.look.small_gap if self.sparing else self.look.padding

    def _row_height(self, row: SumRow) -> float:
        return row.digits_px + (0.0 if row.beside else row.label_px)

    def _agree(self, width_px: float) -> None:
        """Sums to be compared look alike: as large as type gets, beside their labels where all of them have
        room there, and under them where not."""
        for row in self.rows:
            row.label.text_size = "strong"
            row.close = self.sparing > 1 and self.look.condensed
        beside = all(row.natural_width() <= width_px for row in self.rows)
        for row in self.rows:
            row.beside = beside
            row.label.text_size = "strong" if beside else "body"

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self._agree(self.box.width - 2 * self._padding())
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.edge, look.edge_width, look.corner))
        inner: Rectangle = self.box.inset(self._padding(), look.small_gap)
        height = inner.height / max(1, len(self.rows))
        for number, (row, box) in enumerate(
            zip(self.rows, inner.rows([height] * len(self.rows), 0.0), strict=True)
        ):
            row.place(box)
            if number:
                with self.canvas.before:
                    Color(*rgb(palette.edge))
                    Bar(pos=(box.x, box.top), size=(box.width, look.edge_width))
