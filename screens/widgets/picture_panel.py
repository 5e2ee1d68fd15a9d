"""A picture of the real slot, card or window, as large as there is room for."""

from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.session.view import ScreenView
from screens.on_paper import drawing
from screens.pictures import picture_texture
from screens.rectangle import Wish
from screens.widgets.part import Part
from screens.widgets.plate import plate

LEAST_MM, SPARING_MM = 60.0, 44.0


class PicturePanel(Part):
    where = "picture"
    greedy = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.picture: str | None = None
        self._drawn: tuple[object, ...] = ()

    def show(self, view: ScreenView) -> bool:
        self.picture = view.picture
        return self.picture is not None

    def wish(self, width_px: float) -> Wish:
        return Wish(self.look.mm(SPARING_MM if self.sparing else LEAST_MM), self.look.height_px)

    def arrange(self) -> None:
        wanted = (self.picture, self.box)
        if self.picture is None or wanted == self._drawn or not drawing():
            return
        self._drawn = wanted
        palette, look = self.look.palette, self.look
        inner = self.box.inset(look.padding)
        texture = picture_texture(self.picture, round(inner.width), round(inner.height), palette.name)
        at = self.box.middle(*texture.size)
        self.canvas.clear()
        self.canvas.add(plate(self.box, palette.surface, palette.edge, look.edge_width, look.corner))
        with self.canvas:
            Color(1, 1, 1)
            Rectangle(texture=texture, pos=(round(at.x), round(at.y)), size=texture.size)
