"""The first screen's answers: everything at once, each utility in its colour, and the rest."""

from typing import Any

from kiosk.session.view import Button
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.answers import Answers
from screens.widgets.big_button import BigButton
from screens.widgets.face import button_face
from screens.widgets.label_over_note import place_label_over_note
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM = (20.0, 22.0, 24.0)
ASIDE_MM = 2.0
"""From a tile's edge to its word: three stand beside each other on a wide display."""


class UtilityTile(BigButton):
    """A sign and one word, in the utility's own colours: beside each other, or one above the other."""

    def _aside(self) -> float:
        return min(super()._aside(), self.look.mm(ASIDE_MM))


class Hero(Pressable):
    """The answer most people want: words on the left, its signs on the right."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.label = Words(self.surroundings, text_size="title", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.sign = Sign(self.surroundings)
        self.tone = "primary"
        for child in (self.label, self.note):
            self.add_widget(child)

    def serve(self, button: Button) -> None:
        super().serve(button)
        note = button.note if button.enabled else button.reason
        self.tone = button.tone
        self.label.say(self.words(button.label))
        self.note.say(self.words(note) if note else "")
        self.sign.draw(button.icon or "household", self.sign.colour)

    def height_at(self, width_px: float) -> float:
        words_px = self._words_width(width_px - 2 * self._aside())
        words = self.label.height_at(words_px) + self.note.height_at(words_px)
        return words + 2 * self.look.small_gap

    def _aside(self) -> float:
        return 2 * self.look.padding

    def _sign_px(self) -> float:
        return self.look.stepped_mm(*SIGN_MM)

    def _words_width(self, inner_px: float) -> float:
        """All of it where the signs would break the label: then they are not shown."""
        beside = inner_px - self.sign.width_at(self._sign_px()) - self.look.padding
        return beside if self.label.natural_width() <= beside else inner_px

    def arrange(self) -> None:
        face = button_face(self.look, self.tone, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        words = self.box.inset(self._aside(), 0)
        self.remove_widget(self.sign)
        if self._words_width(words.width) < words.width:
            sign, words = words.cut_right(self.sign.width_at(self._sign_px()), self.look.padding)
            self.add_widget(self.sign)
            self.sign.draw(self.sign.icon, face.ink)
            self.sign.place(sign.middle(sign.width, self._sign_px()))
        self.label.say(self.label.text, face.ink)
        self.note.say(self.note.text, face.note)
        place_label_over_note(self.look, self.label, self.note, words)


REST_SHARE = 2.0
SHARES: dict[type, float] = {Hero: 5.0, UtilityTile: 4.0}
"""How the room that is left is shared among the rows."""


class HomeAnswers(Answers):
    """The first answer is the hero, plain ones are the rest, all others are utilities."""

    def make(self, button: Button) -> Pressable:
        if button.tone == "primary":
            return Hero(self.surroundings)
        return BigButton(self.surroundings) if button.tone == "plain" else UtilityTile(self.surroundings)

    def _rows(self) -> list[list[int]]:
        """Indices of the cards of each row: utilities in twos where there are four or more, else in one row
        on a wide display and one a row on a high one."""
        utilities = [i for i, card in enumerate(self.cards) if isinstance(card, UtilityTile)]
        across = 2 if len(utilities) > 3 else 1 if self._one_a_row(utilities) else max(1, len(utilities))
        grid = [utilities[i : i + across] for i in range(0, len(utilities), across)]
        rest = [[i] for i, card in enumerate(self.cards) if i not in utilities]
        first = [[i] for i, card in enumerate(self.cards) if isinstance(card, Hero)]
        return [*first, *grid, *(row for row in rest if row not in first)]

    def _one_a_row(self, utilities: list[int]) -> bool:
        """Of three or fewer; beside each other only where no word has to break for it."""
        if self.look.portrait and self.look.reach is None:
            return True
        room = (self.box.width or self.look.width_px) / max(1, len(utilities)) - self.look.gap
        tiles = [card for card in self.cards if isinstance(card, UtilityTile)]
        return self.look.condensed and not all(tile.fits(room) for tile in tiles)

    def wish(self, width_px: float) -> Wish:
        rows = self._rows()
        least = sum(self._least(row, width_px) for row in rows) + self.look.gap * (len(rows) - 1)
        return Wish(least, self.look.height_px)

    def _least(self, row: list[int], width_px: float) -> float:
        """Signs of one row stand alike, all beside their words or all above them."""
        across = (width_px - self.look.gap * (len(row) - 1)) / len(row)
        tiles = [card for card in (self.cards[index] for index in row) if isinstance(card, UtilityTile)]
        above = not all(tile.sign_fits_beside(across) for tile in tiles)
        for tile in tiles:
            tile.sign_above = above
        return max(self.cards[index].height_at(across) for index in row)

    def arrange(self) -> None:
        rows = self._rows()
        least = [self._least(row, self.box.width) for row in rows]
        shares = [SHARES.get(type(self.cards[row[0]]), REST_SHARE) for row in rows]
        spare = self.box.height - self.look.gap * (len(rows) - 1) - sum(least)
        heights = [low + spare * part / sum(shares) for low, part in zip(least, shares, strict=True)]
        for row, box in zip(rows, self.box.rows(heights, self.look.gap), strict=True):
            self._place_row(row, box)

    def _place_row(self, row: list[int], box: Rectangle) -> None:
        for index, column in zip(row, box.columns(len(row), self.look.gap), strict=True):
            self.cards[index].place(column)
