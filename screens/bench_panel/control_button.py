"""A button of the bench: small, for a mouse; says by its face whether it applies and what is on."""

from collections.abc import Callable
from typing import Any

from screens.bench_panel.bench_view import BenchControl, Press
from screens.surroundings import Surroundings
from screens.widgets.face import Face
from screens.widgets.plate import plate
from screens.widgets.pressable import Pressable
from screens.widgets.words import Words

REPEAT_GUARD_S = 0.2
"""Clicks come quicker than an elder's taps; a bouncing switch is quicker still."""

Pressed = Callable[[str, Press], None]


class ControlButton(Pressable):
    def __init__(self, surroundings: Surroundings, control: BenchControl, pressed: Pressed) -> None:
        super().__init__(surroundings)
        self.guard_s = REPEAT_GUARD_S
        self.control = control
        self.name = control.name
        self._on_press = pressed
        self.label = Words(surroundings, text_size="small", align="centre", single_line=True)
        self.add_widget(self.label)
        self.wear(control)

    def wear(self, control: BenchControl) -> None:
        """Stand for the control as it is now; drawn by `arrange`."""
        self.control, self.enabled = control, control.applies
        self.event = control.name

    def arrange(self) -> None:
        face = self._face()
        look = self.look
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, face.ground, face.edge, look.mm(0.7), look.mm(4)))
        self.label.say(self.control.label, face.ink)
        self.label.place(self.box.inset(look.mm(1.5), 0))

    def _face(self) -> Face:
        palette = self.look.palette
        disabled, danger, primary = palette.disabled, palette.danger, palette.primary
        if self.control.is_on:
            ground = danger.ink if self.control.fault else primary.ground
            return Face(ground, ground, palette.surface, palette.surface)
        if not self.enabled:
            return Face(disabled.ground, disabled.ground, disabled.ink, disabled.ink)
        ink = danger.ink if self.control.fault else palette.ink
        ground = palette.pressed if self.pressed else palette.surface
        return Face(ground, ink if self.control.fault else palette.edge, ink, ink)

    def on_touch_down(self, touch: Any) -> bool:
        taken = super().on_touch_down(touch)
        if taken and self.enabled and self.control.held:
            self._on_press(self.name, "down")
        return bool(taken)

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self or not self.control.held:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self._show_pressed(False)
        self._on_press(self.name, "up")
        return True
