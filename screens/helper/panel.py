"""The helper's panel: who helps, where the resident is, what to say, and the buttons; or the keys to sign in.

On a wide display it is a column; under a high one's mirror, words stand left and buttons right.
"""

from kiosk.session.view import HelperPanel
from screens.helper.found_card import FoundCard
from screens.helper.panel_buttons import PanelButtons
from screens.helper.say_card import SayCard
from screens.helper.told_line import ToldLine
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.bar import Bar
from screens.widgets.words import Words

LEAST_MM = 10.0
"""The floor of all type (rule VIS-1): what is long is said smaller rather than not at all."""

AROUND_MM = 6.0
WORDS_SHARE = 0.46
"""Of a panel that is wider than high."""


class PanelBoard(Bar):
    """`show`, then `place`. What has nothing to say leaves the tree."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.named = self._words("strong", bold=True)
        self.where = self._words("body")
        self.since = self._words("small")
        self.told = ToldLine(surroundings, least_mm=LEAST_MM)
        self.entered = Words(surroundings, text_size="title", bold=True, align="centre", single_line=True)
        self.say_card, self.found = SayCard(surroundings), FoundCard(surroundings)
        self.pressed = PanelButtons(surroundings)
        self._said: list[Words | SayCard | FoundCard | ToldLine] = []

    def _words(self, text_size: TextSize, *, bold: bool = False) -> Words:
        return Words(self.surroundings, text_size=text_size, bold=bold, least_mm=LEAST_MM)

    def show(self, panel: HelperPanel) -> None:
        palette = self.look.palette
        for words, said, colour in (
            (self.named, panel.name, palette.ink),
            (self.where, panel.where, palette.ink),
            (self.since, panel.since, palette.soft),
        ):
            words.say(self.words(said) if said else "", colour)
        self.entered.say(panel.keypad.entered if panel.keypad else "", palette.ink)
        self.told.say(panel)
        self.found.say(panel.facts)
        self.say_card.say(panel)
        self.pressed.show(panel)
        self._put_up()
        if self.box.width:
            self.arrange()

    def _put_up(self) -> None:
        """A payment that was looked up stands in the place of the step and what to say of it."""
        found = bool(self.found.lines)
        lines = (self.named,) if found else (self.named, self.where, self.since)
        self._said = [each for each in lines if each.text]
        if found:
            self._said.append(self.found)
        elif self.say_card.line.text:
            self._said.append(self.say_card)
        if self.told.line.text:
            self._said.append(self.told)
        if self.entered.text:
            self._said.append(self.entered)
        self.clear_widgets()
        for child in (*self._said, self.pressed):
            self.add_widget(child)

    def arrange(self) -> None:
        box, look = self.box, self.look
        self.draw_ground(box.top if look.portrait else box.x, upright=not look.portrait)
        inner = box.inset(look.mm(AROUND_MM))
        if look.portrait:
            said, pressed = inner.cut_left(inner.width * WORDS_SHARE, look.gap)
        else:
            pressed, said = inner.cut_bottom(self.pressed.height_at(inner.width), look.gap)
        self._place_said(said)
        self.pressed.place(pressed)

    def _place_said(self, box: Rectangle) -> None:
        """Each as high as it needs, in smaller words where all of them need more than there is."""
        gap, sized = self.look.small_gap, [self.say_card.line, self.where, self.told.line, self.named]
        for smaller in range(len(sized) + 1):
            for at, words in enumerate(sized):
                usual: TextSize = "strong" if words is self.named else "body"
                words.text_size = "small" if at < smaller else usual
            heights = [child.height_at(box.width) for child in self._said]
            if sum(heights) + gap * (len(heights) - 1) <= box.height:
                break
        for child, place in zip(self._said, box.rows(heights, gap), strict=True):
            child.place(place)
