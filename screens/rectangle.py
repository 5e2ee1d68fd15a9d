"""A box in pixels, cut into smaller boxes as a page is laid out with scissors. Pure; y grows upwards."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rectangle:
    """`x` and `y` are the bottom left corner; all in whole or fractional pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def inset(self, across: float, down: float | None = None) -> "Rectangle":
        """Smaller by `across` at left and right and by `down` (the same if not given) above and below."""
        down = across if down is None else down
        width, height = max(0.0, self.width - 2 * across), max(0.0, self.height - 2 * down)
        return Rectangle(self.x + across, self.y + down, width, height)

    def cut_top(self, height: float, gap: float = 0.0) -> "tuple[Rectangle, Rectangle]":
        """(the upper piece, what is left under it)."""
        upper = Rectangle(self.x, self.top - height, self.width, height)
        return upper, Rectangle(self.x, self.y, self.width, max(0.0, self.height - height - gap))

    def cut_bottom(self, height: float, gap: float = 0.0) -> "tuple[Rectangle, Rectangle]":
        """(the lower piece, what is left above it)."""
        lower = Rectangle(self.x, self.y, self.width, height)
        left = max(0.0, self.height - height - gap)
        return lower, Rectangle(self.x, self.top - left, self.width, left)

    def cut_left(self, width: float, gap: float = 0.0) -> "tuple[Rectangle, Rectangle]":
        """(the left piece, what is left of the box)."""
        piece = Rectangle(self.x, self.y, width, self.height)
        left = max(0.0, self.width - width - gap)
        return piece, Rectangle(self.right - left, self.y, left, self.height)

    def cut_right(self, width: float, gap: float = 0.0) -> "tuple[Rectangle, Rectangle]":
        """(the right piece, what is left of the box)."""
        piece = Rectangle(self.right - width, self.y, width, self.height)
        return piece, Rectangle(self.x, self.y, max(0.0, self.width - width - gap), self.height)

    def middle(self, width: float, height: float) -> "Rectangle":
        """A box of the given size in the middle of this one."""
        return Rectangle(
            self.x + (self.width - width) / 2, self.y + (self.height - height) / 2, width, height
        )

    def rows(self, heights: Sequence[float], gap: float) -> "list[Rectangle]":
        """Boxes of full width from the top down."""
        boxes, rest = [], self
        for height in heights:
            box, rest = rest.cut_top(height, gap)
            boxes.append(box)
        return boxes

    def columns(self, count: int, gap: float) -> "list[Rectangle]":
        """`count` boxes of full height and equal width, from the left."""
        width = (self.width - gap * (count - 1)) / count
        return [Rectangle(self.x + i * (width + gap), self.y, width, self.height) for i in range(count)]


@dataclass(frozen=True)
class Wish:
    """What one box of a column needs: at least `least`, and if it grows, up to `most`."""

    least: float
    most: float

    @property
    def grows(self) -> bool:
        return self.most > self.least


def share(wishes: Sequence[Wish], height: float) -> list[float]:
    """Heights for a column: everyone gets `least`, and what remains is shared among those who grow.

    Where even the least does not fit, all shrink alike, so that nothing leaves the screen.
    """
    least = sum(wish.least for wish in wishes)
    if least > height:
        return [wish.least * height / least for wish in wishes]
    heights = [wish.least for wish in wishes]
    growing = [index for index, wish in enumerate(wishes) if wish.grows]
    spare = height - least
    while growing and spare > 0.5:
        portion = spare / len(growing)
        for index in list(growing):
            grown = min(portion, wishes[index].most - heights[index])
            heights[index] += grown
            spare -= grown
            if heights[index] >= wishes[index].most - 0.01:
                growing.remove(index)
    return heights
