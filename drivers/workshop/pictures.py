"""Pictures for the bench's printer: a demonstration receipt, and whatever file a technician names."""

from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from drivers.printer.port import WIDTH_DOTS

DEMONSTRATION_RECEIPT = Path(__file__).resolve().parents[2] / "assets" / "demonstration" / "receipt.png"
"""As the kiosk prints it for a plainly synthetic household; a test draws it anew and compares."""

_LONGEST_DOTS = 8000
"""A metre of paper."""


class NoPicture(Exception):
    """Names the file and what is wrong with it."""


def demonstration_receipt() -> Image.Image:
    return picture_of(DEMONSTRATION_RECEIPT)


def picture_of(path: Path) -> Image.Image:
    """One bit a dot, as wide as the print head: shrunk if wider, centred on white if narrower.

    Raises `NoPicture`.
    """
    try:
        with Image.open(path) as found:
            grey = ImageOps.exif_transpose(found).convert("L")
    except UnidentifiedImageError:
        raise NoPicture(f"{path}: no picture that can be read") from None
    except (OSError, Image.DecompressionBombError) as error:
        raise NoPicture(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    if grey.width > WIDTH_DOTS:
        grey = grey.resize((WIDTH_DOTS, max(1, round(grey.height * WIDTH_DOTS / grey.width))))
    if grey.height > _LONGEST_DOTS:
        raise NoPicture(f"{path}: {grey.height} dots long on paper; at most {_LONGEST_DOTS}, a metre")
    page = Image.new("L", (WIDTH_DOTS, grey.height), 255)
    page.paste(grey, ((WIDTH_DOTS - grey.width) // 2, 0))
    return page.convert("1")
