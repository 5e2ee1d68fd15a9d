"""A code on the screen, to be photographed: black on white whatever the theme, with its quiet zone."""

from typing import Any

import qrcode
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from qrcode.constants import ERROR_CORRECT_M

from kiosk.session.view import ScreenView
from screens.on_paper import drawing
from screens.rectangle import Wish
from screens.widgets.part import Part

QUIET_MODULES = 4
LEAST_MM, MOST_MM = 60.0, 140.0


class QrPanel(Part):
    where = "picture"
    greedy = True

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.content: str | None = None

    def show(self, view: ScreenView) -> bool:
        self.content = view.qr
        return self.content is not None

    def wish(self, width_px: float) -> Wish:
        return Wish(self.look.mm(LEAST_MM), self.look.height_px)

    def arrange(self) -> None:
        if not drawing():
            return
        self.canvas.clear()
        if self.content is None:
            return
        texture = qr_texture(self.content)
        module_px = max(1, int(min(self.box.width, self.box.height, self.look.mm(MOST_MM)) // texture.width))
        side = module_px * texture.width
        at = self.box.middle(side, side)
        with self.canvas:
            Color(1, 1, 1)
            Rectangle(texture=texture, pos=(round(at.x), round(at.y)), size=(side, side))


def qr_texture(content: str) -> Texture:
    """One texel a module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(content)
    code.make(fit=True)
    matrix = code.get_matrix()
    texture = Texture.create(size=(len(matrix), len(matrix)), colorfmt="rgb")
    texture.mag_filter = "nearest"
    pixels = b"".join(b"\0\0\0" if dark else b"\xff\xff\xff" for row in reversed(matrix) for dark in row)
    texture.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
    return texture
