"""Several receipts on one paper, each whole, with its own seal, serial number and code."""

from collections.abc import Sequence

from PIL import Image

from kiosk.receipt.roll import WIDTH_DOTS

CUT_HERE_DOTS = 60
"""Bare paper between two of them."""


def one_below_another(receipts: Sequence[Image.Image]) -> Image.Image:
    """In mode "1", the first on top; one alone is left as it is."""
    if len(receipts) == 1:
        return receipts[0]
    height = sum(receipt.height for receipt in receipts) + CUT_HERE_DOTS * (len(receipts) - 1)
    paper = Image.new("1", (WIDTH_DOTS, height), 255)
    top = 0
    for receipt in receipts:
        paper.paste(receipt, (0, top))
        top += receipt.height + CUT_HERE_DOTS
    return paper
