"""What is owed, bill by bill: a row opens its bill, and the box beside it takes the bill off."""

from typing import Any

from kiosk.session.view import BillRow, Button, ScreenView
from screens.rectangle import Wish
from screens.surroundings import Surroundings
from screens.widgets.bill_card import BillCard
from screens.widgets.face import card_face
from screens.widgets.part import Part, Styled
from screens.widgets.pressable import Pressable
from screens.widgets.stack import place_stack, stack_wish
from screens.widgets.tick_box import TickBox

TICK_MM, BOX_MM, ROW_MM = (20.0, 24.0, 28.0), (32.0, 36.0, 40.0), 56.0
SPARING_BOX_MM = (28.0, 32.0, 36.0)


class BillBox(Pressable):
    """The box of a bill that may be left out: a target of its own, as high as the row."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.tick = TickBox(self.surroundings)
        self.add_widget(self.tick)

    def serve_row(self, row: BillRow) -> None:
        self.serve(Button(f"{row.name}_box", row.label, row.toggle))
        self.tick.state = "ticked" if row.chosen else "empty"

    def height_at(self, width_px: float) -> float:
        return self.look.target

    def arrange(self) -> None:
        look = self.look
        self.draw_face(card_face(look, look.palette.edge, enabled=True, pressed=self.pressed))
        side = min(look.stepped_mm(*TICK_MM), self.box.width - 2 * look.mm(3.0))
        self.tick.place(self.box.middle(side, side))


class BillLine(Styled):
    """A bill's card, and beside it its box where it may be taken off."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.card, self.tick_box = BillCard(surroundings), BillBox(surroundings)
        self.add_widget(self.card)

    def serve_row(self, row: BillRow) -> None:
        self.card.serve_row(row)
        self.remove_widget(self.tick_box)
        if row.toggle is not None:
            self.tick_box.serve_row(row)
            self.add_widget(self.tick_box)

    def height_at(self, width_px: float) -> float:
        return self.card.height_at(width_px - self._box_px())

    def _box_px(self) -> float:
        return self._across() + self.look.gap if self.tick_box.parent else 0.0

    def _across(self) -> float:
        return self.look.stepped_mm(*(SPARING_BOX_MM if self.card.sparing else BOX_MM))

    def arrange(self) -> None:
        card = self.box
        if self.tick_box.parent:
            box, card = self.box.cut_right(self._across(), self.look.gap)
            self.tick_box.place(box)
        self.card.place(card)


class BillList(Part):
    """Up to a page of rows."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.rows: tuple[BillRow, ...] = ()
        self.lines: list[BillLine] = []

    def show(self, view: ScreenView) -> bool:
        if [row.name for row in view.bills] != [row.name for row in self.rows]:
            self.clear_widgets()
            self.lines = [BillLine(self.surroundings) for _ in view.bills]
            for line in self.lines:
                self.add_widget(line)
        self.rows = view.bills
        for line, row in zip(self.lines, self.rows, strict=True):
            line.serve_row(row)
        return bool(self.rows)

    def wish(self, width_px: float) -> Wish:
        for line in self.lines:
            line.card.sparing = self.sparing
        return stack_wish(self.look, self.lines, width_px, ROW_MM, sparing=self.sparing > 1)

    def arrange(self) -> None:
        place_stack(self.look, self.lines, self.box, sparing=self.sparing > 1)
