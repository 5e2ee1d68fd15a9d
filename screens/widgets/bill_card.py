"""One bill in a list: what it is for, how much, and a word that there is more to read."""

from typing import Any

from kiosk.session.view import BillRow, Button
from screens.palette import Colour
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.face import Face, card_face
from screens.widgets.label_over_note import INSIDE_MM
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM, SPARING_MM = (20.0, 22.0, 26.0), (14.0, 16.0, 20.0)


class BillCard(Pressable):
    """Label and amount on one line; where they have no room there, the amount stands under the label."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        super().__init__(surroundings, **properties)
        self.row: BillRow | None = None
        self.sparing = 0
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.amount = Words(self.surroundings, text_size="title", bold=True, align="right", single_line=True)
        self.hint = Words(self.surroundings, text_size="small", bold=True, align="right", single_line=True)
        self.sign = Sign(self.surroundings)
        for child in (self.label, self.note, self.amount, self.hint):
            self.add_widget(child)

    def serve_row(self, row: BillRow) -> None:
        self.row = row
        self.serve(Button(row.name, row.label, row.opens, enabled=row.opens is not None))
        self.label.say(self.words(row.label))
        self.note.say(self.words(row.reason or row.note))
        self.amount.say(row.amount)
        self.hint.say(self.words(row.hint) if row.hint and row.opens else "")

    def height_at(self, width_px: float) -> float:
        words = sum(height for height, _ in self._lines(self._words_width(width_px)))
        air = self.look.mm(INSIDE_MM) if self.sparing > 1 else self.look.small_gap
        return max(self.look.target, words + air)

    def _sign_px(self) -> float:
        if self.sparing > 2 and self.look.condensed:
            return 0.0
        return self.look.stepped_mm(*(SPARING_MM if self.sparing else SIGN_MM))

    def _words_width(self, width_px: float) -> float:
        sign_px = self._sign_px()
        return width_px - 2 * self.look.gap - (sign_px + self.look.gap if sign_px else 0.0)

    def _on_one_line(self, width_px: float, left: Words, right: Words) -> bool:
        return left.natural_width() + right.natural_width() + self.look.small_gap + 2 <= width_px

    def _lines(self, width_px: float) -> list[tuple[float, tuple[Words, ...]]]:
        """(height, what stands on it) from the top."""
        label, note, amount, hint = self.label, self.note, self.amount, self.hint
        least = self.sparing > 2 and (self.look.condensed or self.look.portrait)
        scarce = self.sparing > 2 or (self.look.condensed and self.sparing > 1)
        scarcest = self.look.condensed and self.sparing > 2
        amount.text_size = "body" if scarcest else "strong" if scarce else "title"
        note.text_size = "small" if least else "body"
        label.text_size = "body" if scarcest else "strong"
        amount_px = self.look.line_px(amount.text_size)
        beside = self._on_one_line(width_px, label, amount)
        lines: list[tuple[float, tuple[Words, ...]]] = []
        if beside:
            lines.append((amount_px, (label, amount)))
        elif hint.text and self._on_one_line(width_px, label, hint):
            lines += [(self.look.line_px("strong"), (label, hint)), (amount_px, (amount,))]
        else:
            lines += [(label.height_at(width_px), (label,)), (amount_px, (amount,))]
        told = any(hint in words for _, words in lines)
        if hint.text and not told:
            room = width_px - hint.natural_width() - self.look.small_gap - 1
            apart = self.sparing and (
                self._note_high(room) > self._note_high(width_px) + 1 or not note.fits_across(room)
            )
            if apart:
                lines += [(self._note_high(width_px), (note,)), (self.look.line_px("small"), (hint,))]
            else:
                lines.append((max(self._note_high(room), self.look.line_px("small")), (note, hint)))
        elif note.text:
            lines.append((self._note_high(width_px), (note,)))
        return lines

    def _note_high(self, width_px: float) -> float:
        """Where there is least room, with less air above and below."""
        if self.sparing > 2:
            return self.note.least_height_at(width_px) + self.look.mm(1.0)
        return self.note.height_at(width_px)

    def arrange(self) -> None:
        row, look = self.row, self.look
        if row is None:
            return
        tone = look.palette.tones.get(row.tone)
        accent = tone.ink if tone else look.palette.edge
        face = card_face(look, accent, enabled=row.reason is None, pressed=self.pressed)
        self.draw_face(face)
        words = self.box.inset(look.gap, 0).cut_bottom(look.mm(INSIDE_MM))[1]
        self.remove_widget(self.sign)
        if sign_px := self._sign_px():
            self.add_widget(self.sign)
            sign, words = words.cut_left(sign_px, look.gap)
            self.sign.draw(row.icon, face.ink if row.reason else tone.ink if tone else look.palette.ink)
            self.sign.place(sign.middle(sign.width, sign.width))
        self._colour_words(row, face)
        self._place_words(words)

    def _colour_words(self, row: BillRow, face: Face) -> None:
        hint: Colour = face.ink if row.reason else self.look.palette.accent
        self.label.say(self.label.text, face.ink)
        self.note.say(self.note.text, face.note)
        self.amount.say(self.amount.text, face.ink if row.chosen else face.note)
        self.hint.say(self.hint.text, hint)

    def _place_words(self, box: Rectangle) -> None:
        lines = self._lines(box.width)
        heights = [height for height, _ in lines]
        pile = box.middle(box.width, min(box.height, sum(heights)))
        for _, words in lines:
            line, pile = pile.cut_top(min(heights.pop(0), pile.height))
            left = line
            if len(words) == 2:
                right, left = line.cut_right(words[1].natural_width() + 1, self.look.small_gap)
                words[1].place(right)
            words[0].place(left)
        if not self.hint.text:
            self.hint.place(Rectangle(0, 0, 0, 0))
