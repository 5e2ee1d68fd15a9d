"""A button of one colour: a word or two in the middle, a note under it, perhaps a sign."""

from typing import Any

from kiosk.session.view import Button
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.face import button_face
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM, SIGN_GAP_MM = (20.0, 22.0, 24.0), 4.0
AIR_MM = 3.0
"""Above and below two lines in a bar."""


class BigButton(Pressable):
    """In a bar too low for two lines the note moves beside the label, in as many lines as it takes there."""

    def __init__(
        self,
        surroundings: Surroundings | None = None,
        *,
        text_size: TextSize = "strong",
        note_size: TextSize = "body",
        known_by_place: bool = False,
        **properties: Any,
    ) -> None:
        super().__init__(surroundings, **properties)
        self.label = Words(
            self.surroundings, text_size=text_size, bold=True, align="centre", known_by_place=known_by_place
        )
        self.note = Words(self.surroundings, text_size=note_size, align="centre")
        self.sign = Sign(self.surroundings)
        self.text_size = text_size
        self.snug = False
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
        inner = width_px - 2 * self._aside()
        words_px = self._words_width(inner)
        self._choose_size(words_px)
        words = self._words_high(words_px)
        above = self.icon and words_px == inner and not self.snug
        sign = self._sign_px() + self.look.small_gap if above else 0.0
        return max(self.look.target, words + sign + 2 * self.look.small_gap)

    def fits(self, width_px: float) -> bool:
        """Whether its label stands on one line."""
        return self.label.natural_width() <= width_px - 2 * self._aside()

    def natural_width(self) -> float:
        """With its label on one line."""
        return self.label.natural_width() + 2 * self._aside() + 2

    def _aside(self) -> float:
        """From the edge to the words."""
        return self.look.mm(0.7 if self.snug else 1.5) if self.look.condensed else self.look.small_gap

    def _choose_size(self, width_px: float) -> None:
        """A size smaller, where allowed, is read more easily than two lines of a short word."""
        self.label.text_size = size = self.text_size
        smaller = self.label.smaller(size)
        if len(self.label.lines_at(width_px, size)) > 1 == len(self.label.lines_at(width_px, smaller)):
            self.label.text_size = smaller

    def _sign_px(self) -> float:
        return self.look.stepped_mm(*SIGN_MM) * min(1.0, self.look.scale) if self.icon else 0.0

    def _words_width(self, inner_px: float) -> float:
        """Less than `inner_px` where the sign stands beside the words, all of it where it stands above."""
        beside = inner_px - self._sign_px() - self.look.mm(SIGN_GAP_MM)
        longest = max(self.label.natural_width(), self.note.natural_width() if self.note.text else 0.0)
        return beside if self.icon and longest <= beside else inner_px

    def arrange(self) -> None:
        face = button_face(self.look, self.tone, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        self.label.say(self.label.text, face.ink)
        self.note.say(self.note.text, face.note)
        if self.icon:
            if self.sign.parent is None:
                self.add_widget(self.sign)
            self.sign.draw(self.icon, face.ink)
        self.arrange_content(self.box.inset(self._aside(), 0))

    def arrange_content(self, inner: Rectangle) -> None:
        """Place sign, label and note, in the middle of `inner`."""
        words = self._words_width(inner.width)
        sign_px = self._sign_px()
        if words < inner.width:
            longest = max(self.label.natural_width(), self.note.natural_width() if self.note.text else 0.0)
            gap = self.look.mm(SIGN_GAP_MM)
            group = inner.middle(sign_px + gap + longest + 2, inner.height)
            sign, inner = group.cut_left(sign_px, gap)
            self.sign.place(sign.middle(self.sign.width_at(sign_px), sign_px))
        elif self.icon and self._words_high(words) + sign_px + self.look.small_gap <= inner.height + 1:
            high = self._words_high(words) + sign_px + self.look.small_gap
            sign, inner = inner.middle(inner.width, high).cut_top(sign_px, self.look.small_gap)
            self.sign.place(sign.middle(self.sign.width_at(sign_px), sign_px))
        elif self.icon:
            self.remove_widget(self.sign)
        self._arrange_words(inner)

    def _words_high(self, width_px: float) -> float:
        return self.label.height_at(width_px) + (self.note.height_at(width_px) if self.note.text else 0.0)

    def _arrange_words(self, inner: Rectangle) -> None:
        self._choose_size(inner.width)
        while self._too_much(inner) and self.label.smaller(self.label.text_size) != self.label.text_size:
            self.label.text_size = self.label.smaller(self.label.text_size)
        label_px = self.label.height_at(inner.width)
        note_px = self.note.height_at(inner.width) if self.note.text else 0.0
        label_wide, note_wide = self.label.natural_width(), self.note.natural_width()
        spare = inner.width - self.look.small_gap - label_wide - note_wide
        if note_px and label_px + note_px > inner.height and spare >= 2:
            label, note = inner.cut_left(label_wide + spare / 2, self.look.small_gap)
        elif note_px and label_px + note_px > inner.height and self._fits_beside(inner):
            label, note = inner.cut_left(label_wide + 1, self.look.small_gap)
        elif note_px and label_px + note_px > inner.height:
            low = self.note.least_height_at(inner.width)
            air = max(0.0, inner.height - low - self.label.least_height_at(inner.width)) / 3
            label, note = inner.inset(0, air).cut_top(inner.height - low - 2 * air)
        else:
            pile = inner.middle(inner.width, min(inner.height, label_px + note_px))
            label, note = pile.cut_top(min(label_px, pile.height))
        self.label.place(label)
        if note_px:
            self.note.place(note)

    def _too_much(self, inner: Rectangle) -> bool:
        """Whether label and note have room neither under nor beside each other."""
        under = self.label.least_height_at(inner.width) + self.note.least_height_at(inner.width)
        room = inner.height - (self.look.mm(AIR_MM) if self.look.condensed else 0.0)
        return bool(self.note.text) and under > room + 1 and not self._fits_beside(inner)

    def _fits_beside(self, inner: Rectangle) -> bool:
        """Whether the note has room beside the label, and not under it."""
        under = self.label.least_height_at(inner.width) + self.note.least_height_at(inner.width)
        aside_px = inner.width - self.label.natural_width() - self.look.small_gap - 1
        beside = self.note.least_height_at(aside_px) if self.note.fits_across(aside_px) else under
        return under > inner.height >= beside
