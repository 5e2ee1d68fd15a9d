"""FLW-11, VIS-15: what stays where it is from screen to screen, and from frame to frame."""

from collections.abc import Iterator

import numpy as np

from kiosk.audit.glass import Glass, Pixels
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.rules_flow import FRAME_MOVES
from kiosk.audit.seen import Seen
from screens.rectangle import Rectangle


class Places:
    """Where the frame's buttons stood on the first screen that had them, at one size, height and language.

    In reach, what lets a helper see takes a place in their row, on the few screens where there is any number
    to see: those are compared with each other.
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, bool], Rectangle] = {}

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
                in_their_row = frame.unmask is not None and seen.combination.reach
                first = self._first.setdefault((role, in_their_row), box)
                away = max(abs(box.x - first.x), abs(box.y - first.y), abs(box.top - first.top))
                yield Measured(seen.mm(away), role)

    @property
    def rule(self) -> Rule[Seen]:
        return Rule(FRAME_MOVES, self.moves)


def moving_pixels(glass: Glass, first: Pixels) -> int:
    """Pixels that change by themselves until the next frame but one."""
    glass.pixels()
    return int(np.any(first != glass.pixels(), axis=2).sum())


def is_still(seen: Seen) -> Iterator[Measured]:
    """On a screen on which nobody waits or holds, and over which no question counts down."""
    if seen.pixels is None or seen.view.waiting is not None or seen.view.hold is not None:
        return
    yield Measured(moving_pixels(seen.glass, seen.pixels), "")


STILL: Rule[Seen] = rule("VIS-15", "pixels that move by themselves", "at most", 0, is_still)
