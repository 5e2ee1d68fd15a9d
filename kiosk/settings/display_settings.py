"""`displays.toml`: the panels in pixels and millimetres, where they lie, which one faces the resident."""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from kiosk.settings.problems import Problem, as_written, nearest

Pixels: TypeAlias = Annotated[int, Meta(ge=480, le=8000)]
Millimetres: TypeAlias = Annotated[
    float,
    Meta(
        ge=100,
        le=2000,
        description="a number of millimetres from 100 to 2000; where nobody knows it, a bank card held to "
        "the glass tells: python -m kiosk ruler",
    ),
]
AboveFloor: TypeAlias = Annotated[float, Meta(ge=200, le=1400)]
Offset: TypeAlias = Annotated[int, Meta(ge=0, le=16000)]

LEAST_MM = (260, 460)
"""A panel of 21.5 inches, with a little less for the frame: type and targets of that size fill it."""

REACH_MM, LEAST_REACH_MM = (800, 1200), 350
"""Above the floor, what a hand reaches from a wheelchair (rule WHL-1), and what the screens need of it."""

NOT_PRESSED_MM, IN_SIGHT = 50, 0.85
"""The line at the lower edge of a display in reach; the part of it seen from a wheelchair (rule WHL-4)."""

SQUARE_WITHIN = 0.02
"""Panels have square pixels; makers round the size they print. More than this is a slip of the pen."""


class Display(Struct, frozen=True, forbid_unknown_fields=True):
    """One panel, as its data sheet gives it, how high its lower edge hangs, and where the display server has
    put its picture: pixels from the left and the top of everything it shows."""

    width_px: Pixels
    height_px: Pixels
    width_mm: Millimetres
    height_mm: Millimetres
    bottom_above_floor_mm: AboveFloor | None = None
    left_px: Offset = 0
    top_px: Offset = 0

    @property
    def px_per_mm(self) -> float:
        return self.width_px / self.width_mm

    @property
    def reach_fitted(self) -> bool:
        """Whether everything to press finds room between the heights a hand reaches from a wheelchair."""
        if self.bottom_above_floor_mm is None or self.orientation == "landscape":
            return False
        bottom_mm = self.bottom_above_floor_mm
        high_mm = min(bottom_mm + IN_SIGHT * self.height_mm, REACH_MM[1])
        return high_mm - max(bottom_mm + NOT_PRESSED_MM, REACH_MM[0]) >= LEAST_REACH_MM

    @property
    def orientation(self) -> Literal["portrait", "landscape"]:
        return "portrait" if self.height_px > self.width_px else "landscape"

    @property
    def right_px(self) -> int:
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> int:
        return self.top_px + self.height_px

    def overlaps(self, other: "Display") -> bool:
        """Whether one picture hides some of the other."""
        across = self.left_px < other.right_px and other.left_px < self.right_px
        upright = self.top_px < other.bottom_px and other.top_px < self.bottom_px
        return across and upright


class DisplaySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`resident` names the display that faces the resident, `second` the one beside it, where there are two.

    `spanning`: one window lies over both, for hosts that give every program all their displays.
    """

    resident: str
    display: dict[str, Display]
    second: str | None = None
    spanning: bool = False

    @property
    def resident_display(self) -> Display:
        return self.display[self.resident]

    @property
    def second_display(self) -> Display | None:
        return self.display[self.second] if self.second is not None else None


def display_contradictions(file: str, settings: DisplaySettings) -> Iterator[Problem]:
    yield from _unknown_names(file, settings)
    yield from _two_displays(file, settings)
    yield from _shapes(file, settings)


def _unknown_names(file: str, settings: DisplaySettings) -> Iterator[Problem]:
    names = " or ".join(f'"{name}"' for name in settings.display)
    for key, wanted in (("resident", settings.resident), ("second", settings.second)):
        if wanted is not None and wanted not in settings.display:
            guess = nearest(wanted, settings.display)
            allowed = f'{names} (did you mean "{guess}"?)' if guess else names
            yield Problem(file, key, as_written(wanted), allowed)


def _two_displays(file: str, settings: DisplaySettings) -> Iterator[Problem]:
    first, second = settings.display.get(settings.resident), settings.display.get(settings.second or "")
    if settings.spanning and settings.second is None:
        allowed = "false, or a second display: one window over both needs two"
        yield Problem(file, "spanning", "true", allowed)
    elif settings.second == settings.resident:
        allowed = "another display than resident, or no line at all where there is one display"
        yield Problem(file, "second", as_written(settings.second), allowed)
    elif first is not None and second is not None and first.overlaps(second):
        found = f"{second.left_px} and top_px = {second.top_px}, where the display of the resident lies too"
        allowed = f"a place of its own, such as left_px = {first.right_px}"
        yield Problem(file, f"display.{settings.second}.left_px", found, allowed)


def _shapes(file: str, settings: DisplaySettings) -> Iterator[Problem]:
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
