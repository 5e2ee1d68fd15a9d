"""Bars from left to right, each beside the one it is compared with: filled and hatched."""

from typing import Any

from kivy.graphics import Color, Line, Rectangle

from kiosk.session.view import ScreenView
from kiosk.session.view_bars import FULL, Bar
from screens import rectangle
from screens.on_paper import drawing
from screens.palette import rgb
from screens.rectangle import Wish
from screens.theme import EM_MM
from screens.widgets.part import Part
from screens.widgets.plate import plate
from screens.widgets.words import Words

LEAST_MM, SPARING_MM, MOST_MM = 52.0, 28.0, 120.0
"""Heights of the highest bar."""
BAR_OF_PLACE = 0.4
"""How much of its place the wider of two bars takes; two of them leave a gap to the next pair."""
HATCH_MM = 3.2
APART_MM = 1.2
"""On either side of a label, so that two numbers are not read as one."""
LEAST_BAR_MM = 0.8
"""Of a bar of nothing at all: it is there, and it is empty."""


class BarChart(Part):
    where = "picture"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.bars: tuple[Bar, ...] = ()
        self.labels: list[Words] = []

    def show(self, view: ScreenView) -> bool:
        """From left to right as they come in the view."""
        bars = tuple(bar for group in view.bars for bar in group.bars)
        if bars != self.bars:
            self.bars = bars
            self.clear_widgets()
            self.labels = [
                Words(
                    self.surroundings,
                    text_size="body",
                    bold=True,
                    align="centre",
                    single_line=True,
                    least_mm=EM_MM["small"],
                )
                for _ in bars
            ]
            for words, bar in zip(self.labels, bars, strict=True):
                words.say(bar.label, self.look.palette.ink)
                self.add_widget(words)
        return bool(bars)

    def wish(self, width_px: float) -> Wish:
        look = self.look
        beside = self._label_px() + 2 * look.small_gap + look.small_gap
        least = look.mm(SPARING_MM if self.sparing else LEAST_MM)
        return Wish(least + beside, look.mm(MOST_MM) + beside)

    def _label_px(self) -> float:
        return self.look.em_px("body") + self.look.mm(2.0)

    def arrange(self) -> None:
        palette, look = self.look.palette, self.look
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, palette.edge, look.edge_width, look.corner))
        inner = self.box.inset(look.mm(2.0), look.small_gap)
        under, over = inner.cut_bottom(self._label_px(), look.mm(1.0))
        places = zip(under.columns(len(self.bars), 0), over.columns(len(self.bars), 0), strict=True)
        for words, bar, (label, place) in zip(self.labels, self.bars, places, strict=True):
            words.place(label.inset(look.mm(APART_MM), 0))
            if drawing():
                self._draw(bar, place)
        if drawing():
            with self.canvas.before:
                Color(*rgb(palette.ink))
                Rectangle(pos=(over.x, over.y - look.edge_width), size=(over.width, look.edge_width))

    def _draw(self, bar: Bar, place: rectangle.Rectangle) -> None:
        width = place.width * BAR_OF_PLACE
        pair = place.middle(width * (2 if bar.before is not None else 1), place.height)
        rest = pair
        if bar.before is not None:
            before, rest = pair.cut_left(width)
            self._hatch(self._standing(before, bar.before))
        now = self._standing(rest, bar.height)
        with self.canvas.before:
            Color(*rgb(self.look.palette.accent))
            Rectangle(pos=(now.x, now.y), size=(now.width, now.height))

    def _standing(self, place: rectangle.Rectangle, height: int) -> rectangle.Rectangle:
        bar, _ = place.cut_bottom(max(self.look.mm(LEAST_BAR_MM), place.height * height / FULL))
        return bar

    def _hatch(self, bar: rectangle.Rectangle) -> None:
        """An outline with lines from the lower left to the upper right, cut off at its edges."""
        line, apart = self.look.edge_width / 2, self.look.mm(HATCH_MM)
        box = bar.inset(line)
        with self.canvas.before:
            Color(*rgb(self.look.palette.ink))
            Line(rectangle=(box.x, box.y, box.width, box.height), width=line)
            at = box.y - box.width + apart
            while at < box.top:
                left, right = max(0.0, box.y - at), min(box.width, box.top - at)
                Line(points=[box.x + left, at + left, box.x + right, at + right], width=line * 0.7)
                at += apart
