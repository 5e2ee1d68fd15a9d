"""The answers to a screen's question, in the three arrangements there are."""

from typing import Any

from kiosk.session.view import Button, ScreenView
from screens.rectangle import Rectangle, Wish
from screens.theme import TextSize
from screens.widgets.big_button import BigButton
from screens.widgets.choice_card import ChoiceCard
from screens.widgets.part import Part
from screens.widgets.pressable import Pressable
from screens.widgets.stack import place_stack, stack_wish

CARD_MM, PAIR_MM = 66.0, 56.0
"""No answer grows higher than this; a few answers leave the rest of the page empty."""


class Answers(Part):
    """Keeps its widgets while the buttons stay the same, so that a finger on one is not disturbed."""

    pressed = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.buttons: tuple[Button, ...] = ()
        self.cards: list[Pressable] = []

    def make(self, button: Button) -> Pressable:
        """A widget of the kind this arrangement uses for `button`."""
        raise NotImplementedError

    def show(self, view: ScreenView) -> bool:
        if view.choices != self.buttons:
            self.buttons = view.choices
            self.clear_widgets()
            self.cards = [self.make(button) for button in self.buttons]
            for card, button in zip(self.cards, self.buttons, strict=True):
                card.serve(button)
                self.add_widget(card)
        return bool(self.buttons)


class ChoiceList(Answers):
    """Full-width cards, one under the other, all of the same height."""

    def make(self, button: Button) -> Pressable:
        return ChoiceCard(self.surroundings)

    def wish(self, width_px: float) -> Wish:
        self._agree_on_size(width_px)
        return self._wish(width_px)

    def _wish(self, width_px: float) -> Wish:
        return stack_wish(self.look, self.cards, width_px, CARD_MM, sparing=self.sparing > 1)

    def arrange(self) -> None:
        """Where there is less room than wished for, labels give way before words touch a frame."""
        self._agree_on_size(self.box.width)
        if self.look.condensed and self._wish(self.box.width).least > self.box.height + 1:
            self._set_labels("body")
        place_stack(self.look, self.cards, self.box, sparing=self.sparing > 1)

    def _agree_on_size(self, width_px: float) -> None:
        """One long label makes all of them smaller: answers of equal rank look alike."""
        cards = [card for card in self.cards if isinstance(card, ChoiceCard)]
        for card in cards:
            card.sparing = self.sparing
        sizes = [card.label_size_at(width_px) for card in cards]
        if self.look.reach and self.sparing > 2:
            sizes.append("body")
        self._set_labels(min(sizes, key=self.look.em_px))

    def _set_labels(self, size: TextSize) -> None:
        for card in self.cards:
            if isinstance(card, ChoiceCard):
                card.label.text_size = size


class DecisionButtons(Answers):
    """What to do now: big buttons side by side on a high display, one under the other on a wide one."""

    where = "decide"

    def make(self, button: Button) -> Pressable:
        return BigButton(self.surroundings)

    @property
    def beside(self) -> bool:
        """Unless a word would have to break, or grow small, to stand there."""
        if not self.look.portrait or len(self.cards) != 2:
            return False
        return not self.look.condensed or all(self._fits_half(card) for card in self.cards)

    def _fits_half(self, card: Pressable) -> bool:
        half = (self.box.width or self.look.width_px - 2 * self.look.margin) / 2 - self.look.mm(10.0)
        return isinstance(card, BigButton) and card.fits(half)

    def _distance(self) -> float:
        """Opposite actions are kept further apart (rule TCH-4)."""
        return self.look.mm(10.0)

    def wish(self, width_px: float) -> Wish:
        for card in self.cards:
            if isinstance(card, BigButton):
                card.snug = self.sparing > 1
        if self.beside:
            half = (width_px - self._distance()) / 2
            tallest = max(card.height_at(half) for card in self.cards) + 2 * self.look.gap
            least = tallest - 2 * self.look.gap + self.look.small_gap
            height = least if self.sparing else max(tallest, self.look.mm(PAIR_MM))
            return Wish(height, max(height, self.look.scaled_mm(CARD_MM)))
        tallest = max(card.height_at(width_px) for card in self.cards)
        tallest += 0.0 if self.sparing else self.look.gap
        count, gaps = len(self.cards), self._distance() * (len(self.cards) - 1)
        most = max(tallest, self.look.scaled_mm(CARD_MM))
        return Wish(tallest * count + gaps, most * count + gaps)

    def arrange(self) -> None:
        for card, box in zip(self.cards, self._boxes(), strict=True):
            card.place(box)

    def _boxes(self) -> list[Rectangle]:
        if self.beside:
            return self.box.columns(len(self.cards), self._distance())
        count = len(self.cards)
        height = (self.box.height - self._distance() * (count - 1)) / count
        return self.box.rows([height] * count, self._distance())
