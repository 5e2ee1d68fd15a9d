"""The strip on every screen that makes everything larger, darker, lower, louder, said again, or English."""

from dataclasses import replace

from kiosk.session.view import Button, ComfortStrip
from screens.frame_layout import strip_rows
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.bar import Bar
from screens.widgets.face import button_face
from screens.widgets.pressable import Pressable
from screens.widgets.sign import Sign
from screens.widgets.words import Words

SIGN_MM, GAP_MM, AROUND_MM, EDGE_MM, INSIDE_MM = 11.0, 5.3, 2.7, 6.0, 0.6
SHARES = {"size": 38.5, "theme": 43.5, "reach": 34.5, "sound": 32, "repeat": 41.5, "language": 38.5}
"""Of a row: by the longest words each can have in any language, so that none moves when they change."""
TALLER = {"theme": 1.85, "repeat": 1.85}
"""Upright: who may have two lines of words."""
LARGEST_UPRIGHT = 1.5
"""A rail for words any larger would take a sixth of the display from what the words are for."""


class StripButton(Pressable):
    """A small sign, which gives way to the words."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.label = Words(surroundings, text_size="small", bold=True, align="centre", least_mm=10.0)
        self.sign = Sign(surroundings)
        self.add_widget(self.label)

    def serve(self, button: Button) -> None:
        super().serve(button)
        self.sign.icon = button.icon or button.name
        self.label.say(self.words(button.label))

    def arrange(self) -> None:
        look = self.look
        face = button_face(look, "plain", enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        self.label.say(self.label.text, face.ink)
        inner = self.box.inset(look.mm(INSIDE_MM))
        words_px = self.label.height_at(inner.width)
        sign_px = look.mm(SIGN_MM)
        wide = min(self.label.natural_width(), inner.width) + look.small_gap + sign_px
        self.remove_widget(self.sign)
        if words_px + sign_px <= inner.height:
            pile = inner.middle(inner.width, words_px + sign_px)
            sign, words = pile.cut_top(sign_px)
        elif wide + 1 <= inner.width:
            sign, words = inner.middle(wide + 1, inner.height).cut_left(sign_px, look.small_gap)
        else:
            self.label.place(inner)
            return
        self.add_widget(self.sign)
        self.sign.draw(self.sign.icon, face.ink)
        self.sign.place(sign.middle(sign_px, sign_px))
        self.label.place(words)


class StripBar(Bar):
    """In rows on a high display, upright on a wide one. What the machine does not offer leaves no hole."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        look = surroundings.look
        if not look.portrait:
            surroundings = surroundings.with_look(replace(look, scale=min(look.scale, LARGEST_UPRIGHT)))
        self.buttons = {place: StripButton(surroundings) for place in SHARES}
        self.shown: list[str] = []

    def show(self, strip: ComfortStrip | None) -> None:
        offered = {place: getattr(strip, place) for place in SHARES} if strip else {}
        if not self.look.portrait:
            offered.pop("reach", None)
        self.shown = [place for place, button in offered.items() if button is not None]
        self.clear_widgets()
        for place in self.shown:
            self.buttons[place].serve(offered[place])
            self.add_widget(self.buttons[place])

    def arrange(self) -> None:
        self.canvas.before.clear()
        if not self.shown:
            return
        if self.look.portrait:
            self.draw_ground(self.box.top)
            self._arrange_rows(self.box.inset(self.look.mm(EDGE_MM), self.look.mm(AROUND_MM)))
        else:
            self.draw_ground(self.box.right, upright=True)
            left = self.box.inset(0, self.look.mm(AROUND_MM)).cut_left(self.look.mm(EDGE_MM))[1]
            self._arrange_upright(left.cut_right(self.look.mm(AROUND_MM))[1])

    def _arrange_rows(self, inner: Rectangle) -> None:
        gap, count = self.look.mm(GAP_MM), strip_rows(self.look)
        across = -(-len(self.shown) // count)
        height = (inner.height - gap * (count - 1)) / count
        for number, row in enumerate(inner.rows([height] * count, gap)):
            places = self.shown[number * across : (number + 1) * across]
            rest, whole = row, sum(SHARES[place] for place in places)
            room = row.width - gap * (len(places) - 1)
            for place in places:
                box, rest = rest.cut_left(room * SHARES[place] / whole, gap)
                self.buttons[place].place(box)

    def _arrange_upright(self, inner: Rectangle) -> None:
        gap = self.look.mm(GAP_MM)
        shares = [TALLER.get(place, 1.0) if self.look.condensed else 1.0 for place in self.shown]
        room = inner.height - gap * (len(self.shown) - 1)
        heights = [room * part / sum(shares) for part in shares]
        for place, box in zip(self.shown, inner.rows(heights, gap), strict=True):
            self.buttons[place].place(box)
