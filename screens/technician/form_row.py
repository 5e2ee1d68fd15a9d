"""One value of a form: what it is, a note, and the value itself at the right."""

from kivy.graphics import Color, Rectangle

from kiosk.technician.view import FormRow
from screens.palette import rgb
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.widgets.face import card_face
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.pressable import Pressable
from screens.widgets.words import Words

PADDING_MM, AFTER_VALUE_MM, CARET_MM, THICKER = 6.5, 1.0, 1.0, 2.4


class FormLine(Styled):
    """Only to read: it stands on the paper, over a line."""

    def __init__(self, surroundings: Surroundings, row: FormRow) -> None:
        super().__init__(surroundings)
        self.label = Words(surroundings, text_size="body")
        self.note = Words(surroundings, text_size="small")
        self.value = Words(surroundings, text_size="strong", bold=True, align="right", single_line=True)
        for child in (self.label, self.note, self.value):
            self.add_widget(child)
        self.take(row)

    def take(self, row: FormRow) -> None:
        """Drawn when placed."""
        self.row = row
        palette = self.look.palette
        self.label.say(self.words(row.label), palette.ink)
        self.note.say(self.words(row.note) if row.note else "", palette.soft)
        value = row.value if isinstance(row.value, str) else self.words(row.value)
        self.value.say(value, palette.ink)

    def arrange(self) -> None:
        inner = self.box.inset(self.look.mm(PADDING_MM), self.look.mm(1))
        most_px = max(inner.width * 0.5, inner.width - self.label.natural_width() - self.look.gap)
        value_px = min(self.value.natural_width() + 2, most_px)
        value, words = inner.cut_right(value_px, self.look.small_gap)
        self.value.place(value)
        label_px, note_px = self.label.natural_width() + 2, self.note.natural_width() + 2
        if not self.note.text:
            self.label.place(words)
            self.note.place(Box(words.x, words.y, 0, 0))
        elif label_px + self.look.gap + note_px <= words.width:
            label, note = words.cut_left(label_px, self.look.gap)
            self.label.place(label)
            self.note.place(note)
        else:
            high = self.label.height_at(words.width)
            beneath = self.note.height_at(words.width)
            pile = words.middle(words.width, min(words.height, high + beneath))
            label, note = pile.cut_top(pile.height * high / (high + beneath))
            self.label.place(label)
            self.note.place(note)

        self.draw_ground()

    def draw_ground(self) -> None:
        """Once the value has its place."""
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(self.look.palette.edge))
            Rectangle(pos=(self.box.x, self.box.y), size=(self.box.width, self.look.mm(0.4)))


class FormTarget(FormLine, Pressable):
    """To be chosen and typed into: a card; the chosen one has a thick edge and a caret after its value."""

    def take(self, row: FormRow) -> None:
        super().take(row)
        if row.select is not None:
            self.serve(row.select)

    def draw_ground(self) -> None:
        look, palette = self.look, self.look.palette
        edge = palette.accent if self.row.chosen else palette.edge
        face = card_face(look, edge, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        if not self.row.chosen:
            return
        thick_px = THICKER * look.edge_width
        self.canvas.before.add(plate(self.box, face.ground, face.edge, thick_px, look.corner))
        caret = self.value.box.middle(0, look.em_px("body"))
        with self.canvas.before:
            Color(*rgb(palette.accent))
            at = self.box.right - look.mm(PADDING_MM - AFTER_VALUE_MM)
            Rectangle(pos=(at, caret.y), size=(look.mm(CARET_MM), caret.height))
