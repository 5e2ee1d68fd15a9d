"""One full-width answer: a sign on a coloured tile, what it is, and a line that says more."""

from typing import Any

from kiosk.session.view import Button
from screens.palette import Colour
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.face import card_face
from screens.widgets.label_over_note import INSIDE_MM, least_free_px, place_label_over_note
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

TILE_MM, LEAST_MM = (34.0, 34.0, 36.0), (34.0, 36.0, 40.0)
SPARING_TILE_MM = 22.0


class ChoiceCard(Pressable):
    """Disabled it keeps its words, has a dashed edge and gives the reason in place of the note."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.sign = Sign(self.surroundings)
        self.accent: Colour = self.look.palette.accent
        self.icon = ""
        self.sparing = 0
        for child in (self.label, self.note):
            self.add_widget(child)

    def serve(self, button: Button) -> None:
        super().serve(button)
        note = button.note if button.enabled else button.reason
        self.icon = button.icon or ""
        self.accent = self._accent_of(button.tone)
        self.label.say(self.words(button.label))
        self.note.say(self.words(note) if note else "")

    def _accent_of(self, tone: str) -> Colour:
        palette = self.look.palette
        return palette.tones[tone].ink if tone in palette.tones else palette.accent

    def height_at(self, width_px: float) -> float:
        words_px = self._words_width(width_px)
        if self.sparing > 1 and self.look.condensed:
            words = self.label.least_height_at(words_px) + self.note.least_height_at(words_px)
            return max(self.look.target, words + 2 * least_free_px(self.look))
        words = self.label.height_at(words_px) + self.note.height_at(words_px)
        if self.sparing:
            return max(self.look.target, words + 2 * self.look.mm(INSIDE_MM))
        return max(self.look.stepped_mm(*LEAST_MM), words + 2 * self.look.small_gap)

    def label_size_at(self, width_px: float) -> TextSize:
        """The largest type that keeps the label on one line; if none does, the one for more lines."""
        words_px = self._words_width(width_px)
        for size in ("strong", "body"):
            if len(self.label.lines_at(words_px, size)) == 1:
                return size
        return "body" if self.sparing else "strong"

    def _tile_px(self) -> float:
        if not self.icon or (self.sparing > 1 and self.look.scarce):
            return 0.0
        return self.look.mm(SPARING_TILE_MM) if self.sparing else self.look.stepped_mm(*TILE_MM)

    def _words_width(self, width_px: float) -> float:
        tile_px = self._tile_px()
        return width_px - 2 * self.look.padding - (tile_px + self.look.padding if tile_px else 0.0)

    def arrange(self) -> None:
        face = card_face(self.look, self.accent, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        inner = self.box.inset(self.look.padding, 0)
        self.remove_widget(self.sign)
        if tile_px := self._tile_px():
            self.add_widget(self.sign)
            column, inner = inner.cut_left(tile_px, self.look.padding)
            side = min(column.width, self.box.height - 2 * self.look.small_gap)
            tile = self.accent if self.enabled else face.ink
            self.sign.draw(self.icon, self._tile_ink(), tile)
            self.sign.place(column.middle(side, side))
        self.label.say(self.label.text, face.ink)
        self.note.say(self.note.text, face.note)
        place_label_over_note(self.look, self.label, self.note, inner)

    def _tile_ink(self) -> Colour:
        return self.look.palette.surface if self.enabled else self.look.palette.disabled.ground
