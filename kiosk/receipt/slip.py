"""A slip with a number to keep: what was asked for, under which number, and whom to call. Not a receipt."""

from msgspec import Struct
from PIL import Image

from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import Roll

_TITLE_DOTS, _NUMBER_DOTS, _LINE_DOTS = 52, 64, 30


class Slip(Struct, frozen=True):
    """Words that are ready to print; nobody's name. `mark` stands above everything, where there is one."""

    title: str
    number_label: str
    number: str
    lines: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...] = ()
    mark: str = ""


def draw_slip(slip: Slip, faces: Typefaces) -> Image.Image:
    """In mode "1", as wide as the paper, as long as it needs."""
    roll = Roll(faces)
    roll.gap(12)
    if slip.mark:
        roll.banner(slip.mark, _LINE_DOTS)
        roll.gap(12)
    roll.line(slip.title, _TITLE_DOTS, bold=True, align="middle")
    roll.gap(8)
    roll.rule(3)
    roll.gap(8)
    roll.line(slip.number_label, _LINE_DOTS, align="middle")
    roll.line(slip.number, _NUMBER_DOTS, bold=True, align="middle")
    roll.gap(8)
    roll.rule(2)
    roll.gap(8)
    for label, value in slip.lines:
        roll.pair(label, value, _LINE_DOTS)
    roll.gap(12)
    for sentence in slip.sentences:
        roll.sentence(sentence, _LINE_DOTS)
    roll.gap(24)
    return roll.off()
