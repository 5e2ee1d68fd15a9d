"""What a helper could say now, on a ground of its own, as large as the room allows."""

from kiosk.session.view import HelperPanel
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words


class SayCard(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.label = Words(surroundings, text_size="small", bold=True)
        self.line = Words(surroundings, text_size="body", least_mm=10.0)
        for child in (self.label, self.line):
            self.add_widget(child)

    def say(self, panel: HelperPanel) -> None:
        pair = self.look.tone("water")
        self.label.say(self.words(panel.can_say) if panel.can_say else "", pair.ink)
        self.line.say(self.words(panel.say) if panel.say else "", self.look.palette.ink)

    def height_at(self, width_px: float) -> float:
        inner = width_px - 2 * self._aside()
        return self.label.height_at(inner) + self.line.height_at(inner) + 2 * self.look.small_gap

    def _aside(self) -> float:
        return self.look.mm(5.0)

    def arrange(self) -> None:
        look = self.look
        pair = look.tone("water")
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, pair.ground, pair.ink, look.edge_width, look.corner))
        inner: Rectangle = self.box.inset(self._aside(), look.small_gap)
        label, rest = inner.cut_top(self.label.height_at(inner.width))
        self.label.place(label)
        self.line.place(rest)
