"""The typefaces of the project, for tests that cannot take a fixture."""

from pathlib import Path

from kiosk.receipt.lettering import Typefaces

_FONTS = Path(__file__).parents[2] / "assets" / "fonts"

FACES = Typefaces(_FONTS / "NotoSansSC-Regular.otf", _FONTS / "NotoSansSC-Bold.otf")
