"""What all screens are: parts listed in a kv file, each in its place, filled from a view."""

from pathlib import Path

from kivy.lang import Builder

from kiosk.session.view import ScreenView
from screens.arrangement import Arrangement, arrangements
from screens.on_paper import on_paper
from screens.rectangle import Rectangle, Wish, share
from screens.surroundings import Surroundings, building
from screens.widgets.page_turner import LeafTurner
from screens.widgets.part import Part, Styled
from screens.widgets.progress_steps import ProgressSteps
from screens.widgets.sentences import Title
from screens.widgets.words import Words

COLUMN = ("mark", "head", "picture", "digits", "facts", "body")
"""The order on a high display, from the top; "decide", "foot" and "turn" follow at its bottom."""

SIZE_COST, ROOM_COST = 10.0, 1000.0
"""What a word a size smaller counts against a less usual arrangement, and what a want of room counts."""


NOWHERE = Rectangle(0, 0, 0, 0)
"""For a mark whose words need all the room there is."""


class ScreenBase(Styled):
    """A part that has nothing to show leaves the tree, so that it can neither be seen nor touched.

    `centred` puts the head in the middle of the room it has: for outcomes and farewells.
    """

    centred = False

    def __init__(self, surroundings: Surroundings) -> None:
        with building(surroundings):
            super().__init__(surroundings)
            self.parts: list[Part] = [*reversed(self.children), LeafTurner()]
        self.clear_widgets()
        self._wanting_px = 0.0
        self._sparing = False

    def render(self, view: ScreenView) -> None:
        for part in self.parts:
            shown = part.show(view)
            if shown and part.parent is None:
                self.add_widget(part)
            elif not shown and part.parent is not None:
                self.remove_widget(part)
        self.arrange()

    def arrange(self) -> None:
        """Try one arrangement after the other on paper, and draw the first that serves every word."""
        best, least = None, float("inf")
        for arrangement in arrangements(self.look, turns=bool(self._shown("decide", "turn"))):
            if arrangement.cost >= least:
                break
            with on_paper():
                self._lay_out(arrangement)
            cost = self._strain() + arrangement.cost
            if cost < least:
                best, least = arrangement, cost
        if best is not None:
            self._lay_out(best)

    def _strain(self) -> float:
        shown = [part for part in self.parts if part.parent]
        words = [widget for part in shown for widget in part.walk(restrict=True) if isinstance(widget, Words)]
        return SIZE_COST * sum(word.strain for word in words) + ROOM_COST * self._wanting_px

    def _lay_out(self, arrangement: Arrangement) -> None:
        self._wanting_px = 0.0
        for part in self.parts:
            part.sparing = arrangement.sparing
        self._sparing = arrangement.sparing > 0
        around = self.look.small_gap if self._sparing else self.look.gap
        inner = self.box.inset(self.look.margin, around)
        if self.look.portrait:
            self._arrange_high(inner)
        else:
            self._arrange_wide(inner, arrangement)

    def _shown(self, *places: str) -> list[Part]:
        return [part for place in places for part in self.parts if part.parent and part.where == place]

    def _arrange_high(self, box: Rectangle) -> None:
        """One column: question, picture, answers, and at the bottom what belongs there."""
        rest = self._pile_up(self._shown("decide", "foot", "turn"), box)
        column = self._shown(*COLUMN)
        if self.look.reach:
            rest = self._arrange_reach([part for part in column if part.pressed], rest)
            column = [part for part in column if not part.pressed]
        self._pile(column, rest)

    def _arrange_reach(self, answers: list[Part], box: Rectangle) -> Rectangle:
        """All there is to press inside the band that a hand reaches from a wheelchair; what is left above."""
        reach = self.look.reach
        if reach is None or not answers:
            return box
        room = min(box.top, self.look.mm(reach.high_mm)) - box.y
        unmoved = [part.wish(box.width).least for part in self._shown(*COLUMN) if not part.pressed]
        above = self.look.small_gap if self._sparing else self.look.gap
        room = min(room, box.height - sum(unmoved) - above * len(unmoved))
        gaps = self.look.gap * (len(answers) - 1)
        wishes = self._wishes(answers, box.width)
        heights = share(wishes, room - gaps)
        self._note(sum(wish.least for wish in wishes) + gaps - room)
        pile, rest = box.cut_bottom(sum(heights) + gaps, above)
        for part, place in zip(answers, pile.rows(heights, self.look.gap), strict=True):
            part.place(place)
        return rest

    def _arrange_wide(self, box: Rectangle, arrangement: Arrangement) -> None:
        """Two columns; where there is nothing to answer, the picture or the mark takes the right one, or what
        stands at the foot, and where there is none of that either, there is one column."""
        head = self._shown("head")
        marks = [] if arrangement.sparing > 2 else self._shown("mark")
        if not marks and not self._shown("facts", "body", "decide", "picture", "digits"):
            for mark in self._shown("mark"):
                mark.place(NOWHERE)
            self._arrange_sentences(head, box, arrangement)
            return
        if arrangement.across:
            heights = sum(part.wish(box.width).least for part in head) + self.look.gap * len(head)
            over, box = box.cut_top(heights - self.look.gap, self.look.gap)
            self._pile(head, over)
        left, right = self._two(box, arrangement)
        answers = self._shown("facts", "body")
        beside = [*self._shown("mark"), *([] if arrangement.across else head)]
        beside += self._shown("picture", "digits")
        turns = self._shown("decide", "turn") if arrangement.turn_left else self._shown("turn")
        if not arrangement.turn_left:
            answers += self._shown("decide")
        if not answers:
            answers = self._shown("picture") or self._shown("mark")
        beside, foot = [part for part in beside if part not in answers], self._shown("foot")
        if arrangement.turn_left:
            left = self._pile_up(turns, left)
        else:
            right = self._pile_up(turns, right if beside or foot else box)
        self._pile(beside, self._pile_up(foot, left))
        self._pile(answers, right)

    def _arrange_sentences(self, head: list[Part], box: Rectangle, arrangement: Arrangement) -> None:
        """Nothing but words: under the question, or where they take too many lines there, beside it."""
        foot, turns = self._shown("foot"), self._shown("turn")
        if arrangement.across == bool(foot):
            self._pile(head, self._pile_up([*foot, *turns], box))
            return
        left, right = self._two(box, arrangement)
        if arrangement.turn_left:
            left, turns = self._pile_up(turns, left), []
        if not foot:
            head, foot = head[:1], head[1:]
        self._pile(head, left)
        self._pile_up([*foot, *turns], right)

    def _two(self, box: Rectangle, arrangement: Arrangement) -> tuple[Rectangle, Rectangle]:
        close = self.look.condensed and arrangement.sparing > 1
        return box.cut_left(box.width * arrangement.left_share, self.look.gap * (1 if close else 2))

    def _pile_up(self, parts: list[Part], box: Rectangle) -> Rectangle:
        """Place `parts` at the bottom of `box`; what is left above them."""
        if not parts:
            return box
        heights = [part.wish(box.width).least for part in parts]
        gaps = [self._gap_after(part) for part in parts]
        pile, rest = box.cut_bottom(sum(heights) + sum(gaps[:-1]), gaps[0])
        self._note(pile.height - box.height)
        for part, height, gap in zip(parts, heights, gaps, strict=True):
            place, pile = pile.cut_top(height, gap)
            part.place(place)
        return rest

    def _pile(self, parts: list[Part], box: Rectangle) -> None:
        """Place `parts` from the top of `box` down; those that can grow share what is left."""
        if not parts:
            return
        gaps = [self._gap_after(part) for part in parts[:-1]]
        wishes = self._wishes(parts, box.width)
        self._note(sum(wish.least for wish in wishes) + sum(gaps) - box.height)
        heights = share(wishes, box.height - sum(gaps))
        rest = box.middle(box.width, min(sum(heights) + sum(gaps), box.height)) if self.centred else box
        for part, height, gap in zip(parts, heights, [*gaps, 0.0], strict=True):
            place, rest = rest.cut_top(height, gap)
            part.place(place)

    def _note(self, wanting_px: float) -> None:
        """More than a pixel of rounding is room that was wanting."""
        if wanting_px > 1:
            self._wanting_px += wanting_px

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
        """Title and prompt belong together; everything else stands apart, and what is pressed always."""
        close = isinstance(part, Title | ProgressSteps) or (self._sparing and not part.pressed)
        return self.look.small_gap if close else self.look.gap


def load_twin(python_file: str) -> None:
    """Load the kv file that stands beside a screen's module under the same name."""
    Builder.load_file(str(Path(python_file).with_suffix(".kv")))
