"""A code to scan on the roll, and beside it what it is for."""

from collections.abc import Sequence

import qrcode
from PIL import Image, ImageDraw

from kiosk.receipt.lettering import SMALLEST_DOTS, Typefaces, broken_into_lines, fitted
from kiosk.receipt.roll import INNER_DOTS, Roll

_QR_DOTS = 288
_BETWEEN_DOTS = 20
_LINE_DOTS = SMALLEST_DOTS * 1.35


def code_with_words(roll: Roll, content: str, lines: Sequence[tuple[str, bool]], faces: Typefaces) -> None:
    """`lines` are broken where they are too long; bold ones are made to fit instead."""
    code = qr(content, _QR_DOTS, quiet_modules=2)
    width = INNER_DOTS - code.width - _BETWEEN_DOTS
    broken = [(part, bold) for text, bold in lines for part in _parts(text, faces, width, bold=bold)]
    tile = Image.new("L", (width, max(1, round(len(broken) * _LINE_DOTS))), 255)
    pen = ImageDraw.Draw(tile)
    for place, (text, bold) in enumerate(broken):
        font = fitted(text, faces, SMALLEST_DOTS, width, bold=bold)
        pen.text((0, (place + 0.5) * _LINE_DOTS), text, fill=0, font=font, anchor="lm")
    roll.side_by_side(code, tile)


def _parts(text: str, faces: Typefaces, width: int, *, bold: bool) -> list[str]:
    return [text] if bold else list(broken_into_lines(text, faces.at(SMALLEST_DOTS), width))


def qr(content: str, width_dots: int, quiet_modules: int) -> Image.Image:
    """About as wide, in whole dots to a module, at least 6 (0.75 mm): any telephone reads that.

    Where fewer than the norm's 4 quiet modules are drawn, the paper beside it is white.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=quiet_modules)
    code.add_data(content)
    code.make()
    rows = code.get_matrix()
    dots = Image.new("L", (len(rows), len(rows)), 255)
    dots.putdata([0 if dark else 255 for row in rows for dark in row])
    module_dots = max(6, width_dots // len(rows))
    return dots.resize((len(rows) * module_dots,) * 2, Image.Resampling.NEAREST)
