"""TCH-12: twenty thousand taps of older hands at each button, aimed at its middle (Monte-Carlo, seeded).

The scatter is the mean radial error of 3.36 mm that was measured with older people on telephones, a normal
distribution of 2.7 mm each way (accessibility rules, TCH-12).
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kiosk.audit import geometry
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.seen import Seen
from screens.rectangle import Rectangle

TAPS, SIGMA_MM, SEED = 20_000, 2.7, 5
FAR_MM = 5 * SIGMA_MM
"""A neighbour further away is never hit."""

WRONG_WEIGHS = 100.0
"""At most one tap in ten thousand may hit another button, where one in a hundred may hit nothing."""


@cache
def taps_mm() -> NDArray[np.float64]:
    return np.random.default_rng(SEED).normal(0.0, SIGMA_MM, (TAPS, 2))


def hits(seen: Seen) -> Iterator[Measured]:
    boxes = [(target.name, target.box) for target in seen.targets]
    for name, box in boxes:
        taps = taps_mm() * seen.look.px_per_mm + np.array(box.centre)
        own = _share_in(taps, box)
        yield Measured(own, f"{name!r} is hit by {own:.2%}")
        near = [other for who, other in boxes if who != name and _near(seen, box, other)]
        wrong = sum(_share_in(taps, other) for other in near)
        if wrong:
            yield Measured(1 - wrong * WRONG_WEIGHS, f"{wrong:.3%} aimed at {name!r} hit another")


def _near(seen: Seen, box: Rectangle, other: Rectangle) -> bool:
    return seen.mm(geometry.gap_px(Rectangle(*box.centre, 0, 0), other)) < FAR_MM


def _share_in(taps: NDArray[np.float64], box: Rectangle) -> float:
    x, y = taps[:, 0], taps[:, 1]
    return float(((x >= box.x) & (x <= box.right) & (y >= box.y) & (y <= box.top)).mean())


OLDER_HANDS: tuple[Rule[Seen], ...] = (
    rule("TCH-12", "taps of older hands that hit what they are aimed at", "at least", 0.99, hits),
)
