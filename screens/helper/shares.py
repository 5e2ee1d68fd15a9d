"""How the staff's display is shared: the resident's screen on two thirds of a wide one, above on a high one.

Pure. The screen is drawn a little smaller, so that all of it has room there at the usual size.
"""

from dataclasses import replace

from screens.rectangle import Rectangle
from screens.theme import Look

ACROSS, DOWN = 2 / 3, 0.7
"""The mirror's share of a wide display, and of a high one."""

REDUCED = 0.8


def places(look: Look) -> tuple[Rectangle, Rectangle]:
    """(the mirror's, the panel's)."""
    whole = Rectangle(0, 0, look.width_px, look.height_px)
    if look.portrait:
        return whole.cut_top(round(look.height_px * DOWN))
    return whole.cut_left(round(look.width_px * ACROSS))


def mirror_look(look: Look) -> Look:
    mirror, _ = places(look)
    return replace(
        look,
        width_px=int(mirror.width),
        height_px=int(mirror.height),
        px_per_mm=look.px_per_mm * REDUCED,
    )
