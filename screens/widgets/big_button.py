"""A button of one colour: a word or two in the middle, a note under it, perhaps a sign."""

from typing import Any

from kiosk.session.view import Button
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.face import button_face
from screens.widgets.label_over_note import inside, place_label_over_note
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM, SIGN_GAP_MM = (20.0, 22.0, 24.0), 4.0
AIR_MM = 3.0
"""Above and below two lines in a bar."""

SNUG_ASIDE_MM = 0.7
"""From the edge to the words where width is scarcest."""


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
            self.surroundings,
            text_size=text_size,
            bold=True,
            align="centre",
            known_by_place=known_by_place,
        )
        self.note = Words(self.surroundings, text_size=note_size, align="centre")
        self.sign = Sign(self.surroundings)
        self.text_size = text_size
        self.snug = False
        self.sign_above = False
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
        self._as_made()
        inner = width_px - 2 * self._aside()
        words_px = self._words_width(inner)
        self._choose_size(words_px)
        words = self._words_high(words_px)
        if self.snug and self._on_one_line(words_px):
            words = max(self.label.height_at(words_px), self.note.height_at(words_px))
        above = self.icon and words_px == inner and not self.snug
        sign = self._sign_px() + self.look.small_gap if above else 0.0
        return max(self.look.target, words + sign + 2 * self.look.small_gap)

    def fits(self, width_px: float) -> bool:
        """Whether its label stands on one line."""
        self._as_made()
        return self.label.natural_width() <= width_px - 2 * self._aside()

    def has_whole_words(self, width_px: float) -> bool:
        """Whether no word of label or note has to break."""
        self._as_made()
        inner = width_px - 2 * self._aside()
        return self.label.fits_across(inner) and self.note.fits_across(inner)

    def natural_width(self) -> float:
        """With its label on one line."""
        self._as_made()
        return self.label.natural_width() + 2 * self._aside() + 2

    def _as_made(self) -> None:
        """What it was made smaller to in one box says nothing of another."""
        self.label.text_size = self.text_size

    def _aside(self) -> float:
        """From the edge to the words."""
        if not self.look.condensed:
            return self.look.small_gap
        return self.look.mm(SNUG_ASIDE_MM if self.snug else 1.5 if self.look.reach else 1.7)

    def _choose_size(self, width_px: float) -> None:
        """A size smaller, where allowed, is read more easily than two lines of a short word."""
        self.label.text_size = size = self.text_size
        smaller = self.label.smaller(size)
        if len(self.label.lines_at(width_px, size)) > 1 == len(self.label.lines_at(width_px, smaller)):
            self.label.text_size = smaller

    def _sign_px(self) -> float:
        return self.look.stepped_mm(*SIGN_MM) * min(1.0, self.look.scale) if self.icon else 0.0

    def sign_fits_beside(self, width_px: float) -> bool:
        """Whether its sign has room beside its words."""
        self._as_made()
        return self._longest() <= self._beside_sign(width_px - 2 * self._aside())

    def _longest(self) -> float:
        return max(self.label.natural_width(), self.note.natural_width() if self.note.text else 0.0)

    def _beside_sign(self, inner_px: float) -> float:
        return inner_px - self._sign_px() - self.look.mm(SIGN_GAP_MM)

    def _words_width(self, inner_px: float) -> float:
        """Less than `inner_px` where the sign stands beside the words, all of it where it stands above."""
        beside = self._beside_sign(inner_px)
        return beside if self.icon and self._longest() <= beside and not self.sign_above else inner_px

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
        self._as_made()
        words = self._words_width(inner.width)
        sign_px = self._sign_px()
        if words < inner.width:
            gap = self.look.mm(SIGN_GAP_MM)
            group = inner.middle(sign_px + gap + self._longest() + 2, inner.height)
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
        label_px, note_px = self.label.height_at(inner.width), self.note.height_at(inner.width)
        one_line = self._on_one_line(inner.width)
        if label_px + note_px <= inner.height or not (one_line or self._fits_beside(inner)):
            place_label_over_note(self.look, self.label, self.note, inner)
            return
        gap, wide, note_wide = self.look.small_gap, self.label.natural_width(), self.note.natural_width()
        spare = inner.width - gap - wide - note_wide if one_line else 2.0
        label, note = inner.cut_left(wide + spare / 2, gap)
        for words, box in ((self.label, label), (self.note, note)):
            words.place(inside(self.look, box, words.least_height_at(box.width)))

    def _on_one_line(self, width_px: float) -> bool:
        """Whether label and note stand beside each other, each on one line."""
        longest = self.label.natural_width() + self.look.small_gap + self.note.natural_width()
        return bool(self.note.text) and longest + 2 <= width_px

    def _too_much(self, inner: Rectangle) -> bool:
        """Whether a label would fill the button, or it and a note have no room under or beside each other."""
        label, note = self.label.least_height_at(inner.width), self.note.least_height_at(inner.width)
        room = inner.height - (self.look.mm(AIR_MM) if self.look.scarce else 0.0)
        if label > room + 1:
            return True
        return label + note > room + 1 and not (self.note.text and self._fits_beside(inner))

    def _fits_beside(self, inner: Rectangle) -> bool:
        """Whether the note has room beside the label, and not under it."""
        under = self.label.least_height_at(inner.width) + self.note.least_height_at(inner.width)
        aside_px = inner.width - self.label.natural_width() - self.look.small_gap - 1
        beside = self.note.least_height_at(aside_px) if self.note.fits_across(aside_px) else under
        return under > inner.height >= beside
