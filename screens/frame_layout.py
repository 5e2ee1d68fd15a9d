"""Where the frame stands on a display: bars, the strip of comfort, and the room they leave. Pure.

The same for every screen of one size, orientation and reach, so that no bar ever moves (rule FLW-11).
"""

from dataclasses import dataclass

from screens.rectangle import Rectangle
from screens.theme import Look

RAIL_MM = (49.0, 69.5, 69.5)
"""On a wide display height is scarce: there the strip stands upright, at the left edge."""

STOP_ROW_MM, EDGE_MM = 24.0, 5.0
"""For what stops a helper, above a question of a wide display (AST-2, TCH-1); from the edge (TCH-5)."""

KEPT_EMPTY = 0.15
"""Of a high display in reach: nothing that matters stands up there (rule WHL-4)."""


@dataclass(frozen=True)
class FrameLayout:
    """`strip` has no extent where nothing is offered; questions come up in `over`, beside it, and leave free
    the row `stop` for what stops a helper, where one presses: the lower bar of a high display, a narrow row
    above the question on a wide one.

    In reach `top`, where nothing is pressed, lies at the very bottom, under the band that a hand reaches.
    """

    top: Rectangle
    strip: Rectangle
    bottom: Rectangle
    middle: Rectangle
    over: Rectangle
    stop: Rectangle


def frame_layout(look: Look, *, strip: bool, helped: bool = False) -> FrameLayout:
    whole = Rectangle(0, 0, look.width_px, look.height_px)
    if look.reach:
        top, rest = whole.cut_bottom(max(look.mm(look.reach.low_mm), _top_px(look)))
        seen_px = whole.height * (1 - KEPT_EMPTY) + look.small_gap
        rest, _ = rest.cut_bottom(seen_px - rest.y)
    else:
        top, rest = whole.cut_top(_top_px(look))
    bottom, rest = rest.cut_bottom(_bottom_px(look))
    if look.portrait:
        strip_box, middle = rest.cut_bottom(_strip_px(look) if strip else 0.0)
        highest = look.mm(look.reach.high_mm) if look.reach else whole.top
        over, _ = middle.cut_bottom(min(highest, middle.top if look.reach else whole.top) - middle.y)
        stop = bottom.inset(look.margin, 0)
    else:
        strip_box, middle = rest.cut_left(look.stepped_mm(*RAIL_MM) if strip else 0.0)
        over = whole.cut_left(strip_box.width)[1]
        stop, below = whole.cut_top(look.mm(EDGE_MM))[1].cut_top(look.mm(STOP_ROW_MM), look.small_gap)
        over = Rectangle(over.x, over.y, over.width, below.height) if helped else over
    return FrameLayout(top, strip_box, bottom, middle, over, stop)


def strip_rows(look: Look) -> int:
    return 2 if look.condensed else 1


def _top_px(look: Look) -> float:
    if look.reach:
        return look.stepped_mm(36.0, 42.0, 50.0)
    return look.stepped_mm(40.0, 46.0, 54.0) if look.portrait else look.stepped_mm(30.0, 36.0, 46.0)


def _bottom_px(look: Look) -> float:
    if look.reach:
        return look.stepped_mm(33.0, 42.0, 49.0)
    return look.stepped_mm(44.0, 51.0, 60.0) if look.portrait else look.stepped_mm(35.0, 40.0, 46.0)


def _strip_px(look: Look) -> float:
    return look.stepped_mm(31.0, 60.0, 61.0) if look.reach else look.stepped_mm(34.0, 62.0, 68.0)
