"""Labelled values such as the time and the serial number, on a card of their own."""

from typing import Any

from kiosk.session.view import Fact, ScreenView
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.part import Part, Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words


class FactLine(Styled):
    """The value under its label where both do not fit beside each other; `sparing`, with less air around."""

    def __init__(self, surroundings: Surroundings, fact: Fact) -> None:
        super().__init__(surroundings)
        palette = self.look.palette
        self.label = Words(surroundings, text_size="body")
        self.value = Words(surroundings, text_size="body", bold=True, align="right")
        self.sparing = 0
        self.label.say(self.words(fact.label), palette.soft)
        self.value.say(self.words(fact.value), palette.ink)
        self.add_widget(self.label)
        self.add_widget(self.value)

    def _beside(self, width_px: float) -> bool:
        return self.label.natural_width() + self.value.natural_width() + self.look.gap <= width_px

    def height_at(self, width_px: float) -> float:
        if self._beside(width_px):
            line_px = self.look.em_px(self.label.text_size) + self.look.mm(2.0)
            return line_px if self.sparing > 2 else self.look.line_px(self.label.text_size)
        return self._height_of(self.label, width_px) + self._height_of(self.value, width_px)

    def _height_of(self, words: Words, width_px: float) -> float:
        if self.sparing > 1:
            return words.least_height_at(width_px) + self.look.mm(1.0)
        return words.height_at(width_px)

    def arrange(self) -> None:
        beside = self._beside(self.box.width)
        self.value.align = "right" if beside else "left"
        if beside:
            label, value = self.box.cut_left(self.label.natural_width() + 1, self.look.small_gap)
        else:
            label, value = self.box.cut_top(self._height_of(self.label, self.box.width))
        self.label.place(label)
        self.value.place(value)


class FactCard(Styled):
    """Any number of facts; used on screens and in dialogs."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.facts: tuple[Fact, ...] = ()
        self.lines: list[FactLine] = []
        self.sparing = 0

    def say(self, facts: tuple[Fact, ...]) -> None:
        if facts != self.facts:
            self.facts = facts
            self.clear_widgets()
            self.lines = [FactLine(self.surroundings, fact) for fact in facts]
            for line in self.lines:
                self.add_widget(line)

    def height_at(self, width_px: float) -> float:
        for line in self.lines:
            line.sparing = self.sparing
        inner = width_px - 2 * self._padding()
        lines = sum(line.height_at(inner) for line in self.lines)
        return lines + self._between() * (len(self.lines) + 1)

    def _between(self) -> float:
        return self.look.mm(1.0) if self.sparing > 2 else self.look.small_gap

    def _padding(self) -> float:
        return self.look.mm(3.5) if self.sparing else self.look.padding

    def arrange(self) -> None:
        palette, look = self.look.palette, self.look
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.edge, look.edge_width, look.corner))
        inner: Rectangle = self.box.inset(self._padding(), self._between())
        heights = [line.height_at(inner.width) for line in self.lines]
        for line, box in zip(self.lines, inner.rows(heights, self._between()), strict=True):
            line.place(box)


class FactList(Part):
    where = "facts"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.card = FactCard(self.surroundings)
        self.add_widget(self.card)

    def show(self, view: ScreenView) -> bool:
        self.card.say(view.facts)
        return bool(view.facts)

    def wish(self, width_px: float) -> Wish:
        self.card.sparing = self.sparing
        height = self.card.height_at(width_px)
        return Wish(height, height)

    def arrange(self) -> None:
        self.card.place(self.box)
