"""`displays.toml`: the panels, in pixels and in millimetres, and which one faces the resident."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from kiosk.settings.problems import Problem, as_written, nearest

Pixels: TypeAlias = Annotated[int, Meta(ge=480, le=8000)]
Millimetres: TypeAlias = Annotated[float, Meta(ge=100, le=2000)]
AboveFloor: TypeAlias = Annotated[float, Meta(ge=200, le=1400)]

LEAST_MM = (260, 460)
"""A panel of 21.5 inches, with a little less for the frame: type and targets of that size fill it."""

REACH_MM, LEAST_REACH_MM = (800, 1200), 340
"""Above the floor, what a hand reaches from a wheelchair (rule WHL-1), and what the screens need of it."""

SQUARE_WITHIN = 0.02
"""Panels have square pixels; makers round the size they print. More than this is a slip of the pen."""


class Display(Struct, frozen=True, forbid_unknown_fields=True):
    """One panel, as its data sheet gives it, and how high its lower edge hangs."""

    width_px: Pixels
    height_px: Pixels
    width_mm: Millimetres
    height_mm: Millimetres
    bottom_above_floor_mm: AboveFloor | None = None

    @property
    def px_per_mm(self) -> float:
        return self.width_px / self.width_mm

    @property
    def reach_fitted(self) -> bool:
        """Whether everything to press finds room between the heights a hand reaches from a wheelchair."""
        if self.bottom_above_floor_mm is None or self.orientation == "landscape":
            return False
        top_mm = min(self.bottom_above_floor_mm + self.height_mm, REACH_MM[1])
        return top_mm - max(self.bottom_above_floor_mm, REACH_MM[0]) >= LEAST_REACH_MM

    @property
    def orientation(self) -> Literal["portrait", "landscape"]:
        return "portrait" if self.height_px > self.width_px else "landscape"


class DisplaySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`resident` names the display that faces the resident."""

    resident: str
    display: dict[str, Display]

    @property
    def resident_display(self) -> Display:
        return self.display[self.resident]


def display_contradictions(file: str, settings: DisplaySettings) -> Iterator[Problem]:
    if settings.resident not in settings.display:
        names = " or ".join(f'"{name}"' for name in settings.display)
        guess = nearest(settings.resident, settings.display)
        allowed = f'{names} (did you mean "{guess}"?)' if guess else names
        yield Problem(file, "resident", as_written(settings.resident), allowed)
    for name, display in settings.display.items():
        short_mm, long_mm = sorted((display.width_mm, display.height_mm))
        if short_mm < LEAST_MM[0] or long_mm < LEAST_MM[1]:
            found = f"{display.width_mm:g} mm by {display.height_mm:g} mm"
            allowed = f"at least {LEAST_MM[0]} mm by {LEAST_MM[1]} mm: the screens have no room on less"
            yield Problem(file, f"display.{name}", found, allowed)
        upright_px_per_mm = display.height_px / display.height_mm
        if abs(upright_px_per_mm / display.px_per_mm - 1) > SQUARE_WITHIN:
            found = f"{display.width_px} px on {display.width_mm:g} mm and {display.height_px} px on "
            found += f"{display.height_mm:g} mm"
            yield Problem(
                file, f"display.{name}", found, "as many pixels to the millimetre across as upright"
            )
