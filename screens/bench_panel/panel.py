"""The bench panel: all simulated devices at a glance, beside the kiosk's screens."""

from collections.abc import Callable

from kivy.graphics import Color
from kivy.graphics import Rectangle as Ground
from kivy.uix.widget import Widget

from kiosk.session.view import Text
from screens import typeface
from screens.bench_panel.bench_view import BenchView
from screens.bench_panel.control_button import Pressed
from screens.bench_panel.device_card import DeviceCard, WideCard
from screens.bench_panel.paper import PaperView
from screens.bench_panel.sizes import PANEL_MM, panel_width
from screens.palette import rgb
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.theme import Look
from screens.widgets.part import Styled
from screens.widgets.words import Words

_TITLE_MM, _MARGIN_MM, _GAP_MM = 22.0, 8.0, 6.0


class BenchPanel(Styled):
    """Draws a BenchView and says which control was pressed. Only on Kivy's own thread."""

    def __init__(
        self, view: BenchView, height_px: int, pressed: Pressed, monotonic_s: Callable[[], float]
    ) -> None:
        typeface.register()
        look = Look(panel_width(height_px), height_px, height_px / PANEL_MM[1])
        super().__init__(Surroundings(look, send=self._tapped, resolve=_no_keys, monotonic_s=monotonic_s))
        self.view = view
        self._pressed = pressed
        self.title = Words(self.surroundings, text_size="body", bold=True, single_line=True)
        self.note = Words(self.surroundings, text_size="small", align="right", single_line=True)
        self.top_card = WideCard(self.surroundings, view.top, pressed)
        self.columns = [
            [DeviceCard(self.surroundings, device, pressed) for device in column] for column in view.columns
        ]
        self.paper = PaperView(self.surroundings, self._enlarge)
        self.large_paper = PaperView(self.surroundings, self._shrink)
        for child in (self.title, self.note, *self._cards(), self.paper):
            self.add_widget(child)
        self.title.say(view.title)
        self.note.say(view.note, look.palette.soft)
        self._show_paper()

    def show(self, view: BenchView) -> None:
        """Cheap when little has changed."""
        before, self.view = self.view, view
        if view == before:
            return
        devices = (view.top, *(device for column in view.columns for device in column))
        for card, device in zip(self._cards(), devices, strict=True):
            card.show(device)
        if view.slip != before.slip:
            self._show_paper()
            self.paper.arrange()
            self.large_paper.arrange()

    def find(self, name: str) -> Widget:
        """The control of that name. Raises LookupError if the bench has none."""
        for widget in self.walk():
            if getattr(widget, "name", "") == name:
                return widget
        raise LookupError(f"no control {name!r} on the bench")

    def arrange(self) -> None:
        mm, palette = self.look.mm, self.look.palette
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(palette.disabled.ground))
            Ground(pos=self.pos, size=self.size)
        inner = self.box.inset(mm(_MARGIN_MM))
        line, rest = inner.cut_top(mm(_TITLE_MM))
        self.title.place(line)
        self.note.place(line)
        top, rest = rest.cut_top(self.top_card.height_needed(), mm(_GAP_MM))
        self.top_card.place(top)
        for cards, column in zip(self.columns, rest.columns(len(self.columns), mm(_GAP_MM)), strict=True):
            left_over = self._stack(cards, column)
        self.paper.place(left_over)
        self.large_paper.place(inner)

    def _stack(self, cards: list[DeviceCard], column: Rectangle) -> Rectangle:
        """What is left below them."""
        for card in cards:
            box, column = column.cut_top(card.height_needed(), self.look.mm(_GAP_MM))
            card.place(box)
        return column

    def _cards(self) -> list[DeviceCard]:
        return [self.top_card, *(card for column in self.columns for card in column)]

    def _show_paper(self) -> None:
        words = self.view.paper
        heading = words.heading or words.empty
        self.paper.show(self.view.slip, heading, words.enlarge)
        self.large_paper.show(self.view.slip, heading, words.shrink)

    def _enlarge(self) -> None:
        self.add_widget(self.large_paper)

    def _shrink(self) -> None:
        self.remove_widget(self.large_paper)

    def _tapped(self, name: object) -> None:
        self._pressed(str(name), "tap")


def _no_keys(text: Text) -> str:
    raise LookupError(f"the bench is given words, not keys: {text.key}")
