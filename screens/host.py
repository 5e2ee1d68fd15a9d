"""The widget that fills a display: the screen of the present view, under a frame that never moves."""

from collections.abc import Callable

from kivy.uix.widget import Widget

from kiosk.session.view import ScreenView, Text
from screens.base import ScreenBase
from screens.bill import BillScreen
from screens.bills import BillsScreen
from screens.cash import CashScreen
from screens.choices import ChoicesScreen
from screens.display import Display
from screens.done import DoneScreen
from screens.goodbye import GoodbyeScreen
from screens.home import HomeScreen
from screens.keypad import KeypadScreen
from screens.methods import MethodsScreen
from screens.notice import NoticeScreen
from screens.out_of_service import OutOfServiceScreen
from screens.pay_code import PayCodeScreen
from screens.present import PresentScreen
from screens.receipt import ReceiptScreen
from screens.recharge_card import RechargeCardScreen
from screens.rectangle import Rectangle
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
    "bill": BillScreen,
    "methods": MethodsScreen,
    "cash": CashScreen,
    "recharge_card": RechargeCardScreen,
    "pay_code": PayCodeScreen,
    "waiting": WaitingScreen,
    "done": DoneScreen,
    "receipt": ReceiptScreen,
    "notice": NoticeScreen,
    "goodbye": GoodbyeScreen,
    "out_of_service": OutOfServiceScreen,
}


class KioskHost(Display):
    """Renders views and sends the events of what is pressed. Only on Kivy's own thread.

    `knocked` is called when the machine number on the first screen was held for five seconds: a technician
    wants to come in.
    """

    def __init__(
        self,
        look: Look,
        send: Callable[[object], None],
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        touched: Callable[[], None] = lambda: None,
        knocked: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(look, send, resolve, monotonic_s, touched)
        self.knocked = knocked
        self.view: ScreenView | None = None
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Put on another look: all screens are built anew, and the present view is shown again."""
        self.clear(look)
        self.screen: ScreenBase | None = None
        self.top_bar, self.bottom_bar = TopBar(self.surroundings), BottomBar(self.surroundings)
        self.dialog = Dialog(self.surroundings)
        self.add_widget(self.top_bar)
        self.add_widget(self.bottom_bar)
        view, self.view = self.view, None
        if view is not None:
            self.render(view)

    def render(self, view: ScreenView) -> None:
        """Show `view`; nothing is drawn again that is on the display already."""
        before, self.view = self.view, view
        if view == before:
            return
        if before is None or (view.screen, view.overlay) != (before.screen, before.overlay):
            self.surroundings.touch.screen_changed()
        self.top_bar.knock.answer(self.knocked if view.screen == "home" and view.overlay is None else None)
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

    @property
    def reachable(self) -> Widget:
        """Beneath a dialog nothing can be reached."""
        return self.dialog if self.dialog.parent is not None else self

    def what_is_shown(self) -> str:
        return self.view.screen if self.view else "-"
