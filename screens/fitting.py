"""The panels that one window fills, and where in it each lies. Pure."""

from dataclasses import dataclass

from screens.dressing import Panel

Place = tuple[int, int]
"""Of a panel's lower left corner, in pixels from the window's."""


@dataclass(frozen=True)
class Fitting:
    """`second` is None where the window is for one display alone."""

    first: Panel
    second: Panel | None = None
    first_at: Place = (0, 0)
    second_at: Place = (0, 0)

    @property
    def size(self) -> Place:
        """Width and height of the window."""
        width, height = _corner(self.first, self.first_at)
        if self.second is None:
            return width, height
        right, top = _corner(self.second, self.second_at)
        return max(width, right), max(height, top)


def _corner(panel: Panel, at: Place) -> Place:
    """The upper right one."""
    return at[0] + panel.width_px, at[1] + panel.height_px
