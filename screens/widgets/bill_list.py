"""What is owed, bill by bill: a row opens its bill, and the box beside it takes the bill off."""

from typing import Any

from kiosk.session.view import BillRow, Button, ScreenView
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.face import card_face
from screens.widgets.part import Part, Styled
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.stack import place_stack, stack_wish
from screens.widgets.tick_box import TickBox
from screens.widgets.words import Words

SIGN_MM, TICK_MM, BOX_MM, ROW_MM = 20.0, 20.0, 32.0, 56.0


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
        side = look.scaled_mm(TICK_MM)
        self.tick.place(self.box.middle(side, side))


class BillCard(Pressable):
    """A sign, what it is for, how much, and a word that there is more to read."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.row: BillRow | None = None
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.amount = Words(self.surroundings, text_size="title", bold=True, align="right", single_line=True)
        self.hint = Words(self.surroundings, text_size="small", bold=True, align="right", single_line=True)
        self.sign = Sign(self.surroundings)
        for child in (self.label, self.note, self.amount, self.hint, self.sign):
            self.add_widget(child)

    def serve_row(self, row: BillRow) -> None:
        self.row = row
        self.serve(Button(row.name, row.label, row.opens, enabled=row.opens is not None))
        self.label.say(self.words(row.label))
        self.note.say(self.words(row.reason or row.note))
        self.amount.say(row.amount)
        self.hint.say(self.words(row.hint) if row.hint and row.opens else "")

    def height_at(self, width_px: float) -> float:
        first_line = self.look.line_px("title")
        words = first_line + self.note.height_at(self._note_width(self._words_width(width_px)))
        return max(self.look.target, words + self.look.small_gap)

    def _words_width(self, width_px: float) -> float:
        return width_px - self.look.scaled_mm(SIGN_MM) - 3 * self.look.gap

    def _note_width(self, words_px: float) -> float:
        hint_px = self.hint.natural_width() + 1 + self.look.small_gap if self.hint.text else 0.0
        return words_px - hint_px

    def arrange(self) -> None:
        row, look = self.row, self.look
        if row is None:
            return
        tone = look.palette.tones.get(row.tone)
        accent = tone.ink if tone else look.palette.edge
        face = card_face(look, accent, enabled=row.reason is None, pressed=self.pressed)
        self.draw_face(face)
        sign, words = self.box.inset(look.gap, 0).cut_left(look.scaled_mm(SIGN_MM), look.gap)
        self.sign.draw(row.icon, face.ink if row.reason else tone.ink if tone else look.palette.ink)
        self.sign.place(sign.middle(sign.width, sign.width))
        self._place_words(words, row, face.ink, face.note)

    def _place_words(self, box: Rectangle, row: BillRow, ink: str, soft: str) -> None:
        look, first_px = self.look, self.look.line_px("title")
        note_px = self.note.height_at(self._note_width(box.width))
        first, second = box.middle(box.width, min(box.height, first_px + note_px)).cut_top(first_px)
        amount, label = first.cut_right(self.amount.natural_width() + 1, look.small_gap)
        self.label.say(self.label.text, ink)
        self.note.say(self.note.text, soft)
        self.amount.say(self.amount.text, ink if row.chosen else soft)
        self.hint.say(self.hint.text, ink if row.reason else look.palette.accent)
        self.label.place(label)
        self.amount.place(amount)
        if self.hint.text:
            hint, second = second.cut_right(self.hint.natural_width() + 1, look.small_gap)
            self.hint.place(hint)
        self.note.place(second)


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
        return self.look.scaled_mm(BOX_MM) + self.look.gap if self.tick_box.parent else 0.0

    def arrange(self) -> None:
        card = self.box
        if self.tick_box.parent:
            box, card = self.box.cut_right(self.look.scaled_mm(BOX_MM), self.look.gap)
            self.tick_box.place(box)
        self.card.place(card)


class BillList(Part):
    """Up to a page of rows."""

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
        return stack_wish(self.look, self.lines, width_px, ROW_MM)

    def arrange(self) -> None:
        place_stack(self.look, self.lines, self.box)
