"""Signs and pictures from `assets/icons`, made for the exact number of pixels they take on the display.

A mask is scaled down once with a good filter instead of on every frame with a poor one.
"""

import json
from functools import lru_cache
from pathlib import Path

from kivy.graphics.texture import Texture
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngImageFile

from kiosk.session.view import NO_FACE
from screens.palette import PALETTES, Palette

ICONS = Path(__file__).parent.parent / "assets" / "icons"

NEUTRAL = "bill"


@lru_cache(maxsize=64)
def icon_texture(name: str, height_px: int) -> Texture:
    """A white sign of the given height, to be tinted.

    `name` is a picture in `assets/icons`, or a path without ending where the settings brought their own. One
    that is not there is shown as a plain bill: no picture is worth a screen that stays dark.
    """
    mask = Image.open(_file_of(name)).convert("LA")
    size = (icon_width(name, height_px), height_px)
    return _texture(mask.resize(size, Image.Resampling.LANCZOS).convert("RGBA"))


def icon_width(name: str, height_px: int) -> int:
    """What a sign takes across, without making it."""
    wide, high = _size_of(name)
    return round(wide * height_px / high)


@lru_cache(maxsize=64)
def _size_of(name: str) -> tuple[int, int]:
    with Image.open(_file_of(name)) as mask:
        return mask.size


def _file_of(name: str) -> Path:
    file = ICONS / f"{name}.png"
    return file if file.is_file() else ICONS / f"{NEUTRAL}.png"


@lru_cache(maxsize=4)
def picture_texture(name: str, width_px: int, height_px: int, palette_name: str) -> Texture:
    """A picture on the theme's surface, or the photograph in a file, by its path, as large as fits.

    Raises FileNotFoundError for an unknown name; in the place of a photograph that went meanwhile there is no
    face. Only the last few are kept: each is up to 3 MB.
    """
    if Path(name).is_absolute():
        try:
            with Image.open(name, formats=("JPEG",)) as photograph:
                return _fitted(ImageOps.exif_transpose(photograph).convert("RGB"), width_px, height_px)
        except OSError:
            name = NO_FACE
    return _fitted(_drawn(name, PALETTES[palette_name]), width_px, height_px)


def _fitted(picture: Image.Image, width_px: int, height_px: int) -> Texture:
    fit = min(width_px / picture.width, height_px / picture.height)
    size = (max(1, round(picture.width * fit)), max(1, round(picture.height * fit)))
    return _texture(picture.resize(size, Image.Resampling.LANCZOS).convert("RGBA"))


def _drawn(name: str, palette: Palette) -> Image.Image:
    sheet = PngImageFile(ICONS / "pictures" / f"{name}.png")
    made_of = json.loads(sheet.text["picture"])
    picture = Image.new("RGB", made_of["size"], palette.surface)
    row = 0
    for layer in made_of["layers"]:
        left, upper, right, lower = layer["box"]
        mask = sheet.crop((0, row, right - left, row + lower - upper))
        picture.paste(colour_of(layer["role"], palette), (left, upper), mask)
        row += lower - upper
    return picture


def colour_of(role: str, palette: Palette) -> str:
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
