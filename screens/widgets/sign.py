"""A tinted sign: alone, or white on a rounded tile."""

from typing import Any

from kivy.graphics import Color, Rectangle

from screens.on_paper import drawing
from screens.palette import Colour, rgb
from screens.pictures import icon_texture, icon_width
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate

TILE_FILL = 0.56
"""The part of a tile's height its sign takes."""

MOST_WIDE = 0.84
"""The part of a tile's width it may take."""


class Sign(Styled):
    """`tile` is the colour of the tile, or None for the sign alone."""

    def __init__(self, surroundings: Surroundings | None = None, **properties: Any) -> None:
        self.icon = ""
        self.tile: Colour | None = None
        super().__init__(surroundings, **properties)
        self.colour = self.look.palette.ink

    def draw(self, icon: str, colour: Colour, tile: Colour | None = None) -> None:
        """Change the sign; it is drawn when placed."""
        self.icon, self.colour, self.tile = icon, colour, tile

    def width_at(self, height_px: float) -> float:
        return float(icon_width(self.icon, max(1, round(height_px))))

    def arrange(self) -> None:
        if not drawing():
            return
        self.canvas.clear()
        if self.tile:
            self.canvas.add(plate(self.box, self.tile, None, 0.0, self.box.height * 0.22))
        height = self.box.height * (TILE_FILL if self.tile else 1.0)
        if self.tile:  # several signs in a row are wider than high
            height = min(height, height * self.box.width * MOST_WIDE / max(1.0, self.width_at(height)))
        texture = icon_texture(self.icon, max(1, round(height)))
        at = self.box.middle(texture.width, texture.height)
        with self.canvas:
            Color(*rgb(self.colour))
            Rectangle(texture=texture, pos=(round(at.x), round(at.y)), size=texture.size)
