"""Kiosk and bench side by side in one window; each keeps its own coordinates, so that touches fit."""

from kivy.graphics import Color, Rectangle
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

from screens.bench_panel.panel import BenchPanel
from screens.bench_panel.sizes import desk_size
from screens.palette import LIGHT, rgb
from screens.rectangle import Rectangle as Box


class Desk(Widget):  # type: ignore[misc]  # Kivy ships no types
    """`host` fills the kiosk's display: the resident's host, or one shared with technicians."""

    def __init__(self, host: Widget, panel: BenchPanel) -> None:
        width, height = desk_size(*host.size)
        super().__init__(size_hint=(None, None), size=(width, height))
        self.host, self.panel = host, panel
        with self.canvas.before:
            Color(*rgb(LIGHT.disabled.ground))
            Rectangle(size=self.size)
        stand = RelativeLayout(size_hint=(None, None), size=host.size)
        stand.pos = (0, round((height - host.height) / 2))
        stand.add_widget(host)
        self.add_widget(stand)
        self.add_widget(panel)
        panel.place(Box(host.width, 0, width - host.width, height))
