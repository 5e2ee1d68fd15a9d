"""How one display looks: millimetres turned into its pixels, sizes of type, distances, colours. Pure.

Nothing on a screen has a size in pixels: a panel is described once by its width in millimetres, and
everything follows. Changing a Look means building the screens anew (see `host.py`).
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

from screens.palette import LIGHT, Colour, Pair, Palette

TextSize: TypeAlias = Literal["small", "body", "strong", "title", "sum"]

EM_MM: dict[TextSize, float] = {"small": 10.0, "body": 13.7, "strong": 17.0, "title": 20.0, "sum": 28.0}
"""Heights of type. 10 mm gives a capital of 7.3 mm (EN 301 549 at 600 mm), 13.7 mm gives 12 mm of Chinese ink
(Korea's kiosk rule)."""

LINE_PITCH_EM, LARGEST_LINE_PITCH_EM = 1.3, 1.2
"""From one line to the next (MIIT's rule for elders: at least 1.3; VIS-7: at 200 % at least 1.2)."""

Kind = TypeVar("Kind")

LARGEST = 2.0
"""The scale of the largest size there is."""


@dataclass(frozen=True)
class Band:
    """What a hand reaches from a wheelchair, in millimetres above the lower edge of the panel."""

    low_mm: float
    high_mm: float


@dataclass(frozen=True)
class Look:
    """One display. `scale` enlarges type, and with it whatever holds type; distances stay or give way.

    `reach` is set where everything to press has to stand inside a band of a high display.
    """

    width_px: int
    height_px: int
    px_per_mm: float
    scale: float = 1.0
    palette: Palette = field(default=LIGHT)
    reach: Band | None = None

    @property
    def portrait(self) -> bool:
        return self.height_px > self.width_px

    def mm(self, millimetres: float) -> float:
        """In whole pixels, at least one."""
        return float(max(1, round(millimetres * self.px_per_mm)))

    def scaled_mm(self, millimetres: float) -> float:
        return self.mm(millimetres * self.scale)

    @property
    def condensed(self) -> bool:
        """Larger than usual: what is said twice, and what only decorates, leaves its room to the words."""
        return self.scale > 1.0

    @property
    def scarce(self) -> bool:
        """Height is, where type is large or everything has to stand in reach."""
        return self.condensed or self.reach is not None

    @property
    def crammed(self) -> bool:
        """The largest type, and all of it in reach."""
        return self.scale >= LARGEST and self.reach is not None

    @property
    def line_pitch_em(self) -> float:
        return LARGEST_LINE_PITCH_EM if self.scale >= LARGEST else LINE_PITCH_EM

    def em_mm(self, size: TextSize) -> float:
        return EM_MM[size] * self.scale

    def stepped(self, usual: Kind, half_as_large_again: Kind, twice: Kind) -> Kind:
        """Whatever differs for each of the three sizes."""
        return twice if self.scale >= LARGEST else half_as_large_again if self.condensed else usual

    def stepped_mm(self, usual: float, half_as_large_again: float, twice: float) -> float:
        """A measure of its own for each of the three sizes, in pixels."""
        return self.mm(self.stepped(usual, half_as_large_again, twice))

    def em_px(self, size: TextSize) -> float:
        return float(round(EM_MM[size] * self.scale * self.px_per_mm))

    def line_px(self, size: TextSize) -> float:
        """The height one line of text takes."""
        return float(round(self.em_px(size) * self.line_pitch_em))

    @property
    def margin(self) -> float:
        """From a screen's edge to anything on it."""
        return self.stepped_mm(12.0, 10.0, 8.0)

    @property
    def gap(self) -> float:
        """Between two targets."""
        return self.stepped_mm(6.0, 5.5, 5.5)

    @property
    def small_gap(self) -> float:
        """Between things that belong together."""
        return self.mm(3.0)

    @property
    def padding(self) -> float:
        """From a card's edge to its content."""
        return self.stepped_mm(8.0, 6.0, 4.0)

    @property
    def corner(self) -> float:
        return self.mm(8.0)

    @property
    def edge_width(self) -> float:
        return self.mm(0.9)

    @property
    def target(self) -> float:
        """The least height of anything to press; above 100 % the words in it ask for more by themselves."""
        return self.stepped_mm(25.0, 30.0, 36.0) if self.scale >= 1 else self.scaled_mm(25.0)

    def tone(self, name: str) -> Pair:
        """A tone's colours on its own ground."""
        palette = self.palette
        if name == "primary":
            return palette.primary
        if name == "danger":
            return palette.danger
        return palette.tones.get(name, Pair(palette.ink, palette.surface))

    def accent(self, position: int) -> Colour:
        """A colour for the sign of an answer that has none of its own, by its place in the list."""
        tones = self.palette.tones
        order = (self.palette.accent, tones["water"].ink, tones["electricity"].ink, tones["heat"].ink)
        return order[position % len(order)]
