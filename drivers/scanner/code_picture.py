"""Printed codes as pictures, for hands that show them to a simulated camera."""

import numpy as np
import zxingcpp

from drivers.scanner.picture import Grey
from drivers.scanner.symbologies import look_up

_FRAME_PX = (720, 1280)
_LINEAR_HEIGHT_PX = 140
_PAPER, _TABLE = 235, 90


def draw_code(text: str, symbology: str, module_px: int) -> Grey:
    """The code alone with its quiet zone, black on white. Raises ValueError for text it cannot carry."""
    kind = look_up(frozenset({symbology}))[symbology].zxing
    image = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, kind), scale=module_px, add_quiet_zones=True
    )
    code = np.array(image, dtype=np.uint8)
    if symbology in {"qr", "pdf417", "datamatrix"}:
        return code
    middle = code.shape[0] // 3
    return np.repeat(code[middle : middle + 1], max(_LINEAR_HEIGHT_PX, 30 * module_px), axis=0)


def on_paper(text: str, symbology: str) -> Grey:
    """The code in the middle of a sheet before a camera of 1280x720."""
    code = draw_code(text, symbology, 7 if symbology == "qr" else 3)
    height, width = code.shape
    frame = np.full((max(_FRAME_PX[0], height + 80), max(_FRAME_PX[1], width + 80)), _TABLE, np.uint8)
    frame[20:-20, 20:-20] = _PAPER
    top, left = (frame.shape[0] - height) // 2, (frame.shape[1] - width) // 2
    frame[top : top + height, left : left + width] = np.clip(code, 25, _PAPER)
    return frame
