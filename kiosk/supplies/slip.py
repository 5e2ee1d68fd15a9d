"""Draws a technician's slip: acts that two people sign. Not a receipt: no seal, no resident's name."""

from PIL import Image

from kiosk.receipt.lettering import Typefaces
from kiosk.receipt.roll import Roll
from kiosk.technician.slip import SlipDocument, SlipLine
from kiosk.texts import Texts

DOTS_A_MM = 8

_TITLE_DOTS, _LINE_DOTS = 52, 30
_SIGNATURE_DOTS = 96
"""Twelve millimetres: room for a name written by hand."""


def draw_slip(document: SlipDocument, words: Texts, faces: Typefaces) -> Image.Image:
    """In mode "1", 576 dots wide, as long as it needs."""
    roll = Roll(faces)
    roll.gap(12)
    roll.line(words.resolve(document.title), _TITLE_DOTS, bold=True, align="middle")
    roll.gap(8)
    roll.rule(3)
    for line in document.lines:
        _lay(roll, line, words)
    roll.gap(24)
    return roll.off()


def _lay(roll: Roll, line: SlipLine, words: Texts) -> None:
    label = words.resolve(line.label) if line.label else ""
    match line.kind:
        case "pair":
            value = line.value if isinstance(line.value, str) else words.resolve(line.value)
            roll.pair(label, value, _LINE_DOTS)
        case "sentence":
            roll.sentence(label, _LINE_DOTS)
        case "rule":
            roll.gap(8)
            roll.rule(2)
            roll.gap(8)
        case "sign":
            roll.gap(_SIGNATURE_DOTS)
            roll.rule(1)
            roll.line(label, _LINE_DOTS)
