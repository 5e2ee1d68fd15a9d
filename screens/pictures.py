"""Signs and pictures from `assets/icons`, made for the exact number of pixels they take on the display.

A mask is scaled down once with a good filter instead of on every frame with a poor one.
"""

from functools import lru_cache
from pathlib import Path

from kivy.graphics.texture import Texture
from PIL import Image

from screens.palette import Palette

ICONS = Path(__file__).parent.parent / "assets" / "icons"


@lru_cache(maxsize=64)
def icon_texture(name: str, height_px: int) -> Texture:
    """A white sign of the given height, to be tinted. Raises FileNotFoundError for an unknown name."""
    mask = Image.open(ICONS / f"{name}.png").convert("LA")
    width_px = round(mask.width * height_px / mask.height)
    return _texture(mask.resize((width_px, height_px), Image.Resampling.LANCZOS).convert("RGBA"))


def picture_texture(name: str, width_px: int, height_px: int, palette: Palette) -> Texture:
    """A picture in the colours of `palette`, as large as fits. Raises FileNotFoundError for an unknown name.

    Not remembered: one is shown at a time, and each is up to 2 MB.
    """
    sheet = Image.open(ICONS / "pictures" / f"{name}.png")
    layers = sheet.text["layers"].split()
    width, height = sheet.width, sheet.height // len(layers)
    fit = min(width_px / width, height_px / height)
    size = (max(1, round(width * fit)), max(1, round(height * fit)))
    picture = Image.new("RGBA", size)
    for row, role in enumerate(layers):
        mask = sheet.crop((0, row * height, width, (row + 1) * height))
        coat = Image.new("RGBA", size, _colour(role, palette))
        coat.putalpha(mask.resize(size, Image.Resampling.LANCZOS))
        picture.alpha_composite(coat)
    return _texture(picture)


def _colour(role: str, palette: Palette) -> str:
    """The palette's colour for the class of an SVG group."""
    colours = {
        "ink": palette.ink,
        "surface": palette.surface,
        "edge": palette.edge,
        "primary": palette.accent,
        "danger": palette.danger.ink,
        "card": palette.card.ground,
        "card_ink": palette.card.ink,
    }
    return colours[role]


def _texture(image: Image.Image) -> Texture:
    texture = Texture.create(size=image.size, colorfmt="rgba")
    texture.blit_buffer(image.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
