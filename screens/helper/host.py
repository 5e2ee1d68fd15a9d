"""The widget that fills the staff's display: the resident's screen, and the panel beside or under it."""

from collections.abc import Callable
from typing import Any

from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

from kiosk.session.view import Language, ScreenView, Text
from screens.display import Display
from screens.helper.panel import PanelBoard
from screens.helper.shares import mirror_look, places
from screens.host import KioskHost
from screens.theme import Look


class HelperHost(Display):
    """Renders views that have a panel, at the usual size. Only on Kivy's own thread.

    `touched` hears of every touch on either part.
    """

    def __init__(
        self,
        look: Look,
        send: Callable[[object], None],
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        touched: Callable[[], None] = lambda: None,
        resolve_in: Callable[[Language], Callable[[Text], str]] | None = None,
    ) -> None:
        super().__init__(look, send, resolve, monotonic_s, touched)
        mirror, self._panel_box = places(look)
        self.mirror = KioskHost(mirror_look(look), send, resolve, monotonic_s, resolve_in=resolve_in)
        self._stand = RelativeLayout(size_hint=(None, None), size=self.mirror.size, pos=(mirror.x, mirror.y))
        self._stand.add_widget(self.mirror)
        self.add_widget(self._stand)
        self.board = PanelBoard(self.surroundings)
        self.board.place(self._panel_box)
        self.add_widget(self.board)
        self.view: ScreenView | None = None

    def render(self, view: ScreenView) -> None:
        """Raises ValueError for a resident's view."""
        if view.panel is None:
            raise ValueError("a helper's display shows views with a panel")
        before, self.view = self.view, None
        self.mirror.render(view)
        if before is None or before.panel != view.panel:
            self.board.show(view.panel)
        self.view = view

    def find(self, name: str) -> Widget:
        for widget in self.board.walk(restrict=True):
            if getattr(widget, "name", "") == name:
                return widget
        return self.mirror.find(name)

    def let_go(self) -> None:
        """Whatever a finger lies on, here or on the mirror, is no longer pressed when it lifts."""
        self.mirror.let_go()
        self.surroundings.touch.screen_changed()

    def what_is_shown(self) -> str:
        return f"helper's {self.mirror.what_is_shown()}"

    def on_touch_up(self, touch: Any) -> bool:
        self.mirror.surroundings.touch.finger_up(touch.uid)
        return bool(super().on_touch_up(touch))
