"""One display that is the resident's, or the staff's, as its view says: they can be swapped at any step.

Made and used as a KioskHost. A touch never counts on both sides, and nothing of the staff's side is kept.
"""

from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from kiosk.session.view import Language, ScreenView, Text
from screens.dressing import Panel
from screens.helper.host import HelperHost
from screens.host import KioskHost
from screens.surroundings import Surroundings
from screens.theme import Look
from screens.touch import REPEAT_GUARD_S


class EitherHost(Widget):  # type: ignore[misc]  # Kivy ships no types
    def __init__(
        self,
        look: Look,
        send: Callable[[object], None],
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        touched: Callable[[], None] = lambda: None,
        knocked: Callable[[], None] | None = None,
        panel: Panel | None = None,
        resolve_in: Callable[[Language], Callable[[Text], str]] | None = None,
    ) -> None:
        super().__init__(size_hint=(None, None), size=(look.width_px, look.height_px))
        self.resident = KioskHost(
            look, send, resolve, monotonic_s, touched, knocked, panel=panel, resolve_in=resolve_in
        )
        self._make_helper = lambda: HelperHost(look, send, resolve, monotonic_s, touched, resolve_in)
        self.helper: HelperHost | None = None
        self._changed_at_s = float("-inf")
        self.add_widget(self.resident)

    def render(self, view: ScreenView) -> None:
        if (view.panel is not None) != (self.helper is not None):
            self._change_sides()
        self.shown.render(view)

    def _change_sides(self) -> None:
        self._changed_at_s = self.surroundings.monotonic_s()
        self.shown.surroundings.touch.screen_changed()
        self.clear_widgets()
        self.helper = self._make_helper() if self.helper is None else None
        self.shown.surroundings.touch.screen_changed()
        self.add_widget(self.shown)

    @property
    def shown(self) -> KioskHost | HelperHost:
        return self.helper or self.resident

    @property
    def view(self) -> ScreenView | None:
        return self.shown.view

    @property
    def surroundings(self) -> Surroundings:
        return self.shown.surroundings

    def find(self, name: str) -> Widget:
        """Where it can be reached now. Raises LookupError if there is no such button."""
        return self.shown.find(name)

    def on_touch_down(self, touch: Any) -> bool:
        if self.surroundings.monotonic_s() - self._changed_at_s < REPEAT_GUARD_S:
            return bool(self.collide_point(*touch.pos))
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """A finger that was down while the sides changed has left both."""
        self.resident.surroundings.touch.finger_up(touch.uid)
        return bool(super().on_touch_up(touch))
