import pytest

from kiosk.receipt.document import Receipt, ReceiptLine, ReceiptWords
from kiosk.receipt.lettering import Typefaces
from tests.receipt.fonts import FACES


@pytest.fixture
def faces() -> Typefaces:
    return FACES


@pytest.fixture
def words() -> ReceiptWords:
    """Every word says its own name, so that a test can look for it; a few as they are on real paper."""
    named = {name: name[:8] for name in ReceiptWords.__struct_fields__}
    return ReceiptWords(**named | {"seal": "收讫", "seal_rim": "社区数字小屋", "verify": "扫码查验真伪"})


@pytest.fixture
def receipt() -> Receipt:
    return Receipt(
        kind="settled",
        lines=(
            ReceiptLine("电费", "2026年10月", "****0017", 11230),
            ReceiptLine("水费", "2026年10月", "****5012", 7245),
        ),
        total_fen=18475,
        total_capitals="壹佰捌拾肆元柒角伍分",
        machine_no="SH-JA-0042",
        service_phone="962740",
        paid_at="2026年11月21日 9:43",
        method="微信",
        serial_no="890592610007",
        verification_url="https://pay.example/v/890592610007?c=7K3M9QXP",
        verification_code="7K3M 9QXP",
    )
