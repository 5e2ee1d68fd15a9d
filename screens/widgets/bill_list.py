"""What is owed, bill by bill: each row can be taken off by a tap where that is allowed."""

from typing import Any

from kiosk.session.view import BillRow, Button, ScreenView
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.face import card_face
from screens.widgets.part import Part
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.stack import place_stack, stack_wish
from screens.widgets.tick_box import TickBox
from screens.widgets.words import Words

SIGN_MM, BOX_MM, ROW_MM = 20.0, 20.0, 56.0


class BillCard(Pressable):
    """A sign, what it is for, how much, and a box with a tick while it will be paid."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.row: BillRow | None = None
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.amount = Words(self.surroundings, text_size="title", bold=True, align="right", single_line=True)
        self.sign = Sign(self.surroundings)
        self.tick = TickBox(self.surroundings)
        for child in (self.label, self.note, self.amount, self.sign, self.tick):
            self.add_widget(child)

    def serve_row(self, row: BillRow) -> None:
        self.row = row
        self.serve(Button(row.name, row.label, row.toggle, enabled=row.toggle is not None))
        self.label.say(self.words(row.label))
        self.note.say(self.words(row.reason or row.note))
        self.amount.say(row.amount)

    def height_at(self, width_px: float) -> float:
        first_line = self.look.line_px("title")
        words = first_line + self.note.height_at(self._words_width(width_px))
        return max(self.look.target, words + self.look.small_gap)

    def _words_width(self, width_px: float) -> float:
        sides = self.look.scaled_mm(SIGN_MM) + self.look.scaled_mm(BOX_MM) + 4 * self.look.gap
        return width_px - sides

    def arrange(self) -> None:
        row, look = self.row, self.look
        if row is None:
            return
        tone = look.palette.tones.get(row.tone)
        accent = tone.ink if tone else look.palette.edge
        face = card_face(look, accent, enabled=row.reason is None, pressed=self.pressed)
        self.draw_face(face)
        sign, rest = self.box.inset(look.gap, 0).cut_left(look.scaled_mm(SIGN_MM), look.gap)
        box, words = rest.cut_right(look.scaled_mm(BOX_MM), look.gap)
        self.sign.draw(row.icon, face.ink if row.reason else accent)
        self.sign.place(sign.middle(sign.width, sign.width))
        self.tick.state = "hidden" if row.reason else "ticked" if row.chosen else "empty"
        self.tick.place(box.middle(box.width, box.width))
        self._place_words(words, row, face.ink, face.note)

    def _place_words(self, box: Rectangle, row: BillRow, ink: str, soft: str) -> None:
        first_px = self.look.line_px("title")
        note_px = self.note.height_at(box.width)
        first, note = box.middle(box.width, min(box.height, first_px + note_px)).cut_top(first_px)
        amount, label = first.cut_right(self.amount.natural_width() + 1, self.look.small_gap)
        self.label.say(self.label.text, ink)
        self.note.say(self.note.text, soft)
        self.amount.say(self.amount.text, ink if row.chosen else soft)
        self.label.place(label)
        self.amount.place(amount)
        self.note.place(note)


class BillList(Part):
    """Up to a page of rows, and the buttons to turn it."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.rows: tuple[BillRow, ...] = ()
        self.cards: list[BillCard] = []

    def show(self, view: ScreenView) -> bool:
        if [row.name for row in view.bills] != [row.name for row in self.rows]:
            self.clear_widgets()
            self.cards = [BillCard(self.surroundings) for _ in view.bills]
            for card in self.cards:
                self.add_widget(card)
        self.rows = view.bills
        for card, row in zip(self.cards, self.rows, strict=True):
            card.serve_row(row)
        return bool(self.rows)

    def wish(self, width_px: float) -> Wish:
        return stack_wish(self.look, self.cards, width_px, ROW_MM)

    def arrange(self) -> None:
        place_stack(self.look, self.cards, self.box)
