"""The last receipt as the printer's bytes gave it: small beside the printer, large when pressed."""

from collections.abc import Callable
from typing import Any

from kivy.graphics import Color
from kivy.graphics import Rectangle as Sheet
from kivy.graphics.texture import Texture
from PIL import Image

from screens.bench_panel.bench_view import Slip
from screens.palette import rgb
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.plate import plate
from screens.widgets.words import Words

_HEADING_MM, _PADDING_MM, _MARGIN_MM = 14.0, 6.0, 4.0


class PaperView(Styled):
    """`pressed` is called for every press that ends on it, once there is a receipt."""

    name = "paper"

    def __init__(self, surroundings: Surroundings, pressed: Callable[[], None]) -> None:
        super().__init__(surroundings)
        self._on_press = pressed
        self.slip: Slip | None = None
        self.heading = Words(surroundings, text_size="small", single_line=True)
        self.hint = Words(surroundings, text_size="small", align="right", single_line=True)
        self.add_widget(self.heading)
        self.add_widget(self.hint)

    def show(self, slip: Slip | None, heading: str, hint: str) -> None:
        """Drawn by `arrange`."""
        self.slip = slip
        palette = self.look.palette
        self.heading.say(heading, palette.ink)
        self.hint.say(hint if slip else "", palette.soft)

    def arrange(self) -> None:
        palette, mm = self.look.palette, self.look.mm
        self.canvas.before.clear()
        self.canvas.before.add(plate(self.box, palette.pressed, None, 0.0, mm(6)))
        line, rest = self.box.inset(mm(_PADDING_MM)).cut_top(mm(_HEADING_MM), mm(3))
        self.heading.place(line)
        self.hint.place(line)
        if self.slip is not None and min(rest.width, rest.height) > mm(20):
            self._draw(self.slip, rest)

    def _draw(self, slip: Slip, room: Rectangle) -> None:
        margin = self.look.mm(_MARGIN_MM)
        fit = min((room.width - 2 * margin) / slip.width_px, (room.height - 2 * margin) / slip.height_px, 1.0)
        width, height = round(slip.width_px * fit), round(slip.height_px * fit)
        sheet = room.middle(width + 2 * margin, height + 2 * margin)
        with self.canvas.before:
            Color(*rgb(self.look.palette.surface))
            Sheet(pos=(round(sheet.x), round(sheet.y)), size=(round(sheet.width), round(sheet.height)))
            Color(1, 1, 1)
            at = (round(sheet.x + margin), round(sheet.y + margin))
            Sheet(texture=_texture(slip, width, height), pos=at, size=(width, height))

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if self.slip is not None and self.collide_point(*touch.pos):
            self._on_press()
        return True


def _texture(slip: Slip, width_px: int, height_px: int) -> Texture:
    """Made for exactly the pixels it takes: thin lines survive."""
    picture = Image.frombytes("L", (slip.width_px, slip.height_px), slip.dots)
    picture = picture.resize((width_px, height_px), Image.Resampling.LANCZOS).convert("RGBA")
    texture = Texture.create(size=picture.size, colorfmt="rgba")
    texture.blit_buffer(picture.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
