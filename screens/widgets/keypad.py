"""Digits in telephone order, and the commands in a column of their own to their right (rule TCH-6).

Keys emit events and hold nothing; the session knows what is typed.
"""

from typing import Any

from kiosk.session.view import Button, ScreenView
from screens.rectangle import Wish
from screens.theme import TextSize
from screens.touch import KEY_REPEAT_GUARD_S
from screens.widgets.big_button import BigButton
from screens.widgets.part import Part

TALLEST_KEY_MM = 60.0
KEY_MM = ((25.0, 38.0, 46.0), (25.0, 30.0, 36.0), (23.0, 25.0, 28.0))
"""At each size of type, as much gives way."""
KEY_IN_REACH_MM, CLOSE_GAP_MM = 22.5, 4.2
DIGITS_IN_REACH: tuple[TextSize, TextSize, TextSize] = ("title", "body", "small")
COMMANDS_IN_REACH: tuple[TextSize, TextSize, TextSize] = ("strong", "strong", "body")
"""Keys are known by their place: there the number that is typed keeps its size, and they give way."""
ROWS, COLUMNS = 4, 3
MOST_OF_THE_WIDTH = 0.42
"""For the commands, whose words are longer than a digit."""


class KeypadKeys(Part):
    """A key is at least 22 mm high (rule TCH-6)."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.buttons: tuple[Button, ...] = ()
        self.digits: list[BigButton] = []
        self.commands: list[BigButton] = []

    def show(self, view: ScreenView) -> bool:
        return self.serve(view.keypad.keys if view.keypad else ())

    def serve(self, buttons: tuple[Button, ...]) -> bool:
        """Stand for these twelve, or for none; False if there are none."""
        if buttons != self.buttons:
            self.buttons = buttons
            self.clear_widgets()
            digits = [button for button in buttons if self._is_digit(button)]
            commands = [button for button in buttons if not self._is_digit(button)]
            sizes: tuple[TextSize, TextSize] = ("title", "strong")
            if self.look.reach:
                sizes = self.look.stepped(*zip(DIGITS_IN_REACH, COMMANDS_IN_REACH, strict=True))
            self.digits = [self._make(button, sizes[0]) for button in digits]
            self.commands = [self._make(button, sizes[1]) for button in commands]
        return bool(self.buttons)

    def _is_digit(self, button: Button) -> bool:
        return len(self.words(button.label)) == 1

    def _make(self, button: Button, text_size: TextSize) -> BigButton:
        key = BigButton(self.surroundings, text_size=text_size)
        key.guard_s = KEY_REPEAT_GUARD_S
        key.serve(button)
        self.add_widget(key)
        return key

    def wish(self, width_px: float) -> Wish:
        gaps = self._gap() * (ROWS - 1)
        least, most = self._least_px(), self.look.scaled_mm(TALLEST_KEY_MM)
        return Wish(least * ROWS + gaps, most * ROWS + gaps)

    def _crammed(self) -> bool:
        return self.look.reach is not None and self._close()

    def _close(self) -> bool:
        return self.look.condensed and self.sparing > 1

    def _gap(self) -> float:
        return self.look.mm(CLOSE_GAP_MM) if self._close() else self.look.gap

    def _least_px(self) -> float:
        if self._crammed():
            return self.look.mm(KEY_IN_REACH_MM)
        return self.look.stepped_mm(*KEY_MM[min(self.sparing, 2)]) * min(1.0, self.look.scale)

    def arrange(self) -> None:
        """The 0 stands alone under the 8, as on a telephone."""
        gap = self._gap()
        right, left = self.box.cut_right(self._commands_px(), gap)
        rows = [row.columns(COLUMNS, gap) for row in left.rows([self._row_px(ROWS)] * ROWS, gap)]
        boxes = [box for row in rows[:-1] for box in row] + rows[-1][1:2]
        for key, box in zip(self.digits, boxes, strict=False):
            key.place(box)
        count = len(self.commands)
        for key, box in zip(self.commands, right.rows([self._row_px(count)] * count, gap), strict=True):
            key.place(box)

    def _row_px(self, count: int) -> float:
        return (self.box.height - self._gap() * (count - 1)) / max(1, count)

    def _commands_px(self) -> float:
        """As wide as a digit, or as the longest of their words."""
        even = (self.box.width - self.look.gap * COLUMNS) / (COLUMNS + 1)
        longest = max((key.natural_width() for key in self.commands), default=0.0)
        return min(max(even, longest), self.box.width * MOST_OF_THE_WIDTH)
