"""A run of tests under way: how many are done, and which one it is."""

from kiosk.technician.view import Ring
from screens.surroundings import Surroundings
from screens.technician.sizes import level_pair
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.ring import ring
from screens.widgets.words import Words

THICK_MM, LARGEST_MM = 3.5, 40.0


class RunRing(Styled):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.fraction = 0.0
        self.count = Words(surroundings, text_size="body", bold=True, single_line=True)
        self.label = Words(surroundings, text_size="small")
        self.add_widget(self.count)
        self.add_widget(self.label)

    def say(self, run: Ring) -> None:
        """Drawn when placed."""
        self.fraction = run.done / max(1, run.of)
        self.count.say(f"{run.done} / {run.of}", self.look.palette.ink)
        self.label.say(self.words(run.label), self.look.palette.soft)

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        busy = level_pair(palette, "busy").ground
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.surface, busy, look.edge_width, look.corner))
        side = min(self.box.height - 2 * look.small_gap, look.mm(LARGEST_MM))
        circle, words = self.box.inset(look.small_gap + look.mm(1), 0).cut_left(side, look.mm(4))
        circle = circle.middle(side, side)
        self.canvas.before.add(ring(circle, self.fraction, look.mm(THICK_MM), busy, palette.pressed))
        high = self.count.height_at(words.width)
        pile = words.middle(words.width, min(words.height, high + self.label.height_at(words.width)))
        count, label = pile.cut_top(min(high, pile.height))
        self.count.place(count)
        self.label.place(label)
