"""How far the resident has come: a bar a step, and the same in words."""

from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle

from kiosk.session.view import Progress, ScreenView, text
from screens.palette import rgb
from screens.rectangle import Wish
from screens.widgets.part import Part
from screens.widgets.words import Words

BAR_MM = 4.0


class ProgressSteps(Part):
    where = "head"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.progress: Progress | None = None
        self.label = Words(self.surroundings, text_size="small", bold=True, align="right", single_line=True)
        self.add_widget(self.label)

    def show(self, view: ScreenView) -> bool:
        """Where height is scarce the top bar says it."""
        return self.say(None if self.look.scarce else view.progress)

    def say(self, progress: Progress | None) -> bool:
        """False if there is nothing to say."""
        self.progress = progress
        if progress is None:
            return False
        step = text("frame.progress", done=str(progress.done), of=str(progress.of))
        self.label.say(self.words(step), self.look.palette.accent)
        return True

    def wish(self, width_px: float) -> Wish:
        height = self.look.line_px("small")
        return Wish(height, height)

    def arrange(self) -> None:
        self.canvas.before.clear()
        if self.progress is None:
            return
        label, bars = self.box.cut_right(self.label.natural_width() + 1, self.look.small_gap)
        self.label.place(label)
        height = self.look.mm(BAR_MM)
        palette = self.look.palette
        with self.canvas.before:
            for number, column in enumerate(bars.columns(self.progress.of, self.look.small_gap), start=1):
                Color(*rgb(palette.accent if number <= self.progress.done else palette.edge))
                bar = column.middle(column.width, height if number <= self.progress.done else height / 2)
                SmoothRoundedRectangle(
                    pos=(bar.x, bar.y), size=(bar.width, bar.height), radius=[bar.height / 2]
                )
