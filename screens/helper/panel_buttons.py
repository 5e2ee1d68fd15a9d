"""What a helper can press: the first over the whole width, the others in pairs; keys stand above them."""

from msgspec.structs import replace

from kiosk.session.view import Button, HelperPanel
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.big_button import BigButton
from screens.widgets.keypad import KeypadKeys
from screens.widgets.part import Styled

KEY_ROWS, KEY_MM = 4, 26.0
LEAST_ROW_MM, MOST_ROW_MM = 22.0, 34.0
FEW = 2
"""Stand beside each other."""


class PanelButtons(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.keys = KeypadKeys(surroundings=surroundings)
        self.buttons: list[BigButton] = []
        self._served: tuple[Button, ...] = ()

    def show(self, panel: HelperPanel) -> None:
        self.keys.serve(panel.keypad.keys if panel.keypad else ())
        names = [button.name for button in panel.buttons]
        if names != [button.name for button in self._served]:
            few = len(names) <= FEW
            self.buttons = [self._made(large=few or not number) for number, _ in enumerate(names)]
            self.clear_widgets()
            for child in (*([self.keys] if panel.keypad else ()), *self.buttons):
                self.add_widget(child)
        self._served = panel.buttons
        for widget, button in zip(self.buttons, panel.buttons, strict=True):
            widget.serve(replace(button, reason=None) if button.reason == button.label else button)

    def _made(self, *, large: bool) -> BigButton:
        return BigButton(self.surroundings, text_size="body" if large else "small", note_size="small")

    def _rows(self) -> list[list[BigButton]]:
        first, others = (
            (self.buttons[:1], self.buttons[1:]) if len(self.buttons) > FEW else ([], self.buttons)
        )
        pairs = [others[at : at + 2] for at in range(0, len(others), 2)]
        return [row for row in (first, *pairs) if row]

    def height_at(self, width_px: float) -> float:
        keys = KEY_ROWS * (self.look.mm(KEY_MM) + self.look.gap) if self.keys.buttons else 0.0
        rows = [self._row_px(row, width_px) for row in self._rows()]
        return keys + sum(rows) + self.look.gap * (len(rows) - 1)

    def _row_px(self, row: list[BigButton], width_px: float) -> float:
        """The least there may be under keys, which need what is left; a note then stands beside its label."""
        if self.keys.buttons:
            return self.look.mm(LEAST_ROW_MM)
        each = (width_px - self.look.gap * (len(row) - 1)) / len(row)
        inner = each - 2 * self.look.small_gap
        needed = max(button.label.height_at(inner) + button.note.height_at(inner) for button in row)
        least, most = self.look.mm(LEAST_ROW_MM), self.look.mm(MOST_ROW_MM)
        return min(max(least, needed + self.look.mm(2.0)), most)

    def arrange(self) -> None:
        """From the bottom up, so that nothing moves when the words above are longer."""
        rest, gap = self.box, self.look.gap
        spare = max(0.0, self.height_at(rest.width) - rest.height)
        rows = self._rows()
        for row in reversed(rows):
            high = self._row_px(row, rest.width) - (0.0 if self.keys.buttons else spare / len(rows))
            line, rest = rest.cut_bottom(high, gap)
            for button, box in zip(row, line.columns(len(row), gap), strict=True):
                button.place(box)
        if self.keys.buttons:
            most = KEY_ROWS * (self.look.mm(KEY_MM) + gap) - gap
            keys: Rectangle = rest.cut_bottom(min(rest.height, most))[0]
            self.keys.place(keys)
