"""The kiosk's two typefaces: registered with Kivy, measured and turned into textures."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kivy.core.text import Label as CoreLabel
from kivy.core.text import LabelBase
from kivy.graphics.texture import Texture

from screens.line_breaking import piece_pattern

ASSETS = Path(__file__).parent.parent / "assets"
FONTS = ASSETS / "fonts"
NAME = "kiosk"

LABEL_HEIGHT_EM = 1.448
"""Ascent 1.160 and descent 0.288 of Noto Sans SC."""

INK_ABOVE_MIDDLE_EM = 0.056
"""How far the middle of a Chinese character's ink lies below the middle of its label."""


def register() -> None:
    """Makes the typefaces the default of every Kivy label. Harmless when repeated."""
    regular, bold = (str(FONTS / f"NotoSansSC-{weight}.otf") for weight in ("Regular", "Bold"))
    LabelBase.register(NAME, regular, fn_bold=bold)


def texture_of(text: str, em_px: float, *, bold: bool) -> Texture:
    """One line of white text, to be tinted."""
    label = CoreLabel(text=text, font_name=NAME, font_size=em_px, bold=bold)
    label.refresh()
    return label.texture


@cache
def word_pattern() -> re.Pattern[str]:
    """Knows the words that residents should find whole on one line, in every language at once."""
    files = sorted((ASSETS / "texts").glob("*_words.txt"))
    return piece_pattern(
        [word for file in files for word in file.read_text(encoding="utf-8").splitlines() if word]
    )


@cache
def measure(em_px: float, *, bold: bool) -> Callable[[str], float]:
    """A callable telling the width of a text in pixels. Nothing of the text is kept."""
    label = CoreLabel(text="", font_name=NAME, font_size=em_px, bold=bold)

    def width_of(text: str) -> float:
        return float(label.get_extents(text)[0])

    return width_of
