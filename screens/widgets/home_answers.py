"""The first screen's answers: everything at once, each utility in its colour, and the rest."""

from typing import Any

from kiosk.session.view import Button
from screens.rectangle import Rectangle, Wish
from screens.surroundings import Surroundings
from screens.widgets.answers import Answers
from screens.widgets.big_button import BigButton
from screens.widgets.face import button_face
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM = 20.0


class UtilityTile(BigButton):
    """A sign beside one word, in the utility's own colours."""


class Hero(Pressable):
    """The answer most people want: words on the left, its signs on the right."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.label = Words(self.surroundings, text_size="title", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.sign = Sign(self.surroundings)
        self.tone = "primary"
        for child in (self.label, self.note, self.sign):
            self.add_widget(child)

    def serve(self, button: Button) -> None:
        super().serve(button)
        note = button.note if button.enabled else button.reason
        self.tone = button.tone
        self.label.say(self.words(button.label))
        self.note.say(self.words(note) if note else "")
        self.sign.draw(button.icon or "household", self.sign.colour)

    def height_at(self, width_px: float) -> float:
        words = self.look.line_px("title") + (self.look.line_px("body") if self.note.text else 0.0)
        return words + 2 * self.look.small_gap

    def arrange(self) -> None:
        face = button_face(self.look, self.tone, enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        inner = self.box.inset(2 * self.look.padding, 0)
        sign_px = self.look.scaled_mm(SIGN_MM)
        sign, words = inner.cut_right(self.sign.width_at(sign_px), self.look.padding)
        self.sign.draw(self.sign.icon, face.ink)
        self.sign.place(sign.middle(sign.width, sign_px))
        label_px = self.look.line_px("title")
        note_px = self.look.line_px("body") if self.note.text else 0.0
        label, note = words.middle(words.width, label_px + note_px).cut_top(label_px)
        self.label.say(self.label.text, face.ink)
        self.label.place(label)
        self.note.say(self.note.text, face.note)
        self.note.place(note)


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
        across = 2 if len(utilities) > 3 else 1 if self.look.portrait else len(utilities)
        grid = [utilities[i : i + across] for i in range(0, len(utilities), across)]
        rest = [[i] for i, card in enumerate(self.cards) if i not in utilities]
        return [*rest[:1], *grid, *rest[1:]]

    def wish(self, width_px: float) -> Wish:
        rows = self._rows()
        least = sum(self._least(row, width_px) for row in rows) + self.look.gap * (len(rows) - 1)
        return Wish(least, self.look.height_px)

    def _least(self, row: list[int], width_px: float) -> float:
        across = (width_px - self.look.gap * (len(row) - 1)) / len(row)
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
