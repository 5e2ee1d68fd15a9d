"""FLW-11, VIS-15: what stays where it is from screen to screen, and from frame to frame."""

from collections.abc import Iterator

import numpy as np

from kiosk.audit.glass import Glass, Pixels
from kiosk.audit.measured import Measured, Rule
from kiosk.audit.rules_flow import FRAME_MOVES
from kiosk.audit.seen import Seen
from screens.rectangle import Rectangle

FRAMES = 3
"""Looked at of a screen on which nothing happens, each a thirtieth of a second later."""


class Places:
    """Where the frame's buttons stood on the first screen that had them, at one size, height and language."""

    def __init__(self) -> None:
        self._first: dict[str, Rectangle] = {}

    def moves(self, seen: Seen) -> Iterator[Measured]:
        """Millimetres from where the first screen had them."""
        if seen.view.overlay is not None:
            return
        frame = seen.view.frame
        roles = {"exit": frame.exit, "back": frame.back, "help": frame.help, "primary": frame.primary}
        boxes = {target.name: target.box for target in seen.targets}
        for role, button in roles.items():
            if button is not None and button.name in boxes:
                box = boxes[button.name]
                first = self._first.setdefault(role, box)
                away = max(abs(box.x - first.x), abs(box.y - first.y), abs(box.top - first.top))
                yield Measured(seen.mm(away), role)

    @property
    def rule(self) -> Rule[Seen]:
        return Rule("FLW-11", FRAME_MOVES, "at most", 1.0, self.moves)


def moving_pixels(glass: Glass, first: Pixels) -> int:
    """Pixels that change by themselves in the next frames."""
    return max(int(np.any(first != glass.pixels(), axis=2).sum()) for _ in range(FRAMES - 1))


def is_still(seen: Seen) -> Iterator[Measured]:
    """On a screen on which nobody waits or holds, and over which no question counts down."""
    if seen.pixels is None or seen.view.waiting is not None or seen.view.hold is not None:
        return
    yield Measured(moving_pixels(seen.glass, seen.pixels), "")


STILL: Rule[Seen] = Rule("VIS-15", "pixels that move by themselves", "at most", 0, is_still)
