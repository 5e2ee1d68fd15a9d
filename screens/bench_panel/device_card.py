"""One simulated device on the bench: its picture, how it stands, its own display, its controls in rows."""

from screens.bench_panel.bench_view import BenchDevice, BenchRow
from screens.bench_panel.control_button import ControlButton, Pressed
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.sign import Sign
from screens.widgets.words import Words

HEAD_MM, BUTTON_MM, GAP_MM, PADDING_MM = 30.0, 20.0, 3.0, 6.0
HEADING_MM = 26.0
"""Beside the rows: the word for what they are about."""

WIDE_BUTTON_MM = 52.0


class DeviceCard(Styled):
    def __init__(self, surroundings: Surroundings, device: BenchDevice, pressed: Pressed) -> None:
        super().__init__(surroundings)
        self.device = device
        self.sign = Sign(surroundings)
        self.title = Words(surroundings, text_size="body", bold=True, single_line=True)
        self.state = Words(surroundings, text_size="small", single_line=True)
        self.says = Words(surroundings, text_size="body", align="centre", single_line=True)
        self.rows = [self._row(row, pressed) for row in device.rows]
        for child in (self.sign, self.title, self.state, self.says):
            self.add_widget(child)

    def _row(self, row: BenchRow, pressed: Pressed) -> tuple[Words, list[ControlButton]]:
        heading = Words(self.surroundings, text_size="small", single_line=True)
        heading.say(row.heading, self.look.palette.soft)
        buttons = [ControlButton(self.surroundings, control, pressed) for control in row.controls]
        for child in (heading, *buttons):
            self.add_widget(child)
        return heading, buttons

    def show(self, device: BenchDevice) -> None:
        """Draw again what is new: the head, or single buttons."""
        before, self.device = self.device, device
        if device == before:
            return
        for row, (_, buttons) in zip(device.rows, self.rows, strict=True):
            for control, button in zip(row.controls, buttons, strict=True):
                if control != button.control:
                    button.wear(control)
                    button.arrange()
        if (device.state, device.says, device.alarm) != (before.state, before.says, before.alarm):
            self._arrange_head()

    def height_needed(self) -> float:
        """In pixels, at any width."""
        mm = self.look.mm
        lines = sum(-(-len(row.controls) // row.across) for row in self.device.rows)
        gaps = lines * mm(GAP_MM) + (len(self.device.rows) - 1) * mm(GAP_MM)
        return self._head_px() + lines * mm(BUTTON_MM) + gaps + 2 * mm(PADDING_MM)

    def _head_px(self) -> float:
        says = self.look.mm(BUTTON_MM + GAP_MM) if self.device.says else 0.0
        return self.look.mm(HEAD_MM) + says

    def arrange(self) -> None:
        mm = self.look.mm
        _, rest = self.box.inset(mm(PADDING_MM)).cut_top(self._head_px(), mm(GAP_MM))
        for row, (heading, buttons) in zip(self.device.rows, self.rows, strict=True):
            lines = -(-len(buttons) // row.across)
            height = lines * mm(BUTTON_MM) + (lines - 1) * mm(GAP_MM)
            strip, rest = rest.cut_top(height, 2 * mm(GAP_MM))
            self._arrange_row(strip, row.across, heading, buttons)
        self._arrange_head()

    def _arrange_row(
        self, strip: Rectangle, across: int, heading: Words, buttons: list[ControlButton]
    ) -> None:
        mm = self.look.mm
        beside, strip = strip.cut_left(mm(HEADING_MM))
        heading.place(beside.cut_top(mm(BUTTON_MM))[0])
        lines = -(-len(buttons) // across)
        for number, line in enumerate(strip.rows([mm(BUTTON_MM)] * lines, mm(GAP_MM))):
            those = buttons[number * across : (number + 1) * across]
            for button, box in zip(those, line.columns(across, mm(GAP_MM)), strict=False):
                button.place(box)

    def _arrange_head(self) -> None:
        palette, mm = self.look.palette, self.look.mm
        edge = palette.danger.ink if self.device.alarm else None
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, edge, mm(1), mm(6)))
        head, _ = self.box.inset(mm(PADDING_MM)).cut_top(self._head_px())
        line, below = head.cut_top(mm(HEAD_MM), mm(GAP_MM))
        tile, words = line.cut_left(mm(HEAD_MM - 2), mm(5))
        ink = palette.danger.ink if self.device.alarm else palette.accent
        self.sign.draw(self.device.icon, palette.surface, ink)
        self.sign.place(tile.middle(tile.width, tile.width))
        title, state = words.cut_top(words.height * 0.56)
        self.title.say(self.device.title, palette.ink)
        self.title.place(title)
        self.state.say(self.device.state, palette.danger.ink if self.device.alarm else palette.soft)
        self.state.place(state)
        if self.device.says:
            display, _ = below.cut_top(mm(BUTTON_MM))
            self.canvas.before.add(plate(display, palette.ink, None, 0.0, mm(3)))
            self.says.say(self.device.says, palette.surface)
            self.says.place(display)


class WideCard(DeviceCard):
    """A low one: its only row of controls stands to the right of its words."""

    def height_needed(self) -> float:
        return self._head_px() + 2 * self.look.mm(PADDING_MM)

    def arrange(self) -> None:
        mm = self.look.mm
        [(_, buttons)] = self.rows
        row, _ = self.box.inset(mm(PADDING_MM)).cut_right(mm(WIDE_BUTTON_MM) * len(buttons))
        strip = row.middle(row.width, mm(BUTTON_MM))
        for button, box in zip(buttons, strip.columns(len(buttons), mm(GAP_MM)), strict=True):
            button.place(box)
        self._arrange_head()
