"""Twelve keys in telephone order. They emit events and hold nothing; the session knows what is typed."""

from typing import Any

from kiosk.session.view import Button, ScreenView
from screens.rectangle import Wish
from screens.touch import KEY_REPEAT_GUARD_S
from screens.widgets.big_button import BigButton
from screens.widgets.part import Part

TALLEST_KEY_MM = 60.0
KEY_MM = ((25.0, 38.0, 46.0), (25.0, 30.0, 36.0), (23.0, 25.0, 28.0))
"""At each size of type, as much gives way."""
ROWS, COLUMNS = 4, 3


class KeypadKeys(Part):
    """A key is at least 22 mm high (rule TCH-6)."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.buttons: tuple[Button, ...] = ()
        self.keys: list[BigButton] = []

    def show(self, view: ScreenView) -> bool:
        return self.serve(view.keypad.keys if view.keypad else ())

    def serve(self, buttons: tuple[Button, ...]) -> bool:
        """Stand for these twelve, or for none; False if there are none."""
        if buttons != self.buttons:
            self.buttons = buttons
            self.clear_widgets()
            self.keys = [self._make(button) for button in buttons]
        return bool(self.buttons)

    def _make(self, button: Button) -> BigButton:
        is_digit = len(self.words(button.label)) == 1
        key = BigButton(self.surroundings, text_size="title" if is_digit else "strong")
        key.guard_s = KEY_REPEAT_GUARD_S
        key.serve(button)
        self.add_widget(key)
        return key

    def wish(self, width_px: float) -> Wish:
        gaps = self.look.gap * (ROWS - 1)
        least, most = self._least_px(), self.look.scaled_mm(TALLEST_KEY_MM)
        return Wish(least * ROWS + gaps, most * ROWS + gaps)

    def _least_px(self) -> float:
        return self.look.stepped_mm(*KEY_MM[min(self.sparing, 2)]) * min(1.0, self.look.scale)

    def arrange(self) -> None:
        height = (self.box.height - self.look.gap * (ROWS - 1)) / ROWS
        rows = self.box.rows([height] * ROWS, self.look.gap)
        boxes = [box for row in rows for box in row.columns(COLUMNS, self.look.gap)]
        for key, box in zip(self.keys, boxes, strict=True):
            key.place(box)
