"""A printed slip as a camera sees it when a hand holds it up: whole, in the middle of a dark table."""

import numpy as np
from PIL import Image

from drivers.scanner.picture import Grey

_FRAME_PX = (1280, 720)
_TABLE_GREY = 90
_PAPER_GREY = 235


def before_camera(slip: Image.Image) -> Grey:
    """1280x720 grey dots; a long slip is farther away."""
    width, height = _FRAME_PX
    paper = slip.convert("L").point([0] + [_PAPER_GREY] * 255)
    paper.thumbnail((width - 40, height - 40), Image.Resampling.LANCZOS)
    frame = Image.new("L", _FRAME_PX, _TABLE_GREY)
    frame.paste(paper, ((width - paper.width) // 2, (height - paper.height) // 2))
    return np.asarray(frame, dtype=np.uint8)
