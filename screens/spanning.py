"""One window over two displays, each with a host of its own, where a program is given all of them.

Each host keeps its own coordinates and its own fingers; what lies between them is nobody's.
"""

from kivy.graphics import Color, Rectangle
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

from screens.fitting import Fitting
from screens.palette import LIGHT, rgb


class Spanning(Widget):  # type: ignore[misc]  # Kivy ships no types
    """`first` and `second` fill the panels of the fitting, which has two."""

    def __init__(self, fitting: Fitting, first: Widget, second: Widget) -> None:
        super().__init__(size_hint=(None, None), size=fitting.size)
        self.first, self.second = first, second
        with self.canvas.before:
            Color(*rgb(LIGHT.disabled.ground))
            Rectangle(size=self.size)
        for host, at in ((first, fitting.first_at), (second, fitting.second_at)):
            stand = RelativeLayout(size_hint=(None, None), size=host.size, pos=at)
            stand.add_widget(host)
            self.add_widget(stand)
