"""How the technician's screens look: the resident's panel and colours, with the type of a tool. Pure.

Staff stand close and read much at once: letters of 7.5 mm (a capital of 5.5 mm; ADA 707.7.2 asks 4.8 mm)
instead of the resident's 10 mm. Targets stay above the 12.7 mm of VVSG 2.0, for gloved fingers.
"""

from dataclasses import replace

from kiosk.technician.view import Level
from screens.palette import Colour, Pair, Palette
from screens.theme import Look

SCALE, DENSE_SCALE = 0.75, 0.65
"""The dense one has capitals of 4.8 mm: for a board of all sixteen parts, and for long lists."""

_ON_BLACK: dict[Level, Colour] = {
    "ok": "#7FE3B4",
    "warning": "#FFD27A",
    "error": "#FFB3B3",
    "busy": "#A9D2FF",
    "unknown": "#C8C8C8",
}


def technicians(look: Look) -> Look:
    """The same panel for a technician, whatever size of type a resident has chosen."""
    return replace(look, scale=SCALE)


def denser(look: Look) -> Look:
    return replace(look, scale=DENSE_SCALE)


def level_pair(palette: Palette, level: Level) -> Pair:
    """Ink and ground of a chip; the ground is also the colour of an edge. Never without words."""
    if palette.name == "black":
        return Pair(palette.paper, _ON_BLACK[level])
    light: dict[Level, Colour] = {
        "ok": "#0A4A38",
        "warning": "#543000",
        "error": palette.danger.ink,
        "busy": "#003566",
        "unknown": palette.disabled.ink,
    }
    return Pair("#FFFFFF", light[level])


def trace_pair(palette: Palette) -> Pair:
    """Light letters on a dark box, in every theme."""
    if palette.name == "black":
        return Pair(palette.ink, palette.disabled.ground)
    return Pair(palette.surface, palette.ink)
