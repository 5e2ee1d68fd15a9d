"""The box of a bill: ticked while the bill will be paid."""

from typing import Any, Literal

from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.sign import Sign


class TickBox(Styled):
    """Set `state`, then place."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        self.state: Literal["ticked", "empty", "hidden"] = "hidden"
        super().__init__(surroundings, **properties)
        self.sign = Sign(self.surroundings)
        self.sign.draw("tick", self.look.palette.primary.ink, self.look.palette.primary.ground)

    def arrange(self) -> None:
        self.canvas.before.clear()
        self.clear_widgets()
        palette, corner = self.look.palette, self.box.height * 0.22
        if self.state == "ticked":
            self.add_widget(self.sign)
            self.sign.place(self.box)
        elif self.state == "empty":
            edge = self.look.edge_width
            self.canvas.before.add(plate(self.box, palette.surface, palette.ink, edge, corner))
