"""The on-screen twin of the red button: held for three seconds it gets an identity card back.

The reader's driver times and ejects by itself; this one says when a hold begins and ends, and shows it.
"""

from typing import Any

from kivy.clock import Clock

from kiosk.session.view import HoldButton, ScreenView
from screens.hold import Hold
from screens.rectangle import Rectangle, Wish
from screens.widgets.part import Part
from screens.widgets.plate import plate
from screens.widgets.ring import disc, ring
from screens.widgets.sign import Sign
from screens.widgets.words import Words

RING_MM, LEAST_MM, MOST_MM = 58.0, 62.0, 74.0
REDRAW_S = 1 / 15


class HoldPanel(Part):
    """Redraws itself only while somebody holds. `name` is how it is found."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.name = ""
        self.button: HoldButton | None = None
        self.hold = Hold()
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.note = Words(self.surroundings, text_size="body")
        self.count = Words(self.surroundings, text_size="title", bold=True, align="centre", single_line=True)
        self.sign = Sign(self.surroundings)
        for child in (self.label, self.note, self.sign, self.count):
            self.add_widget(child)
        self._redraw = Clock.create_trigger(lambda _elapsed_s: self.tick(), REDRAW_S, interval=True)

    def show(self, view: ScreenView) -> bool:
        if view.hold is None:
            self._let_go()
            self.button = None
            return False
        self.button = view.hold
        self.name = view.hold.name
        palette = self.look.palette
        self.label.say(self.words(view.hold.label), palette.alarm.ink)
        self._say_note(view.hold)
        return True

    def _say_note(self, button: HoldButton) -> None:
        note = button.tap_hint if self.hold.was_tap else button.note
        self.note.say(self.words(note), self.look.palette.ink)

    def wish(self, width_px: float) -> Wish:
        inner = width_px - 3 * self.look.padding - self.look.mm(LEAST_MM)
        words = self.label.height_at(inner) + self.note.height_at(inner) + 2 * self.look.small_gap
        least = max(words, self.look.mm(LEAST_MM))
        return Wish(least, max(least, self.look.scaled_mm(MOST_MM)))

    def arrange(self) -> None:
        palette, look = self.look.palette, self.look
        inner = self.box.inset(look.padding, 0)
        side = min(look.scaled_mm(RING_MM), self.box.height - 2 * look.small_gap)
        column, words = inner.cut_left(side, look.padding)
        self.circle = column.middle(side, side)
        label_px, note_px = self.label.height_at(words.width), self.note.height_at(words.width)
        label, note = words.middle(words.width, min(words.height, label_px + note_px)).cut_top(label_px)
        self.label.place(label)
        self.note.place(note)
        self.canvas.before.clear()
        self.canvas.before.add(
            plate(self.box, palette.alarm.ground, palette.alarm.ink, look.edge_width, look.corner)
        )
        self._draw_ring(self.circle)

    def _draw_ring(self, circle: Rectangle) -> None:
        palette = self.look.palette
        held_s, full_s = self.held_s(), self.button.full_s if self.button else 3.0
        thickness = circle.width * 0.09
        before = self.canvas.before
        before.add(ring(circle, (held_s or 0) / full_s, thickness, palette.alarm.ink, palette.alarm_track))
        inner = circle.inset(thickness * 1.6)
        before.add(disc(inner, palette.alarm.ink))
        count = "" if held_s is None else str(max(1, round(full_s - held_s + 0.49)))
        self.count.say(count, palette.alarm.ground)
        self.count.place(inner)
        self.sign.draw("eject", palette.alarm.ground)
        height = inner.height * (0.56 if held_s is None else 0.01)
        self.sign.place(inner.middle(height, height))

    def held_s(self) -> float | None:
        """The driver's measure where it has one, ours until then."""
        if self.button and self.button.held_s is not None:
            return self.button.held_s
        return self.hold.held_s(self.surroundings.monotonic_s())

    def _on_circle(self, touch: Any) -> float:
        """How many millimetres the touch is beyond the circle's edge, 0 inside."""
        (x, y), radius = self.circle.centre, self.circle.width / 2
        away = ((touch.x - x) ** 2 + (touch.y - y) ** 2) ** 0.5
        return float(max(0.0, away - radius)) / self.look.px_per_mm

    def on_touch_down(self, touch: Any) -> bool:
        if self.button is None or self._on_circle(touch) > 0:
            return False
        touch.grab(self)
        if self.hold.down(self.surroundings.monotonic_s()):
            self.surroundings.send(self.button.down_event)
            self._redraw()
        self.arrange()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self.hold.slip(self._on_circle(touch), self.surroundings.monotonic_s())
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.hold.up(self.surroundings.monotonic_s())
        return True

    def tick(self) -> None:
        """Look at the clock while somebody holds: redraw, or notice that the finger is gone for good."""
        if self.hold.settle(self.surroundings.monotonic_s()):
            self._released()
        elif self.button is not None:
            self.arrange()

    def _released(self) -> None:
        self._redraw.cancel()
        if self.button is not None:
            self.surroundings.send(self.button.up_event)
            self._say_note(self.button)
            self.arrange()

    def _let_go(self) -> None:
        """The screen went on; whoever still holds is done."""
        self._redraw.cancel()
        if self.hold.active and self.button is not None:
            self.surroundings.send(self.button.up_event)
        self.hold = Hold()
