"""What all screens are: parts listed in a kv file, each in its place, filled from a view."""

from pathlib import Path

from kivy.lang import Builder

from kiosk.session.view import ScreenView
from screens.rectangle import Rectangle, Wish, share
from screens.surroundings import Surroundings, building
from screens.widgets.part import Part, Styled
from screens.widgets.progress_steps import ProgressSteps
from screens.widgets.sentences import Title

LEFT_SHARE = 0.4
"""Of a wide display: the question and its picture on the left, the answers on the right."""

COLUMN = ("mark", "head", "picture", "digits", "facts", "body")
"""The order on a high display, from the top; "decide" and "foot" follow at its bottom."""


class ScreenBase(Styled):
    """A part that has nothing to show leaves the tree, so that it can neither be seen nor touched.

    `centred` puts the head in the middle of the room it has: for outcomes and farewells.
    """

    centred = False

    def __init__(self, surroundings: Surroundings) -> None:
        with building(surroundings):
            super().__init__(surroundings)
        self.parts: list[Part] = list(reversed(self.children))
        self.clear_widgets()

    def render(self, view: ScreenView) -> None:
        for part in self.parts:
            shown = part.show(view)
            if shown and part.parent is None:
                self.add_widget(part)
            elif not shown and part.parent is not None:
                self.remove_widget(part)
        self.arrange()

    def arrange(self) -> None:
        inner = self.box.inset(self.look.margin, self.look.gap)
        if self.look.portrait:
            self._arrange_high(inner)
        else:
            self._arrange_wide(inner)

    def _shown(self, *places: str) -> list[Part]:
        return [part for place in places for part in self.parts if part.parent and part.where == place]

    def _arrange_high(self, box: Rectangle) -> None:
        """One column: question, picture, answers, and at the bottom what belongs there."""
        rest = self._pile_up(self._shown("decide", "foot"), box)
        self._pile(self._shown(*COLUMN), rest)

    def _arrange_wide(self, box: Rectangle) -> None:
        """Two columns; where there is nothing to answer, the picture or the mark takes the right one."""
        left, right = box.cut_left(box.width * LEFT_SHARE, 2 * self.look.gap)
        answers = self._shown("facts", "body", "decide")
        beside = ("mark", "head", "picture", "digits")
        if not answers:
            answers = self._shown("picture") or self._shown("mark")
        rest = self._pile_up(self._shown("foot"), left)
        self._pile([part for part in self._shown(*beside) if part not in answers], rest)
        self._pile(answers, right)

    def _pile_up(self, parts: list[Part], box: Rectangle) -> Rectangle:
        """Place `parts` at the bottom of `box`; what is left above them."""
        if not parts:
            return box
        heights = [part.wish(box.width).least for part in parts]
        pile, rest = box.cut_bottom(sum(heights) + self.look.gap * (len(parts) - 1), self.look.gap)
        for part, place in zip(parts, pile.rows(heights, self.look.gap), strict=True):
            part.place(place)
        return rest

    def _pile(self, parts: list[Part], box: Rectangle) -> None:
        """Place `parts` from the top of `box` down; those that can grow share what is left."""
        if not parts:
            return
        gaps = [self._gap_after(part) for part in parts[:-1]]
        heights = share(self._wishes(parts, box.width), box.height - sum(gaps))
        rest = box.middle(box.width, min(sum(heights) + sum(gaps), box.height)) if self.centred else box
        for part, height, gap in zip(parts, heights, [*gaps, 0.0], strict=True):
            place, rest = rest.cut_top(height, gap)
            part.place(place)

    def _wishes(self, parts: list[Part], width_px: float) -> list[Wish]:
        """Beside a picture, which takes all the room it can get, nothing else grows."""
        wishes = [part.wish(width_px) for part in parts]
        if not any(part.greedy for part in parts):
            return wishes
        return [
            wish if part.greedy else Wish(wish.least, wish.least)
            for part, wish in zip(parts, wishes, strict=True)
        ]

    def _gap_after(self, part: Part) -> float:
        """Title and prompt belong together; everything else stands apart."""
        return self.look.small_gap if isinstance(part, Title | ProgressSteps) else self.look.gap


def load_twin(python_file: str) -> None:
    """Load the kv file that stands beside a screen's module under the same name."""
    Builder.load_file(str(Path(python_file).with_suffix(".kv")))
