"""One display that is the resident's, or the staff's, as its view says: they can be swapped at any step.

Made and used as a KioskHost. A touch never counts on both sides, and neither side keeps what it showed.
"""

import gc
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
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
        self._resident = (look, send, resolve, monotonic_s, touched, knocked, panel, resolve_in)
        self._helper = (look, send, resolve, monotonic_s, touched, resolve_in)
        self.shown: KioskHost | HelperHost = KioskHost(*self._resident)
        self._changed_at_s = float("-inf")
        self.add_widget(self.shown)

    def render(self, view: ScreenView) -> None:
        helpers = isinstance(self.shown, HelperHost)
        if helpers != (view.panel is not None):
            self._change_to(KioskHost(*self._resident) if helpers else HelperHost(*self._helper))
        self.shown.render(view)

    def _change_to(self, host: KioskHost | HelperHost) -> None:
        """Made anew each time: what the other side showed is with nobody any more (PRV-3). Screens
        leave their widgets in cycles, so they are collected. A finger that lies on it lifts from nothing."""
        self.shown.let_go()
        self.clear_widgets()
        self.shown = host
        self._changed_at_s = self.surroundings.monotonic_s()
        self.add_widget(host)
        Clock.schedule_once(lambda _elapsed_s: gc.collect())

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
        """The second half of a double tap on what changed sides presses nothing."""
        if self.surroundings.monotonic_s() - self._changed_at_s < REPEAT_GUARD_S:
            return bool(self.collide_point(*touch.pos))
        return bool(super().on_touch_down(touch))
