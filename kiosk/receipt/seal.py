"""The stamp that says the money was received: a ring, a rim of small words, two large ones, slightly turned.

Drawn large and shrunk, so that its edges stay clean in one bit.
"""

import math

from PIL import Image, ImageDraw

from kiosk.receipt.lettering import Typefaces

_FINER = 3
_TURN_DEG = 9.0
_RIM_ARC_DEG = 168.0


def seal(words: str, rim: str, faces: Typefaces, diameter_dots: int) -> Image.Image:
    """A grey picture, black on white, `diameter_dots` square."""
    size = diameter_dots * _FINER
    plate = Image.new("L", (size, size), 255)
    draw = ImageDraw.Draw(plate)
    _rings(draw, size)
    _rim_words(plate, rim, faces, size)
    _middle(draw, words, faces, size)
    turned = plate.rotate(_TURN_DEG, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return turned.resize((diameter_dots, diameter_dots), Image.Resampling.LANCZOS)


def _rings(draw: ImageDraw.ImageDraw, size: int) -> None:
    thick = size * 0.026
    draw.ellipse((thick, thick, size - thick, size - thick), outline=0, width=round(thick))
    inner = size * 0.07
    draw.ellipse((inner, inner, size - inner, size - inner), outline=0, width=round(thick / 2.4))


def _rim_words(plate: Image.Image, rim: str, faces: Typefaces, size: int) -> None:
    """Letters along the upper rim, each turned so that its foot points to the middle."""
    font = faces.at(round(size * 0.145), bold=True)
    radius = size * 0.345
    step_deg = min(_RIM_ARC_DEG / max(1, len(rim) - 1), 27.0)
    for place, letter in enumerate(rim):
        angle_deg = (place - (len(rim) - 1) / 2) * step_deg
        letter_px = round(size * 0.2)
        tile = Image.new("L", (letter_px, letter_px), 255)
        ImageDraw.Draw(tile).text((letter_px / 2, letter_px / 2), letter, fill=0, font=font, anchor="mm")
        tile = tile.rotate(-angle_deg, resample=Image.Resampling.BICUBIC, fillcolor=255)
        angle = math.radians(angle_deg)
        centre = (size / 2 + radius * math.sin(angle), size / 2 - radius * math.cos(angle))
        ink = tile.point([255 - level for level in range(256)])
        plate.paste(0, (round(centre[0] - letter_px / 2), round(centre[1] - letter_px / 2)), ink)


def _middle(draw: ImageDraw.ImageDraw, words: str, faces: Typefaces, size: int) -> None:
    font = faces.at(round(size * 0.31), bold=True)
    draw.text((size / 2, size * 0.575), words, fill=0, font=font, anchor="mm")
    for y, half in ((0.79, 0.2), (0.83, 0.13)):
        draw.line(
            (size * (0.5 - half), size * y, size * (0.5 + half), size * y), fill=0, width=round(size * 0.012)
        )
