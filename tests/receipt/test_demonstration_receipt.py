"""What the bench prints is what the kiosk would print today."""

from drivers.workshop.pictures import demonstration_receipt
from tests.receipt.demonstration_receipt import draw


def test_the_bench_prints_the_receipt_as_the_kiosk_draws_it() -> None:
    kept, drawn = demonstration_receipt(), draw()
    assert kept.size == drawn.size
    assert kept.tobytes() == drawn.tobytes(), "draw it anew: python -m tests.receipt.demonstration_receipt"
