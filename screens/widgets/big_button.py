"""A button of one colour: a word or two in the middle, a note under it, perhaps a sign above."""

from typing import Any

from kiosk.session.view import Button
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.face import button_face
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM = 22.0


class BigButton(Pressable):
    """In a bar too low for two lines the note moves beside the label."""

    def __init__(
        self,
        surroundings: Surroundings | None = None,
        *,
        text_size: TextSize = "strong",
        note_size: TextSize = "body",
        **properties: Any,
    ) -> None:
        super().__init__(surroundings, **properties)
        self.label = Words(self.surroundings, text_size=text_size, bold=True, align="centre")
        self.note = Words(self.surroundings, text_size=note_size, align="centre")
        self.sign = Sign(self.surroundings)
        self.tone = "plain"
        self.icon: str | None = None
        self.add_widget(self.label)

    def serve(self, button: Button) -> None:
        super().serve(button)
        note = button.note if button.enabled else button.reason
        self.tone, self.icon = button.tone, button.icon
        self.label.say(self.words(button.label))
        self.note.say(self.words(note) if note else "")
        for child, shown in ((self.note, bool(note)), (self.sign, bool(button.icon))):
            if shown and child.parent is None:
                self.add_widget(child)
            elif not shown and child.parent is not None:
                self.remove_widget(child)

    def height_at(self, width_px: float) -> float:
        inner = width_px - 2 * self.look.padding
        words = self.label.height_at(inner) + (self.note.height_at(inner) if self.note.text else 0.0)
        sign = self.look.scaled_mm(SIGN_MM) + self.look.small_gap if self.icon else 0.0
        return max(self.look.target, words + sign + 2 * self.look.small_gap)

    def arrange(self) -> None:
        face = button_face(self.look, self.tone, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        self.label.say(self.label.text, face.ink)
        self.note.say(self.note.text, face.note)
        if self.icon:
            self.sign.draw(self.icon, face.ink)
        self._arrange_content()

    def _arrange_content(self) -> None:
        inner = self.box.inset(self.look.padding, 0)
        label_px = self.label.height_at(inner.width)
        note_px = self.note.height_at(inner.width) if self.note.text else 0.0
        sign_px = self.look.scaled_mm(SIGN_MM) if self.icon else 0.0
        if note_px and label_px + note_px > self.box.height:
            left, right = inner.columns(2, self.look.small_gap)
            self.label.place(left)
            self.note.place(right)
            return
        gap = self.look.small_gap if self.icon else 0.0
        pile = inner.middle(inner.width, min(inner.height, label_px + note_px + sign_px + gap))
        if self.icon:
            sign, pile = pile.cut_top(sign_px, gap)
            self.sign.place(sign.middle(self.sign.width_at(sign_px), sign_px))
        label, note = pile.cut_top(label_px)
        self.label.place(label)
        if note_px:
            self.note.place(note)
