"""The widget that fills a display: the screen of the present view, under a frame that never moves."""

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color
from kivy.graphics import Rectangle as Ground
from kivy.uix.widget import Widget

from kiosk.session.view import ScreenView, Text
from screens import typeface
from screens.base import ScreenBase
from screens.bills import BillsScreen
from screens.choices import ChoicesScreen
from screens.done import DoneScreen
from screens.goodbye import GoodbyeScreen
from screens.home import HomeScreen
from screens.keypad import KeypadScreen
from screens.kivy_setup import finish_every_frame
from screens.methods import MethodsScreen
from screens.notice import NoticeScreen
from screens.out_of_service import OutOfServiceScreen
from screens.palette import rgb
from screens.pay_code import PayCodeScreen
from screens.present import PresentScreen
from screens.receipt import ReceiptScreen
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.take_card import TakeCardScreen
from screens.theme import Look
from screens.waiting import WaitingScreen
from screens.widgets.bars import BottomBar, TopBar
from screens.widgets.dialog import Dialog

SCREENS: dict[str, type[ScreenBase]] = {
    "home": HomeScreen,
    "choices": ChoicesScreen,
    "present": PresentScreen,
    "take_card": TakeCardScreen,
    "keypad": KeypadScreen,
    "bills": BillsScreen,
    "methods": MethodsScreen,
    "pay_code": PayCodeScreen,
    "waiting": WaitingScreen,
    "done": DoneScreen,
    "receipt": ReceiptScreen,
    "notice": NoticeScreen,
    "goodbye": GoodbyeScreen,
    "out_of_service": OutOfServiceScreen,
}


class KioskHost(Widget):  # type: ignore[misc]  # Kivy ships no types
    """Renders views and sends the events of what is pressed. Only on Kivy's own thread.

    `touched` hears of every touch, so that a hesitating resident is not taken for gone.
    """

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
        self.view: ScreenView | None = None
        self.screen: ScreenBase | None = None
        self._make = (send, resolve, monotonic_s)
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Put on another look: all screens are built anew, and the present view is shown again."""
        self.surroundings = Surroundings(look, *self._make)
        self.size = (look.width_px, look.height_px)
        self.clear_widgets()
        self.screen = None
        self.top_bar, self.bottom_bar = TopBar(self.surroundings), BottomBar(self.surroundings)
        self.dialog = Dialog(self.surroundings)
        self.add_widget(self.top_bar)
        self.add_widget(self.bottom_bar)
        self._draw_paper(look)
        view, self.view = self.view, None
        if view is not None:
            self.render(view)

    def _draw_paper(self, look: Look) -> None:
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(look.palette.paper))
            Ground(pos=(0, 0), size=(look.width_px, look.height_px))

    def render(self, view: ScreenView) -> None:
        """Show `view`; nothing is drawn again that is on the display already."""
        before, self.view = self.view, view
        if view == before:
            return
        if before is None or (view.screen, view.overlay) != (before.screen, before.overlay):
            self.surroundings.touch.screen_changed()
        self._show_frame(view, before)
        self._show_screen(view)
        self._show_overlay(view)

    def _show_frame(self, view: ScreenView, before: ScreenView | None) -> None:
        if before is not None and (view.frame, view.banner) == (before.frame, before.banner):
            return
        look = self.surroundings.look
        banner = self.surroundings.resolve(view.banner) if view.banner else ""
        whole = Rectangle(0, 0, look.width_px, look.height_px)
        top, rest = whole.cut_top(TopBar.height_on(look))
        bottom, self.middle = rest.cut_bottom(BottomBar.height_on(look))
        self.top_bar.show(view.frame, banner)
        self.bottom_bar.show(view.frame)
        self.top_bar.place(top)
        self.bottom_bar.place(bottom)

    def _show_screen(self, view: ScreenView) -> None:
        """A screen is made anew each time it comes up: nothing of the last resident waits in a kept one."""
        screen = self.screen
        if not isinstance(screen, SCREENS[view.screen]):
            if screen is not None:
                self.remove_widget(screen)
            screen = self.screen = SCREENS[view.screen](self.surroundings)
            self.add_widget(screen, index=len(self.children))
        screen.box = self.middle
        screen.pos, screen.size = (self.middle.x, self.middle.y), (self.middle.width, self.middle.height)
        screen.render(view)

    def _show_overlay(self, view: ScreenView) -> None:
        if view.overlay is None:
            self.remove_widget(self.dialog)
            return
        self.dialog.show(view.overlay)
        if self.dialog.parent is None:
            self.add_widget(self.dialog)
        look = self.surroundings.look
        self.dialog.place(Rectangle(0, 0, look.width_px, look.height_px))

    def find(self, name: str) -> Widget:
        """The button of that name, where it can be reached now. Raises LookupError if there is none.

        Beneath a dialog nothing can be reached.
        """
        root = self.dialog if self.dialog.parent is not None else self
        for widget in root.walk():
            if getattr(widget, "name", "") == name:
                return widget
        raise LookupError(f"no button {name!r} can be reached on {self.view.screen if self.view else '-'}")

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
