"""The named colours of the kiosk and its three themes. Pure; a test checks every pair that carries text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Colour: TypeAlias = str
"""`#RRGGBB`."""


@dataclass(frozen=True)
class Pair:
    """What is drawn and what it is drawn on."""

    ink: Colour
    ground: Colour


@dataclass(frozen=True)
class Palette:
    """One theme. `tones` are the utilities' own colours; a tone not in it takes ink on surface."""

    name: str
    paper: Colour  # the ground of a screen
    surface: Colour  # the ground of cards and bars
    ink: Colour
    soft: Colour  # second lines
    edge: Colour  # of cards and bars, at least 3:1 on both grounds
    primary: Pair
    primary_pressed: Colour
    pressed: Colour
    danger: Pair
    alarm: Pair  # the ground of the forced eject
    alarm_track: Colour
    disabled: Pair
    accent: Colour  # coloured words and signs on paper or surface
    banner: Pair
    veil: tuple[float, float, float, float]  # over a screen beneath a dialog
    card: Pair  # cards in pictures
    tones: Mapping[str, Pair] = field(default_factory=dict)


LIGHT = Palette(
    name="light",
    paper="#F4F6F3",
    surface="#FCFDFC",
    ink="#14202B",
    soft="#2A3641",
    edge="#7D8A96",
    primary=Pair("#FFFFFF", "#0A4A38"),
    primary_pressed="#052A20",
    pressed="#CBD6DE",
    danger=Pair("#7A0000", "#FCFDFC"),
    alarm=Pair("#7A0000", "#FDEDEC"),
    alarm_track="#EFC3C3",
    disabled=Pair("#263039", "#E3E8EB"),
    accent="#084232",
    banner=Pair("#FFFFFF", "#543000"),
    veil=(0.05, 0.09, 0.12, 0.72),
    card=Pair("#003566", "#D8EAF8"),
    tones={
        "electricity": Pair("#543000", "#FFF3DC"),
        "water": Pair("#003566", "#E3F0FB"),
        "gas": Pair("#6A1406", "#FDEBE6"),
        "heat": Pair("#5B1646", "#F9E3F1"),
    },
)

_YELLOW_ON_BLACK = Pair("#FFFF00", "#000000")

BLACK = Palette(
    name="black",
    paper="#000000",
    surface="#000000",
    ink="#FFFFFF",
    soft="#FFFFFF",
    edge="#FFFFFF",
    primary=Pair("#000000", "#FFFF00"),
    primary_pressed="#C8C800",
    pressed="#3A3A3A",
    danger=Pair("#FFB3B3", "#000000"),
    alarm=Pair("#FFB3B3", "#000000"),
    alarm_track="#5A3A3A",
    disabled=Pair("#CCCCCC", "#1E1E1E"),
    accent="#FFFF00",
    banner=Pair("#000000", "#FFFF00"),
    veil=(0.0, 0.0, 0.0, 0.82),
    card=_YELLOW_ON_BLACK,
    tones=dict.fromkeys(("electricity", "water", "gas", "heat"), _YELLOW_ON_BLACK),
)

_BLACK_ON_WHITE = Pair("#000000", "#FFFFFF")

WHITE = replace(
    LIGHT,
    name="white",
    paper="#FFFFFF",
    surface="#FFFFFF",
    ink="#000000",
    soft="#000000",
    edge="#000000",
    primary=Pair("#FFFFFF", "#000000"),
    primary_pressed="#3A3A3A",
    pressed="#D0D0D0",
    danger=Pair("#7A0000", "#FFFFFF"),
    alarm=Pair("#7A0000", "#FFFFFF"),
    disabled=Pair("#333333", "#EDEDED"),
    accent="#000000",
    banner=Pair("#FFFFFF", "#000000"),
    card=_BLACK_ON_WHITE,
    tones=dict.fromkeys(("electricity", "water", "gas", "heat"), _BLACK_ON_WHITE),
)

PALETTES: Mapping[str, Palette] = {palette.name: palette for palette in (LIGHT, BLACK, WHITE)}


def rgb(colour: Colour) -> tuple[float, float, float]:
    """Each 0..1."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]  # always three


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2: 1 for equal colours, 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
