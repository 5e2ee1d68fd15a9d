"""A ruler for a display whose size nobody knows: a card as large as a bank card, if the settings are right.

Whoever measures holds a real card against the glass and makes the drawn one as large.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kivy.graphics import Color, Line, Rectangle
from kivy.uix.widget import Widget

from kiosk.session.view import Button, Text, text
from screens.display import Display
from screens.palette import rgb
from screens.rectangle import Rectangle as Box
from screens.theme import Look
from screens.widgets.big_button import BigButton
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

CARD_MM = (85.60, 53.98)
"""ISO/IEC 7810 ID-1: bank cards, identity cards, tickets of the underground."""

SHORT_SIDE_MM = 267.8
"""Laid out as if this were the shorter side: a ruler must be readable while nobody knows how large it is."""

STEPS_PX = (-10, -1, 1, 10)
TARGET_MM, TICK_MM, TALL_TICK_MM, SCALE_MM = 28.0, 5.0, 9.0, 24.0


@dataclass(frozen=True)
class Measured:
    """A panel by its pixels, and how many of them are as wide as a card."""

    width_px: int
    height_px: int
    card_px: float

    @property
    def px_per_mm(self) -> float:
        return self.card_px / CARD_MM[0]

    @property
    def size_mm(self) -> tuple[float, float]:
        return round(self.width_px / self.px_per_mm, 1), round(self.height_px / self.px_per_mm, 1)

    @property
    def lines(self) -> tuple[str, str]:
        """As they stand in `displays.toml`."""
        width_mm, height_mm = self.size_mm
        return f"width_mm = {width_mm:g}", f"height_mm = {height_mm:g}"

    def wider(self, by_px: int) -> "Measured":
        """Neither narrower than a finger nor wider than the display."""
        most_px = 0.9 * min(self.width_px, self.height_px * CARD_MM[0] / CARD_MM[1] / 3)
        return replace(self, card_px=min(max(40.0, self.card_px + by_px), most_px))


class RulerDisplay(Display):
    """`done` is told once, when the drawn card is as large as the real one."""

    def __init__(
        self,
        measured: Measured,
        resolve: Callable[[Text], str],
        monotonic_s: Callable[[], float],
        done: Callable[[Measured], None],
    ) -> None:
        side_px = min(measured.width_px, measured.height_px)
        look = Look(measured.width_px, measured.height_px, side_px / SHORT_SIDE_MM)
        super().__init__(look, self._act, resolve, monotonic_s)
        self.measured, self._done = measured, done
        self._card_box = Box(0, 0, 0, 0)
        self.title = Words(self.surroundings, text_size="title", bold=True)
        self.prompt = Words(self.surroundings, text_size="body")
        self.size_told = Words(self.surroundings, text_size="strong", bold=True, align="centre")
        self.card = Card(self.surroundings)
        self.buttons = [BigButton(self.surroundings, text_size="body") for _ in _buttons()]
        for widget in (self.title, self.prompt, self.card, self.size_told, *self.buttons):
            self.add_widget(widget)
        self._place()

    @property
    def reachable(self) -> Widget:
        return self

    def _act(self, event: object) -> None:
        if isinstance(event, int):
            self.measured = self.measured.wider(event)
            self._show()
        else:
            self._done(self.measured)

    def _place(self) -> None:
        look = self.look
        inner = Box(0, 0, look.width_px, look.height_px).inset(look.margin)
        self.title.say(self.surroundings.resolve(text("ruler.title")), look.palette.ink)
        self.prompt.say(self.surroundings.resolve(text("ruler.prompt")), look.palette.soft)
        for words in (self.title, self.prompt):
            box, inner = inner.cut_top(words.height_at(inner.width), look.small_gap)
            words.place(box)
        last, inner = inner.cut_bottom(look.mm(TARGET_MM), look.gap)
        row, inner = inner.cut_bottom(look.mm(TARGET_MM), look.gap)
        boxes = [*row.columns(len(STEPS_PX), look.gap), last]
        for widget, button, box in zip(self.buttons, _buttons(), boxes, strict=True):
            widget.serve(button)
            widget.place(box)
        told, self._card_box = inner.cut_bottom(look.line_px("strong"), look.small_gap)
        self.size_told.place(told)
        self._show()

    def _show(self) -> None:
        width_mm, height_mm = self.measured.size_mm
        size = text("ruler.size", width=f"{width_mm:g}", height=f"{height_mm:g}")
        self.size_told.say(self.surroundings.resolve(size), self.look.palette.ink)
        self.size_told.arrange()
        self.card.px_per_mm = self.measured.px_per_mm
        self.card.place(self._card_box)

    @property
    def look(self) -> Look:
        return self.surroundings.look


class Card(Styled):
    """The outline of a card, and under it a scale of centimetres across the display."""

    def __init__(self, surroundings: Any) -> None:
        super().__init__(surroundings)
        self.px_per_mm = 1.0
        self._numbers: list[Words] = []

    def arrange(self) -> None:
        look, palette = self.look, self.look.palette
        scale, above = self.box.cut_bottom(look.mm(SCALE_MM))
        wide_mm, high_mm = CARD_MM
        card = above.middle(wide_mm * self.px_per_mm, high_mm * self.px_per_mm)
        self.canvas.before.clear()
        self.canvas.before.add(plate(card, palette.surface, palette.ink, look.edge_width, 3 * self.px_per_mm))
        with self.canvas.before:
            Color(*rgb(palette.ink))
            Line(points=[scale.x, scale.top, scale.right, scale.top], width=look.mm(0.3))
        self._draw_ticks(scale)

    def _draw_ticks(self, scale: Box) -> None:
        look = self.look
        for words in self._numbers:
            self.remove_widget(words)
        self._numbers = []
        for centimetre in range(int(scale.width / self.px_per_mm / 10) + 1):
            x = scale.x + centimetre * 10 * self.px_per_mm
            tall = look.mm(TALL_TICK_MM if centimetre % 5 == 0 else TICK_MM)
            with self.canvas.before:
                Rectangle(pos=(x, scale.top - tall), size=(look.mm(0.5), tall))
            if centimetre % 5 == 0:
                self._number(str(centimetre), x, scale.top - tall)

    def _number(self, said: str, x: float, top: float) -> None:
        """In the middle under its tick, but not beyond either end of the scale."""
        words = Words(self.surroundings, text_size="small", bold=True, align="centre", single_line=True)
        words.say(said, self.look.palette.ink)
        wide, high = words.natural_width() + 2, self.look.line_px("small")
        left = min(max(self.box.x, x - wide / 2), self.box.right - wide)
        self.add_widget(words)
        words.place(Box(left, top - high, wide, high))
        self._numbers.append(words)


def _buttons() -> tuple[Button, ...]:
    """What a step stretches the card by is its event; that of the last one is that it fits."""
    words = (
        text("ruler.much_narrower"),
        text("ruler.narrower"),
        text("ruler.wider"),
        text("ruler.much_wider"),
    )
    steps = tuple(
        Button(f"stretch_{by_px}", label, by_px) for by_px, label in zip(STEPS_PX, words, strict=True)
    )
    return (*steps, Button("fits", text("ruler.fits"), "fits", tone="primary"))


def measure(
    measured: Measured, resolve: Callable[[Text], str], monotonic_s: Callable[[], float]
) -> Measured | None:
    """Until the card fits; None where the window is closed before. Import this after `prepare_kivy`."""
    from kivy.base import runTouchApp, stopTouchApp  # noqa: PLC0415 - opens the window

    fitting: list[Measured] = []

    def done(found: Measured) -> None:
        fitting.append(found)
        stopTouchApp()

    runTouchApp(RulerDisplay(measured, resolve, monotonic_s, done))
    return fitting[0] if fitting else None
