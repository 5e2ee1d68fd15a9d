"""What fills a display: its paper, the fingers on it, and the buttons that can be reached."""

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color
from kivy.graphics import Rectangle as Ground
from kivy.uix.widget import Widget

from kiosk.session.view import Text
from screens import typeface
from screens.kivy_setup import finish_every_frame
from screens.palette import rgb
from screens.surroundings import Surroundings
from screens.theme import Look
from screens.touch import TouchRules


class Display(Widget):  # type: ignore[misc]  # Kivy ships no types
    """`touched` hears of every touch, so that somebody who hesitates is not taken for gone."""

    def __init__(
        self,
        look: Look,
        send: Callable[[object], None],
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        touched: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(size_hint=(None, None))
        typeface.register()
        finish_every_frame()
        self.touched = touched
        self._make, self._touch = (send, resolve, monotonic_s), TouchRules()
        self.clear(look)

    def clear(self, look: Look) -> None:
        """Nothing but paper, of another look; a finger that is down stays down."""
        self.surroundings = Surroundings(look, *self._make, self._touch)
        self.size = (look.width_px, look.height_px)
        self.clear_widgets()
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(look.palette.paper))
            Ground(pos=(0, 0), size=self.size)

    def speak(self, resolve: Callable[[Text], str]) -> None:
        """In other words from the next `clear` on."""
        send, _, monotonic_s = self._make
        self._make = (send, resolve, monotonic_s)

    @property
    def reachable(self) -> Widget:
        """What can be touched now lies under this widget."""
        return self

    def find(self, name: str) -> Widget:
        """The button of that name, where it can be reached now. Raises LookupError if there is none."""
        for widget in self.reachable.walk(restrict=True):
            if getattr(widget, "name", "") == name:
                return widget
        raise LookupError(f"no button {name!r} can be reached on {self.what_is_shown()}")

    def what_is_shown(self) -> str:
        """For the engineer who looks for a button."""
        return "-"

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        self.touched()
        if not self.surroundings.touch.finger_down(touch.uid, self.surroundings.monotonic_s()):
            return True
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        self.surroundings.touch.finger_up(touch.uid)
        return bool(super().on_touch_up(touch))
