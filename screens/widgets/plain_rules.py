"""What is to be read before money goes in: few rules, each a short sentence in large type."""

from typing import Any

from kiosk.session.view import ScreenView, Text
from screens.rectangle import Wish
from screens.widgets.part import Part
from screens.widgets.plate import plate
from screens.widgets.words import Words


class PlainRules(Part):
    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.rules: tuple[Text, ...] = ()
        self.lines: list[Words] = []

    def show(self, view: ScreenView) -> bool:
        if view.rules != self.rules:
            self.rules = view.rules
            self.clear_widgets()
            self.lines = [Words(self.surroundings, text_size="strong", bold=True) for _ in self.rules]
            for line, rule in zip(self.lines, self.rules, strict=True):
                line.say(self.words(rule), self.look.palette.ink)
                self.add_widget(line)
        return bool(self.rules)

    def wish(self, width_px: float) -> Wish:
        for line in self.lines:
            line.text_size = "body" if self.sparing > 1 else "strong"
        inner = width_px - 2 * self.look.padding
        lines = sum(line.height_at(inner) for line in self.lines)
        height = lines + self.look.small_gap * (len(self.lines) + 1)
        return Wish(height, height)

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.paper, palette.accent, look.edge_width, look.corner))
        inner = self.box.inset(look.padding, look.small_gap)
        heights = [line.height_at(inner.width) for line in self.lines]
        for line, box in zip(self.lines, inner.rows(heights, look.small_gap), strict=True):
            line.place(box)
