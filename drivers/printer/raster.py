"""A picture as the bytes a receipt printer prints: raster bands and a cut, made by python-escpos.

The library only makes bytes here; it never sees the port. Importing it takes a quarter of a second.
"""

import shutil
from collections.abc import Iterator

from escpos import capabilities
from escpos.printer import Dummy
from PIL import Image

from drivers.printer.port import WIDTH_DOTS

BAND_ROWS = 256
"""Between two bands the printer is asked how it is, so the end of the paper is noticed within 32 mm."""

LONGEST_BAND_BYTES = 8 + BAND_ROWS * WIDTH_DOTS // 8
"""With its head of eight bytes."""

_PROFILE = "TM-T20II"
"""Any profile of 576 dots will do; without one the library prints a warning for every picture."""

# The library unpacks its table of printers into a new temporary folder at every start and leaves it there.
shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)


def bands(image: Image.Image) -> Iterator[bytes]:
    """GS v 0 commands. Raises ValueError unless `image` has one bit a dot and the width of the print head."""
    if image.mode != "1" or image.width != WIDTH_DOTS:
        raise ValueError(f"a receipt is one bit and {WIDTH_DOTS} dots wide, not {image.mode} {image.width}")
    for top in range(0, image.height, BAND_ROWS):
        writer = Dummy(profile=_PROFILE)
        writer.image(image.crop((0, top, WIDTH_DOTS, min(top + BAND_ROWS, image.height))))
        yield writer.output


def feed_and_cut() -> bytes:
    """Six lines carry the last dots past the knife."""
    writer = Dummy(profile=_PROFILE)
    writer.cut()
    return bytes(writer.output)
