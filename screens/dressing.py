"""Which look a panel wears for whoever stands, or sits, before it. Pure."""

from dataclasses import dataclass

from kiosk.session.view import Comfort
from screens.palette import PALETTES
from screens.theme import Band, Look

REACH_LOW_MM, REACH_HIGH_MM = 800.0, 1200.0
"""Above the floor: what a hand reaches from a wheelchair (rule WHL-1)."""


@dataclass(frozen=True)
class Panel:
    """One panel; `bottom_above_floor_mm` is where its lower edge hangs, None where nobody measured it."""

    width_px: int
    height_px: int
    px_per_mm: float
    bottom_above_floor_mm: float | None = None

    @property
    def band(self) -> Band | None:
        """What is in reach of it; None on a wide panel, or where nobody knows how high it hangs."""
        bottom = self.bottom_above_floor_mm
        if bottom is None or self.height_px <= self.width_px:
            return None
        high_mm = min(self.height_px / self.px_per_mm, REACH_HIGH_MM - bottom)
        return Band(max(0.0, REACH_LOW_MM - bottom), high_mm)


def look_for(panel: Panel, comfort: Comfort) -> Look:
    return Look(
        panel.width_px,
        panel.height_px,
        panel.px_per_mm,
        scale=comfort.size / 100,
        palette=PALETTES[comfort.theme],
        reach=panel.band if comfort.reach else None,
    )
