"""Receipts in the typefaces that come with the kiosk."""

from PIL.Image import Image

from kiosk import places
from kiosk.receipt.document import Receipt, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.receipt.lettering import Typefaces


def draw_paper(receipt: Receipt, words: ReceiptWords) -> Image:
    faces = Typefaces(places.FONTS / "NotoSansSC-Regular.otf", places.FONTS / "NotoSansSC-Bold.otf")
    return draw_receipt(receipt, words, faces)
