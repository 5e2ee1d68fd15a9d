"""The on-screen twin of the red button, with the words that say how to use it."""

from typing import Any

from kiosk.session.view import HoldButton, ScreenView
from screens.rectangle import Wish
from screens.widgets.hold_ring import HoldRing
from screens.widgets.part import Part
from screens.widgets.plate import plate
from screens.widgets.words import Words

RING_MM, LEAST_MM, MOST_MM = 58.0, 62.0, 74.0
SPARING_RING_MM = 46.0


class HoldPanel(Part):
    """A plain tap on the ring changes the note to the hint that it wants to be held."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.button: HoldButton | None = None
        self.ring = HoldRing(self.surroundings, self._released)
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        for child in (self.label, self.note, self.ring):
            self.add_widget(child)

    def show(self, view: ScreenView) -> bool:
        self.button = view.hold
        if view.hold is None:
            self.ring.let_go()
            return False
        self.ring.serve(view.hold)
        self.label.say(self.words(view.hold.label), self.look.palette.alarm.ink)
        self._say_note(view.hold)
        return True

    def _say_note(self, button: HoldButton) -> None:
        note = button.tap_hint if self.ring.hold.was_tap else button.note
        self.note.say(self.words(note), self.look.palette.ink)

    def _released(self) -> None:
        if self.button is not None:
            self._say_note(self.button)
            self.arrange()

    def wish(self, width_px: float) -> Wish:
        beside = self._beside_height(width_px)
        least = min(beside, self._under_height(width_px)) if self.look.condensed else beside
        return Wish(least, max(least, self.look.mm(MOST_MM)))

    def _ring_px(self) -> float:
        return self.look.mm(SPARING_RING_MM if self.sparing else RING_MM)

    def _beside_height(self, width_px: float) -> float:
        """The ring at the left of its words."""
        around = 2 * self.look.small_gap
        words = self._words_height(width_px - 3 * self.look.padding - self._ring_px()) + around
        return max(words, self._ring_px() + around)

    def _under_height(self, width_px: float) -> float:
        """Where the words take too many lines beside the ring, they stand under it."""
        words = self._words_height(width_px - 2 * self.look.padding)
        return self._ring_px() + words + 3 * self.look.small_gap

    def _words_height(self, width_px: float) -> float:
        small = self.look.condensed and self.sparing > 2
        self.label.text_size, self.note.text_size = ("body", "small") if small else ("strong", "body")
        return self.label.height_at(width_px) + self.note.height_at(width_px)

    def arrange(self) -> None:
        palette, look = self.look.palette, self.look
        inner = self.box.inset(look.padding, look.small_gap)
        width_px = self.box.width
        if look.condensed and self._under_height(width_px) < self._beside_height(width_px):
            side = min(self._ring_px(), inner.height)
            column, words = inner.cut_top(side, look.small_gap)
        else:
            side = min(self._ring_px(), inner.height)
            column, words = inner.cut_left(side, look.padding)
        label_px, note_px = self.label.height_at(words.width), self.note.height_at(words.width)
        label, note = words.middle(words.width, min(words.height, label_px + note_px)).cut_top(label_px)
        self.canvas.before.clear()
        ground, ink = palette.alarm.ground, palette.alarm.ink
        self.canvas.before.add(plate(self.box, ground, ink, look.edge_width, look.corner))
        self.label.place(label)
        self.note.place(note)
        self.ring.place(column.middle(side, side))
