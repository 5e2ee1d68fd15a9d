"""The sentences of a screen: its question, what to do, what else to know, and the code for engineers."""

from typing import Any

from kiosk.session.view import ScreenView
from screens.palette import Colour
from screens.rectangle import Wish
from screens.theme import EM_MM, TextSize
from screens.widgets.part import Part
from screens.widgets.words import LEAST_MM, Align, Words


class Sentence(Part):
    """`align` and `text_size` may be set in kv."""

    text_size: TextSize = "body"
    bold = False
    align: Align = "left"
    least_mm = LEAST_MM

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.text = Words(self.surroundings, text_size=self.text_size, bold=self.bold, least_mm=self.least_mm)
        self.add_widget(self.text)

    def say(self, text: str, colour: Colour) -> bool:
        self.text.align = self.align
        self.text.say(text, colour)
        return bool(text)

    def wanted_size(self) -> TextSize:
        return self.text_size

    def wish(self, width_px: float) -> Wish:
        self.text.text_size = self.wanted_size()
        for _ in range(1, self.sparing):
            self.text.text_size = self.text.smaller(self.text.text_size)
        close = self.sparing > (1 if self.look.condensed else 2)
        height = self.text.least_height_at(width_px) if close else self.text.height_at(width_px)
        return Wish(height, height)

    def arrange(self) -> None:
        self.text.place(self.box)


class Title(Sentence):
    """Above 100 % it is read on the first leaf and repeated on the others, where it gives way to what is new:
    in reach, where the largest type has least room, it is repeated small."""

    where = "head"
    text_size: TextSize = "title"
    bold = True
    least_mm = 20.0
    repeated = False

    def show(self, view: ScreenView) -> bool:
        self.repeated = view.leaf is not None and view.leaf.number > 1
        crammed_mm = EM_MM["strong"] if self.look.crammed else self.least_mm
        self.text.least_mm = LEAST_MM if self.repeated else crammed_mm
        return self.say(self.words(view.title), self.look.palette.ink)

    def wanted_size(self) -> TextSize:
        return "small" if self.repeated and self.look.crammed else self.text_size


class Prompt(Sentence):
    """Turns red where it says what is wrong with the number typed."""

    where = "head"

    def show(self, view: ScreenView) -> bool:
        palette = self.look.palette
        wrong = view.keypad is not None and view.keypad.problem is not None
        text = self.words(view.prompt) if view.prompt else ""
        return self.say(text, palette.danger.ink if wrong else palette.soft)


class Footnote(Sentence):
    where = "foot"

    def show(self, view: ScreenView) -> bool:
        return self.say(self.words(view.footnote) if view.footnote else "", self.look.palette.soft)


class FaultCode(Sentence):
    """Small, for whoever answers the service phone."""

    where = "foot"
    text_size: TextSize = "small"

    def show(self, view: ScreenView) -> bool:
        return self.say(self.words(view.code) if view.code else "", self.look.palette.soft)
