"""The receipt the technician's bench prints; `python -m tests.receipt.demonstration_receipt` makes it."""

import msgspec
from PIL import Image

from drivers.workshop.pictures import DEMONSTRATION_RECEIPT
from kiosk.receipt.document import Receipt, ReceiptLine, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.texts import load_texts
from tests.receipt.fonts import FACES


def draw() -> Image.Image:
    texts = load_texts("zh")
    receipt = Receipt(
        kind="settled",
        lines=(
            ReceiptLine(texts["utility.electricity.bill"], "2026-10", "****0017", 11230),
            ReceiptLine(texts["utility.water.bill"], "2026-10", "****5012", 7245),
        ),
        total_fen=18475,
        total_capitals=texts.capitals.money(18475),
        machine_no="DEMO-000-00",
        service_phone="000000",
        paid_at="2026-11-21 09:43:00",
        method=texts["method.phone_code.label"],
        serial_no="000000000000",
        verification_url="https://pay.example/v/000000000000?c=DEMO",
        verification_code="DEMO",
        mark=texts["frame.demonstration_paper"],
    )
    return draw_receipt(receipt, msgspec.convert(texts.table("receipt_paper"), ReceiptWords), FACES)


if __name__ == "__main__":
    draw().save(DEMONSTRATION_RECEIPT, optimize=True)
