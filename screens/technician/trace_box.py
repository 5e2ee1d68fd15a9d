"""A dark box of lines in letters of one width: a trace, a history.

Ten new lines a second must cost next to nothing: what is drawn once is kept as long as it is on the display.
"""

from functools import cache

from kivy.core.text import Label, LabelBase
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from screens import typeface
from screens.palette import rgb
from screens.rectangle import Rectangle as Box
from screens.surroundings import Surroundings
from screens.technician.one_width import Run, runs, wrap_all
from screens.technician.sizes import trace_pair
from screens.widgets.part import Styled
from screens.widgets.plate import plate

LATIN = "kiosk-one-width"
SIZES_MM = (7.5, 6.5)
"""Heights of type: smaller ones only where the lines would not fit; then the least important are left off."""

PITCH_EM = 1.28
PADDING_MM = 4.2


@cache
def register() -> None:
    LabelBase.register(LATIN, str(typeface.FONTS / "NotoSansMonoSC-Latin.otf"))


class TraceBox(Styled):
    """`newest_last`: of too many lines the last are shown, else the first. `drawn` is what is on display."""

    def __init__(self, surroundings: Surroundings, *, newest_last: bool) -> None:
        super().__init__(surroundings)
        register()
        self.newest_last = newest_last
        self.lines: tuple[str, ...] = ()
        self.drawn: list[str] = []
        self.em_px = 0
        self._textures: dict[tuple[str, int], Texture] = {}

    def say(self, lines: tuple[str, ...]) -> None:
        """Change the lines; they are drawn when arranged."""
        self.lines = lines

    def height_of(self, lines: int) -> float:
        """In pixels, of a box for so many lines in the largest type."""
        return lines * self._pitch_px(SIZES_MM[0]) + 2 * self.look.mm(PADDING_MM)

    def _em_px(self, size_mm: float) -> int:
        """Even, so that a letter of half an em is a whole number of pixels wide."""
        return 2 * round(self.look.mm(size_mm) / 2)

    def _pitch_px(self, size_mm: float) -> float:
        return round(self._em_px(size_mm) * PITCH_EM)

    def _fit(self, inner: Box) -> tuple[float, list[str]]:
        """The largest type in which all lines fit; else the smallest, with the lines that do."""
        sizes = SIZES_MM[:1] if self.newest_last else SIZES_MM
        for size_mm in sizes:
            pieces = wrap_all(self.lines, int(inner.width // (self._em_px(size_mm) / 2)))
            room = int(inner.height // self._pitch_px(size_mm))
            if len(pieces) <= room:
                break
        first = max(0, len(pieces) - room) if self.newest_last else 0
        return size_mm, pieces[first : first + room]

    def arrange(self) -> None:
        look, pair = self.look, trace_pair(self.look.palette)
        edge = look.palette.edge if look.palette.name == "black" else None
        inner = self.box.inset(look.padding, look.mm(PADDING_MM))
        size_mm, self.drawn = self._fit(inner)
        self.em_px = self._em_px(size_mm)
        pitch = self._pitch_px(size_mm)
        self.canvas.clear()
        self.canvas.add(plate(self.box, pair.ground, edge, look.edge_width, look.corner))
        kept, self._textures = self._textures, {}
        with self.canvas:
            Color(*rgb(pair.ink))
            for line, strip in zip(self.drawn, inner.rows([pitch] * len(self.drawn), 0), strict=True):
                for run in runs(line):
                    self._draw(run, strip, kept)

    def _draw(self, run: Run, strip: Box, kept: dict[tuple[str, int], Texture]) -> None:
        key = (run.letters, self.em_px)
        texture = kept.get(key) or self._textures.get(key) or _texture(run, self.em_px)
        self._textures[key] = texture
        x = strip.x + run.column * self.em_px / 2
        y = strip.y + (strip.height - texture.height) / 2 + self.em_px * typeface.INK_ABOVE_MIDDLE_EM
        Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size)


def _texture(run: Run, em_px: int) -> Texture:
    label = Label(text=run.letters, font_name=LATIN if run.latin else typeface.NAME, font_size=em_px)
    label.refresh()
    return label.texture
