"""Something to press with one finger: acts on release inside; sliding off aborts; a second tap is ignored."""

from typing import Any

from kiosk.session.view import Button
from screens.surroundings import Surroundings
from screens.touch import REPEAT_GUARD_S
from screens.widgets.face import Face
from screens.widgets.part import Styled
from screens.widgets.plate import dashed_plate, plate


class Pressable(Styled):
    """`name` is how tests and the demonstration find it. A disabled one takes the touch and does nothing."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        self.name = ""
        self.event: object = None
        self.enabled = True
        self.pressed = False
        self.guard_s = REPEAT_GUARD_S
        self._generation = 0
        super().__init__(surroundings, **properties)

    def serve(self, button: Button) -> None:
        """Stand for `button`; what it shows is drawn when placed."""
        self.name, self.event, self.enabled = button.name, button.event, button.enabled

    def height_at(self, width_px: float) -> float:
        """The least height, in pixels, that holds its words at a given width."""
        raise NotImplementedError

    def draw_face(self, face: Face) -> None:
        """The ground, under whatever the subclass shows."""
        self.canvas.before.clear()
        draw = dashed_plate if face.dashed else plate
        look = self.look
        self.canvas.before.add(draw(self.box, face.ground, face.edge, look.edge_width, look.corner))

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self._generation = self.surroundings.touch.generation
        self._show_pressed(self.enabled)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self._show_pressed(self.enabled and self.collide_point(*touch.pos))
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        rules = self.surroundings.touch
        on_this_screen = self._generation == rules.generation
        meant = self.pressed and self.collide_point(*touch.pos) and on_this_screen
        self._show_pressed(False)
        if meant and rules.accept_tap(self.name, self.surroundings.monotonic_s(), self.guard_s):
            self.surroundings.send(self.event)
        return True

    def _show_pressed(self, pressed: bool) -> None:
        if pressed != self.pressed:
            self.pressed = pressed
            self.arrange()
