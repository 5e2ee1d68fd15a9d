"""The widget that fills a display: the screen of the present view, under a frame that never moves."""

from collections.abc import Callable
from contextlib import ExitStack

from kivy.uix.widget import Widget

from kiosk.session.view import Comfort, Language, ScreenView, Text
from screens.bars import BarsScreen
from screens.base import ScreenBase
from screens.bill import BillScreen
from screens.bills import BillsScreen
from screens.cash import CashScreen
from screens.choices import ChoicesScreen
from screens.display import Display
from screens.done import DoneScreen
from screens.dressing import Panel, look_for
from screens.frame_layout import frame_layout
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
from screens.widgets.bottom_bar import BottomBar
from screens.widgets.comfort_strip import StripBar
from screens.widgets.dialog import Dialog
from screens.widgets.part import Styled
from screens.widgets.top_bar import TopBar

SCREENS: dict[str, type[ScreenBase]] = {
    "home": HomeScreen,
    "choices": ChoicesScreen,
    "present": PresentScreen,
    "take_card": TakeCardScreen,
    "keypad": KeypadScreen,
    "bills": BillsScreen,
    "bars": BarsScreen,
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
    wants to come in. With a `panel` it dresses itself as each view's comfort says, and with `resolve_in` it
    speaks the language of that comfort.
    """

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
        super().__init__(look, send, resolve, monotonic_s, touched)
        self.knocked = knocked
        self._panel, self._resolve_in = panel, resolve_in
        self._worn = Comfort()
        self.view: ScreenView | None = None
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Put on another look: all screens are built anew, and the present view is shown again."""
        self.clear(look)
        self.screen: ScreenBase | None = None
        self.top_bar, self.bottom_bar = TopBar(self.surroundings), BottomBar(self.surroundings)
        self.strip = StripBar(self.surroundings)
        self.dialog = Dialog(self.surroundings)
        self.add_widget(self.top_bar)
        self.add_widget(self.strip)
        self.add_widget(self.bottom_bar)
        view, self.view = self.view, None
        if view is not None:
            self.render(view)

    def render(self, view: ScreenView) -> None:
        """Show `view`; nothing is drawn again that is on the display already."""
        self._dress(view.comfort)
        before, self.view = self.view, view
        if view == before:
            return
        with ExitStack() as undrawn:  # what could not be drawn is tried again, also when it comes unchanged
            undrawn.callback(setattr, self, "view", None)
            self._draw(view, before)
            undrawn.pop_all()

    def _draw(self, view: ScreenView, before: ScreenView | None) -> None:
        if before is None or (view.screen, view.overlay) != (before.screen, before.overlay):
            self.surroundings.touch.screen_changed()
        self.top_bar.knock.answer(self._knock_on(view))
        self._show_frame(view, before)
        self._show_screen(view)
        self._show_overlay(view)

    def let_go(self) -> None:
        """Whatever a finger lies on is no longer pressed when it lifts."""
        self.surroundings.touch.screen_changed()

    def _knock_on(self, view: ScreenView) -> Callable[[], None] | None:
        """On the first screen a technician knocks, within a session a helper."""
        if view.overlay is not None:
            return None
        if view.screen == "home":
            return self.knocked
        knock = view.frame.knock
        return None if knock is None else lambda: self.surroundings.send(knock)

    def _dress(self, comfort: Comfort) -> None:
        """Everything is built anew where it has to look, or read, otherwise than until now."""
        worn, self._worn = self._worn, comfort
        if (comfort.size, comfort.theme, comfort.reach, comfort.language) == (
            worn.size,
            worn.theme,
            worn.reach,
            worn.language,
        ):
            return
        if self._resolve_in is not None:
            self.speak(self._resolve_in(comfort.language))
        look = look_for(self._panel, comfort) if self._panel else self.surroundings.look
        self.surroundings.touch.screen_changed()
        self.view = None
        self.wear(look)

    def _show_frame(self, view: ScreenView, before: ScreenView | None) -> None:
        if before is not None and _frame_of(view) == _frame_of(before):
            return
        strip, helped = view.frame.comfort is not None, view.frame.helper is not None
        layout = frame_layout(self.surroundings.look, strip=strip, helped=helped)
        banner = self.surroundings.resolve(view.banner) if view.banner else ""
        self.middle = layout.middle
        self.dialog.over, self._stop_row = layout.over, layout.stop
        self.top_bar.show(view.frame, banner, view.progress)
        self.bottom_bar.show(view.frame)
        self.strip.show(view.frame.comfort)
        self.top_bar.place(layout.top)
        self.bottom_bar.place(layout.bottom)
        self.dialog.below = self.bottom_bar.beside_helper(layout.bottom)
        self.strip.place(layout.strip)

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
        """The strip stays in use while there is a question, and so does what stops a helper (AST-2)."""
        look = self.surroundings.look
        bar = self.bottom_bar if look.reach else self.top_bar
        helper = bar.helper if view.frame.helper is not None else None
        if view.overlay is None:
            self.remove_widget(self.dialog)
            move(self.strip, self)
            if helper is not None and move(helper, bar):
                bar.arrange()
            return
        self.dialog.show(view.overlay)
        move(self.strip, self.dialog)
        if helper is not None:
            move(helper, self.dialog)
            if not look.reach:
                self._place_over_question(helper)
        move(self.dialog, self)
        self.dialog.place(Rectangle(0, 0, look.width_px, look.height_px))

    def _place_over_question(self, helper: Styled) -> None:
        """A question covers the top bar; its button keeps its width, on a wide display its place too."""
        row, box = self._stop_row, helper.box
        high = min(row.height, box.height)
        x = row.x if self.surroundings.look.portrait else box.x
        helper.place(Rectangle(x, row.y + (row.height - high) / 2, box.width, high))

    @property
    def reachable(self) -> Widget:
        """Beneath a dialog nothing can be reached but the strip, which is the dialog's for that time."""
        return self.dialog if self.dialog.parent is not None else self

    def what_is_shown(self) -> str:
        return self.view.screen if self.view else "-"


def move(widget: Widget, to: Widget) -> bool:
    """Whether it was elsewhere. A finger on it stays on it."""
    if widget.parent is to:
        return False
    if widget.parent is not None:
        widget.parent.remove_widget(widget)
    to.add_widget(widget)
    return True


def _frame_of(view: ScreenView) -> tuple[object, ...]:
    """What is not drawn again with every change of the screen."""
    return view.frame, view.banner, view.progress
