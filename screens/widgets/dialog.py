"""A question over the screen: everything beneath, but the strip of comfort, is veiled and out of reach."""

from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.session.view import Overlay
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.theme import LARGEST
from screens.widgets.big_button import BigButton
from screens.widgets.fact_list import FactCard
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

WIDTH_MM, BUTTON_MM, OPPOSITE_MM = 250.0, 38.0, 10.3

ANSWER_MM = 60.0
"""The least width of an answer (rule TCH-2)."""


class Dialog(Styled):
    """`anywhere` is the event a touch beside the buttons sends: only 'are you still there?' has one.

    The card stands in `over`, beside the strip; the veil lies over everything. In reach, at the largest size,
    there is no card: the words take all of `over`, and what is decided stands `below` the strip.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.title = Words(surroundings, text_size="title", bold=True, align="centre")
        self.prompt = Words(surroundings, text_size="body", align="centre")
        self.countdown = Words(surroundings, text_size="sum", bold=True, align="centre", single_line=True)
        self.facts = FactCard(surroundings)
        self.buttons: list[BigButton] = []
        self.anywhere: object | None = None
        self.overlay: Overlay | None = None
        self.over = self.below = self.box
        self._sparing, self._upright = 0, False

    def show(self, overlay: Overlay) -> None:
        palette = self.look.palette
        if self.overlay is None or overlay.buttons != self.overlay.buttons:
            self.buttons = [BigButton(self.surroundings) for _ in overlay.buttons]
        self.overlay = overlay
        asks = overlay.kind == "still_there" and bool(overlay.buttons)
        self.anywhere = overlay.buttons[0].event if asks else None
        self.title.say(self.words(overlay.title), palette.ink)
        self.prompt.say(self.words(overlay.prompt) if overlay.prompt else "", palette.soft)
        seconds = "" if overlay.countdown_s is None else str(overlay.countdown_s)
        self.countdown.say(seconds, palette.danger.ink)
        self.facts.say(overlay.facts)
        self.clear_widgets()
        for widget in self._content():
            self.add_widget(widget)
        for widget, button in zip(self.buttons, overlay.buttons, strict=True):
            widget.serve(button)
            self.add_widget(widget)

    def _content(self) -> list[Words | FactCard]:
        content: list[Words | FactCard] = [self.title]
        if self.prompt.text:
            content.append(self.prompt)
        if self.countdown.text:
            content.append(self.countdown)
        if self.facts.facts:
            content.append(self.facts)
        return content

    def arrange(self) -> None:
        if self.look.reach and self.look.condensed:
            self._take_the_screen()
            return
        card, buttons_px = self._chosen()
        card = self.over.middle(card.width, min(card.height, self.over.height - 2 * self._edge()))
        self._draw_ground(card)
        inner = card.inset(2 * self._padding())
        if self._upright:
            rest, buttons = inner.columns(2, 2 * self.look.gap)
            buttons = buttons.middle(buttons.width, min(buttons.height, buttons_px))
        else:
            buttons, rest = inner.cut_bottom(buttons_px, self.look.gap)
        heights = [child.height_at(rest.width) for child in self._content()]
        for child, box in zip(self._content(), rest.rows(heights, self._between()), strict=True):
            child.place(box)
        self._place_rows(self.buttons, buttons)

    def _chosen(self) -> tuple[Box, float]:
        """With air around it where there is room; less and less of it, and a smaller title, where not."""
        for sparing in range(4):
            for upright in self._ways():
                self._upright = upright
                self._spare(sparing)
                card, buttons_px = self._needed()
                if card.height <= self.over.height - 2 * self._edge():
                    return card, buttons_px
        return card, buttons_px

    def _ways(self) -> tuple[bool, ...]:
        """On a wide display, above 100 %, the buttons rather stand beside the words than below them."""
        if self.look.portrait:
            return (False,)
        return (True, False) if self.look.condensed or len(self.buttons) > 3 else (False, True)

    def _take_the_screen(self) -> None:
        look = self.look
        self._sparing = self.facts.sparing = 1
        self._draw_veil()
        for ground in (self.over, self.below):
            self.canvas.before.add(plate(ground, look.palette.surface, None, 0, look.mm(1.0)))
        self.title.text_size = "body" if look.crammed and not self.prompt.text else "title"
        self._shrink_buttons()
        below = self.below.inset(look.mm(8.0), look.mm(2.5))
        boxes = below.columns(2, look.mm(OPPOSITE_MM))
        if len(self.buttons) < 2 or not all(button.fits(boxes[0].width) for button in self.buttons[-2:]):
            boxes = [below]
        decided = self.buttons[-len(boxes) :]
        for widget, box in zip(decided, boxes, strict=False):
            widget.place(box)
        self._pile(self._above(self.buttons[: -len(boxes)]))

    def _above(self, buttons: list[BigButton]) -> Box:
        """Place what has no room below the strip; what is left for the words."""
        words = self.over.inset(self.look.mm(6.0), self.look.small_gap)
        if not buttons:
            return words
        pile, words = words.cut_bottom(self._height_of(buttons, words.width), self.look.gap)
        self._place_rows(buttons, pile)
        return words

    def _pile(self, words: Box) -> None:
        """In the middle. Where there is no room for all of it, air gives way, then the title."""
        gap, content = self.look.small_gap, self._content()
        heights = [child.height_at(words.width) for child in content]
        while sum(heights) + gap * (len(heights) - 1) > words.height:
            close = [_least_high(child, words.width) for child in content]
            smaller = self.title.smaller(self.title.text_size)
            fits = sum(close) + gap * (len(close) - 1) <= words.height
            if fits or smaller == self.title.text_size:
                heights = close
                break
            self.title.text_size = smaller
            heights = [child.height_at(words.width) for child in content]
        pile = words.middle(words.width, sum(heights) + gap * (len(heights) - 1))
        for child, box in zip(content, pile.rows(heights, gap), strict=True):
            child.place(box)

    def _spare(self, sparing: int) -> None:
        self._sparing = sparing
        self.title.text_size, self.prompt.text_size = "title", "body"
        for _ in range(1, sparing):
            self.title.text_size = self.title.smaller(self.title.text_size)
        if sparing > 2:
            self.prompt.text_size = self.prompt.smaller("body")
        self.facts.sparing = sparing
        if self.look.scale >= LARGEST and not self.prompt.text:
            self.title.text_size = "body"
        self._shrink_buttons()
        for button in self.buttons:
            button.snug = sparing > 1

    def _shrink_buttons(self) -> None:
        """Many of them are set in the size of what is read, where room is scarce."""
        many = self._sparing > 0 and len(self.buttons) > 3
        for button in self.buttons:
            button.text_size = "body" if many else "strong"

    def _needed(self) -> tuple[Box, float]:
        """(the card, the height of its buttons) at the present sparing."""
        look = self.look
        widest = self.over.width - 2 * self._edge()
        width = widest if look.condensed else min(look.mm(WIDTH_MM), widest)
        inner_px = width - 4 * self._padding()
        across = (inner_px - 2 * look.gap) / 2 if self._upright else inner_px
        heights = [child.height_at(across) for child in self._content()]
        words_px = sum(heights) + self._between() * (len(heights) - 1)
        buttons_px = self._height_of(self.buttons, across)
        inner = max(words_px, buttons_px) if self._upright else words_px + buttons_px + look.gap
        return Box(0, 0, width, inner + 4 * self._padding()), buttons_px

    def _edge(self) -> float:
        return self.look.mm(6.0) if self._sparing else self.look.margin

    def _padding(self) -> float:
        return self.look.mm(4.0) if self._sparing else self.look.padding

    def _between(self) -> float:
        return self.look.small_gap if self._sparing else self.look.gap

    def _rows(self, buttons: list[BigButton], width_px: float) -> list[list[BigButton]]:
        """Two beside each other, where each label has one line, or where there are many and no word would
        have to break; the last of an odd number alone."""
        half = self._half(width_px)
        if len(buttons) > 3:
            wide = half >= self.look.mm(ANSWER_MM) or self.look.condensed
            two = wide and all(button.has_whole_words(half) for button in buttons)
        else:
            fits = not self.look.condensed or all(button.fits(half) for button in buttons)
            two = len(buttons) > 1 and not self._upright and fits
        across = 2 if two else 1
        return [buttons[at : at + across] for at in range(0, len(buttons), across)]

    def _half(self, width_px: float) -> float:
        return (width_px - self.look.mm(OPPOSITE_MM)) / 2

    def _heights(self, rows: list[list[BigButton]], width_px: float) -> list[float]:
        """All alike where there is room, else as high as the words of each row."""
        two = any(len(row) > 1 for row in rows)
        each_px = self._half(width_px) if two else width_px
        least = self.look.target if self._sparing else self.look.stepped_mm(BUTTON_MM, 40.0, 44.0)
        heights = [max([least, *(button.height_at(each_px) for button in row)]) for row in rows]
        return heights if self._sparing else [max(heights, default=0.0)] * len(rows)

    def _height_of(self, buttons: list[BigButton], width_px: float) -> float:
        heights = self._heights(self._rows(buttons, width_px), width_px)
        return sum(heights) + self._apart() * max(0, len(heights) - 1)

    def _place_rows(self, buttons: list[BigButton], box: Box) -> None:
        rows = self._rows(buttons, box.width)
        for row, line in zip(rows, box.rows(self._heights(rows, box.width), self._apart()), strict=True):
            for widget, place in zip(row, line.columns(len(row), self.look.mm(OPPOSITE_MM)), strict=True):
                widget.place(place)

    def _apart(self) -> float:
        """From one row to the next: opposite actions are kept further apart (rule TCH-4)."""
        tones = {button.tone for button in self.buttons}
        return self.look.mm(OPPOSITE_MM) if {"primary", "danger"} <= tones else self.look.gap

    def _draw_veil(self) -> None:
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*self.look.palette.veil)
            Rectangle(pos=(self.box.x, self.box.y), size=(self.box.width, self.box.height))

    def _draw_ground(self, card: Box) -> None:
        look, palette = self.look, self.look.palette
        self._draw_veil()
        self.canvas.before.add(plate(card, palette.surface, palette.edge, look.edge_width, look.corner))

    def on_touch_down(self, touch: Any) -> bool:
        """Takes every touch, so that nothing beneath does."""
        if not super().on_touch_down(touch) and self.anywhere is not None:
            self.surroundings.send(self.anywhere)
        return True


def _least_high(child: Words | FactCard, width_px: float) -> float:
    return child.least_height_at(width_px) if isinstance(child, Words) else child.height_at(width_px)
