"""The widget that fills a display in the technician's mode: one page at a time, under its own frame."""

from collections.abc import Callable
from typing import Any

from kiosk.session.view import Text
from kiosk.technician.view import (
    Board,
    ColourField,
    Desk,
    Form,
    Guide,
    Lines,
    PinEntry,
    Sheet,
    TechnicianView,
    TestList,
    TouchGrid,
)
from screens.display import Display
from screens.rectangle import Rectangle
from screens.technician.board import BoardPage
from screens.technician.colour_field import ColourPage
from screens.technician.form import FormPage
from screens.technician.frame import ButtonRow, NoticeLine, TitleBar
from screens.technician.guide import GuidePage
from screens.technician.lines import LinesPage
from screens.technician.page import Page
from screens.technician.pin_entry import PinPage
from screens.technician.sheet import SheetPage
from screens.technician.sizes import technicians
from screens.technician.test_list import TestListPage
from screens.technician.touch_grid import TouchGridPage
from screens.theme import Look

PAGES: dict[type[Desk], type[Page[Any]]] = {
    Board: BoardPage,
    TestList: TestListPage,
    Guide: GuidePage,
    TouchGrid: TouchGridPage,
    ColourField: ColourPage,
    PinEntry: PinPage,
    Form: FormPage,
    Lines: LinesPage,
    Sheet: SheetPage,
}


class TechnicianHost(Display):
    """Renders views and sends the events of what is pressed. Only on Kivy's own thread.

    `look` is the panel's own, as the resident's screens have it; the technician's size of type follows.
    """

    def __init__(
        self,
        look: Look,
        send: Callable[[object], None],
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        touched: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(technicians(look), send, resolve, monotonic_s, touched)
        self.view: TechnicianView | None = None
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Put on another look: everything is built anew, and the present view is shown again."""
        self.clear(technicians(look))
        self.page: Page[Any] | None = None
        self.title_bar, self.button_row = TitleBar(self.surroundings), ButtonRow(self.surroundings)
        self.notice = NoticeLine(self.surroundings)
        self._frame = (self.title_bar, self.notice, self.button_row)
        view, self.view = self.view, None
        if view is not None:
            self.render(view)

    def forget(self) -> None:
        """The technician has left: nothing of the last page stays."""
        self.view = None
        if self.page is not None:
            self.remove_widget(self.page)
            self.page = None

    def render(self, view: TechnicianView) -> None:
        """Show `view`; nothing is drawn again that is on the display already."""
        before, self.view = self.view, view
        if view == before:
            return
        if before is None or _place_of(view.desk) != _place_of(before.desk):
            self.surroundings.touch.screen_changed()
        page = self._page_for(view.desk)
        if page.parent is None or before is None or _frame_of(view) != _frame_of(before):
            self._show_frame(view, page)
        elif (view.whose, view.clock) != (before.whose, before.clock) and not page.whole_display:
            self.title_bar.show(view)
            self.title_bar.arrange()
        if before is None or page.parent is None or view.desk != before.desk:
            page.show(view.desk)
        if page.parent is None:
            self.add_widget(page, index=len(self.children))

    def _page_for(self, desk: Desk) -> Page[Any]:
        """Made anew for each kind of desk: a PIN or a count never waits in a kept one."""
        if not isinstance(self.page, PAGES[type(desk)]):
            if self.page is not None:
                self.remove_widget(self.page)
            self.page = PAGES[type(desk)](self.surroundings)
        return self.page

    def _show_frame(self, view: TechnicianView, page: Page[Any]) -> None:
        """The bars, and the page between them; a page of the whole display stands alone."""
        look = self.surroundings.look
        whole = Rectangle(0, 0, look.width_px, look.height_px)
        for bar in self._frame:
            shown = not page.whole_display
            if shown and bar.parent is None:
                self.add_widget(bar)
            elif not shown and bar.parent is not None:
                self.remove_widget(bar)
        middle = whole if page.whole_display else self._place_bars(view, whole)
        if page.box != middle:
            page.place(middle)

    def _place_bars(self, view: TechnicianView, whole: Rectangle) -> Rectangle:
        """What they leave."""
        self.title_bar.show(view)
        self.button_row.show(view.buttons)
        self.notice.say(self.surroundings.resolve(view.notice) if view.notice else "")
        top, rest = whole.cut_top(TitleBar.height_on(self.surroundings.look))
        bottom, rest = rest.cut_bottom(self.button_row.height_at(whole.width))
        above, below = rest.cut_bottom(self.notice.height_at(whole.width))[::-1]
        for bar, box in zip(self._frame, (top, below, bottom), strict=True):
            bar.place(box)
        return above

    def what_is_shown(self) -> str:
        return type(self.view.desk).__name__ if self.view else "-"

    def on_touch_down(self, touch: Any) -> bool:
        if self.page is None or not self.page.all_fingers:
            return super().on_touch_down(touch)
        self.touched()
        return self.collide_point(*touch.pos) and bool(self.page.on_touch_down(touch))


def _place_of(desk: Desk) -> tuple[object, ...]:
    """Where a press begun on the desk before would be void."""
    match desk:
        case Guide(title, step):
            return "guide", title, step
        case TestList(title) | Form(title) | Lines(title) | Sheet(title):
            return type(desk).__name__, title
        case ColourField(pattern):
            return "colours", pattern
        case _:
            return (type(desk).__name__,)


def _frame_of(view: TechnicianView) -> tuple[object, ...]:
    """What is not drawn again each second."""
    return view.title, view.buttons, view.notice, view.banner
