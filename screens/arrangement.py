"""How the parts of a screen may stand, from the usual way to the most sparing. Pure.

A screen takes the first in which every word keeps its size and its box, and if none does, the best of them.
"""

from dataclasses import dataclass

from screens.theme import Look


@dataclass(frozen=True)
class Arrangement:
    """`left_share` is the question's part of a wide display; with `across` it stands over both columns.

    `sparing` 1: signs, pictures and paddings give way; 2: titles take the next smaller size as well; 3: one
    smaller still.
    `turn_left`: what leafs and decides stands under the question, not under the answers.
    """

    left_share: float = 0.4
    sparing: int = 0
    across: bool = False
    turn_left: bool = False

    @property
    def cost(self) -> float:
        """Among those that serve the words alike, the more usual wins."""
        return self.sparing + 0.2 * self.across + 0.1 * self.turn_left + abs(self.left_share - 0.4)


HIGH = tuple(Arrangement(sparing=sparing) for sparing in (0, 1, 2, 3))
WIDE = tuple(
    sorted(
        (
            Arrangement(share, sparing, across, turn_left)
            for share in (0.4, 0.37, 0.34, 0.46, 0.51, 0.56)
            for sparing in (0, 1, 2, 3)
            for across in (False, True)
            for turn_left in (False, True)
        ),
        key=lambda arrangement: arrangement.cost,
    )
)


def arrangements(look: Look, *, turns: bool) -> tuple[Arrangement, ...]:
    """From the most usual on. `turns`: there is something to leaf with or to decide."""
    if look.portrait:
        return HIGH
    return WIDE if turns else tuple(arrangement for arrangement in WIDE if not arrangement.turn_left)
