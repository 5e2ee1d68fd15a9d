"""The strip on every screen that makes everything larger, darker, lower, louder, said again, or English."""

from collections.abc import Callable
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

SIGN_MM, BESIDE_MM, INSIDE_MM = 9.0, 1.6, 1.8
"""A sign, from it to the words beside it, and from either to its edge."""
GAP_MM, AROUND_MM, EDGE_MM = 5.3, 2.7, 6.0
LOWEST_MM = 21.0
"""Of a button on a wide display (rule TCH-1, and a pixel)."""
PLACES = ("size", "theme", "reach", "sound", "repeat", "language")
LARGEST_UPRIGHT = 1.5
"""A rail for words any larger would take a sixth of the display from what the words are for."""


class StripButton(Pressable):
    """A small sign over the words, or before them where the button is low; it gives way to the words."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self.label = Words(surroundings, text_size="small", bold=True, align="centre", least_mm=10.0)
        self.sign = Sign(surroundings)
        self.signed = True
        self.add_widget(self.label)

    def serve(self, button: Button) -> None:
        super().serve(button)
        self.sign.icon = button.icon or button.name
        self.label.say(self.words(button.label))

    def width_in(self, height_px: float) -> float:
        """What a row of that height has to give it, for one line of words."""
        words_px = self.label.natural_width() + 1
        if self.signed and not self._has_sign_above(words_px, height_px - 2 * self._inside):
            words_px += self._sign_px + self.look.mm(BESIDE_MM)
        return words_px + 2 * self._inside

    def height_at(self, width_px: float) -> float:
        inner_px = width_px - 2 * self._inside
        words_px, sign_px = self.label.height_at(inner_px), self._sign_px if self.signed else 0.0
        high = max(words_px, sign_px) if self._has_sign_before(inner_px) else words_px + sign_px
        return max(self.look.mm(LOWEST_MM), high + 2 * self._inside)

    @property
    def _inside(self) -> float:
        return self.look.mm(INSIDE_MM)

    @property
    def _sign_px(self) -> float:
        return self.look.mm(SIGN_MM)

    def _has_sign_above(self, width_px: float, height_px: float) -> bool:
        return self.signed and self.label.height_at(width_px) + self._sign_px <= height_px + 1

    def _has_sign_before(self, width_px: float) -> bool:
        left_px = width_px - self._sign_px - self.look.mm(BESIDE_MM)
        as_high = self.label.height_at(left_px) <= self.label.height_at(width_px)
        return self.signed and as_high and self.label.fits_across(left_px)

    def arrange(self) -> None:
        look = self.look
        face = button_face(look, "plain", enabled=self.enabled, pressed=self.pressed)
        self.draw_face(face)
        self.label.say(self.label.text, face.ink)
        inner, sign_px = self.box.inset(self._inside), self._sign_px
        self.remove_widget(self.sign)
        if self._has_sign_above(inner.width, inner.height):
            pile = inner.middle(inner.width, self.label.height_at(inner.width) + sign_px)
            sign, words = pile.cut_top(sign_px)
        elif self._has_sign_before(inner.width):
            gap = look.mm(BESIDE_MM)
            left_px = inner.width - sign_px - gap
            wide = min(left_px, self.label.widest_at(left_px) + 1)
            sign, words = inner.middle(wide + sign_px + gap, inner.height).cut_left(sign_px, gap)
        else:
            self.label.place(inner)
            return
        self.add_widget(self.sign)
        self.sign.draw(self.sign.icon, face.ink)
        self.sign.place(sign.middle(sign_px, sign_px))
        self.label.place(words)


class StripBar(Bar):
    """In rows on a high display, upright on a wide one. What the machine does not offer leaves no hole.

    Of two rows the lower one has what a single row begins with: a second tap on "larger" finds it again.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        look = surroundings.look
        if not look.portrait:
            surroundings = surroundings.with_look(replace(look, scale=min(look.scale, LARGEST_UPRIGHT)))
        self.buttons = {place: StripButton(surroundings) for place in PLACES}
        self.shown: list[StripButton] = []

    def show(self, strip: ComfortStrip | None) -> None:
        offered = {place: getattr(strip, place) for place in PLACES} if strip else {}
        if not self.look.portrait:
            offered.pop("reach", None)
        self.shown = [self.buttons[place] for place, button in offered.items() if button is not None]
        self.clear_widgets()
        for widget, button in zip(self.shown, filter(None, offered.values()), strict=True):
            widget.serve(button)
            self.add_widget(widget)

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
        rows = inner.rows([(inner.height - gap * (count - 1)) / count] * count, gap)
        groups = [self.shown[at : at + across] for at in range(0, len(self.shown), across)]
        widths = self._needed(groups, inner.width, lambda button: button.width_in(rows[0].height))
        for buttons, row, needs in zip(groups, reversed(rows), widths, strict=False):
            for button, wide in zip(buttons, needs, strict=True):
                box, row = row.cut_left(wide, gap)  # noqa: PLW2901 - what is left of the row
                button.place(box)

    def _arrange_upright(self, inner: Rectangle) -> None:
        (heights,) = self._needed([self.shown], inner.height, lambda button: button.height_at(inner.width))
        for button, box in zip(self.shown, inner.rows(heights, self.look.mm(GAP_MM)), strict=True):
            button.place(box)

    def _needed(
        self, groups: list[list[StripButton]], length_px: float, need_of: Callable[[StripButton], float]
    ) -> list[list[float]]:
        """To each button of each row what it needs, and as much of the rest; all have signs, or none."""
        needs: list[list[float]] = []
        rooms = [length_px - self.look.mm(GAP_MM) * (len(group) - 1) for group in groups]
        for signed in (True, False):
            for button in self.shown:
                button.signed = signed
            needs = [[need_of(button) for button in group] for group in groups]
            if all(sum(group) <= room for group, room in zip(needs, rooms, strict=True)):
                break
        spare = [(room - sum(group)) / len(group) for group, room in zip(needs, rooms, strict=True)]
        return [[need + more for need in group] for group, more in zip(needs, spare, strict=True)]
