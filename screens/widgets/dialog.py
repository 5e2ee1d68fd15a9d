"""A question over the screen: everything beneath is veiled and out of reach until it is answered."""

from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.session.view import Overlay
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.widgets.big_button import BigButton
from screens.widgets.fact_list import FactCard
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

WIDTH_MM, BUTTON_MM = 250.0, 38.0


class Dialog(Styled):
    """`anywhere` is the event a touch beside the buttons sends: only 'are you still there?' has one."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.title = Words(surroundings, text_size="title", bold=True, align="centre")
        self.prompt = Words(surroundings, text_size="body", align="centre")
        self.countdown = Words(surroundings, text_size="sum", bold=True, align="centre", single_line=True)
        self.facts = FactCard(surroundings)
        self.buttons: list[BigButton] = []
        self.anywhere: object | None = None
        self.overlay: Overlay | None = None

    def show(self, overlay: Overlay) -> None:
        palette = self.look.palette
        if self.overlay is None or overlay.buttons != self.overlay.buttons:
            self.buttons = [BigButton(self.surroundings) for _ in overlay.buttons]
        self.overlay = overlay
        self.anywhere = overlay.buttons[0].event if overlay.kind == "still_there" else None
        self.title.say(self.words(overlay.title), palette.ink)
        self.prompt.say(self.words(overlay.prompt), palette.soft)
        seconds = "" if overlay.countdown_s is None else str(overlay.countdown_s)
        self.countdown.say(seconds, palette.danger.ink)
        self.facts.say(overlay.facts)
        self.clear_widgets()
        for widget in self._content():
            self.add_widget(widget)
        for widget, button in zip(self.buttons, overlay.buttons, strict=True):
            widget.serve(button)
            self.add_widget(widget)

    def _content(self) -> list[Words | FactCard]:
        content: list[Words | FactCard] = [self.title, self.prompt]
        if self.countdown.text:
            content.append(self.countdown)
        if self.facts.facts:
            content.append(self.facts)
        return content

    def arrange(self) -> None:
        look = self.look
        width = min(look.scaled_mm(WIDTH_MM), self.box.width - 2 * look.margin)
        inner_px = width - 4 * look.padding
        content = self._content()
        heights = [child.height_at(inner_px) for child in content]
        buttons_px = self._buttons_height(inner_px)
        needed = sum(heights) + look.gap * len(heights) + look.padding + buttons_px + 4 * look.padding
        card = self.box.middle(width, min(self.box.height - 2 * look.margin, needed))
        self._draw_ground(card)
        inner = card.inset(2 * look.padding)
        buttons, rest = inner.cut_bottom(buttons_px, look.gap + look.padding)
        for child, box in zip(content, rest.rows(heights, look.gap), strict=True):
            child.place(box)
        for widget, box in zip(self.buttons, self._button_boxes(buttons), strict=True):
            widget.place(box)

    def _beside(self) -> bool:
        return len(self.buttons) == 2

    def _buttons_height(self, width_px: float) -> float:
        look, count = self.look, len(self.buttons)
        across = (width_px - look.mm(10)) / 2 if self._beside() else width_px
        each = max([look.scaled_mm(BUTTON_MM), *(button.height_at(across) for button in self.buttons)])
        return each if self._beside() else each * count + look.gap * (count - 1)

    def _button_boxes(self, box: Box) -> list[Box]:
        if self._beside():
            return box.columns(2, self.look.mm(10))
        count = len(self.buttons)
        each = (box.height - self.look.gap * (count - 1)) / count
        return box.rows([each] * count, self.look.gap)

    def _draw_ground(self, card: Box) -> None:
        look, palette = self.look, self.look.palette
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*palette.veil)
            Rectangle(pos=(self.box.x, self.box.y), size=(self.box.width, self.box.height))
        self.canvas.before.add(plate(card, palette.surface, palette.edge, look.edge_width, look.corner))

    def on_touch_down(self, touch: Any) -> bool:
        """Takes every touch, so that nothing beneath does."""
        if not super().on_touch_down(touch) and self.anywhere is not None:
            self.surroundings.send(self.anywhere)
        return True
