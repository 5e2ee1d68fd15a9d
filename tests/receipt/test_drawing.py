import msgspec
import numpy as np
import pytest
from PIL import Image

from drivers.scanner.decode import Code, decode
from kiosk.receipt.document import LineState, Receipt, ReceiptItem, ReceiptLine, ReceiptWords
from kiosk.receipt.drawing import draw_receipt
from kiosk.receipt.lettering import DOTS_PER_MM, SMALLEST_DOTS, Typefaces
from kiosk.receipt.seal import seal


def _contains(paper: Image.Image, part: Image.Image) -> bool:
    """Whether the black dots of `part` stand somewhere on `paper`, all of them, with white between."""
    wanted = np.array(part.point([0 if grey < 150 else 255 for grey in range(256)], mode="1"))
    dots = np.array(paper)
    height, width = wanted.shape
    return any(
        np.array_equal(dots[top : top + height, left : left + width], wanted)
        for top in range(dots.shape[0] - height + 1)
        for left in (dots.shape[1] - width - 12,)
    )


def test_a_receipt_is_one_bit_and_as_wide_as_the_print_head(
    receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    paper = draw_receipt(receipt, words, faces)
    assert (paper.mode, paper.width) == ("1", 576)


def test_the_code_to_verify_with_reads_from_the_paper(
    receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    paper = draw_receipt(receipt, words, faces)
    seen = decode(np.array(paper.convert("L")), frozenset({"qr"}))
    assert seen == (Code("https://pay.example/v/890592610007?c=7K3M9QXP", "qr"),)


@pytest.mark.parametrize(
    ("kind", "sealed"),
    [
        ("settled", True),
        ("pending", False),
        ("not_charged", False),
        ("part_settled", False),
    ],
)
def test_only_money_received_in_full_is_sealed(
    kind: str, sealed: bool, receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    paper = draw_receipt(
        msgspec.convert(msgspec.to_builtins(receipt) | {"kind": kind}, Receipt), words, faces
    )
    assert _contains(paper, seal(words.seal, words.seal_rim, faces, 252)) is sealed


@pytest.mark.parametrize("kind", ["settled", "part_settled"])
def test_a_copy_says_so_before_anything_else(
    kind: str, receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    receipt = msgspec.structs.replace(receipt, kind=kind)
    first = draw_receipt(receipt, words, faces)
    again = draw_receipt(msgspec.structs.replace(receipt, copy=True), words, faces)
    mark_dots = again.height - first.height
    assert mark_dots > 8 * DOTS_PER_MM
    assert np.array(again)[:mark_dots].mean() < 0.3, "the mark is white on black"
    assert np.array_equal(np.array(again)[mark_dots:], np.array(first))


def test_every_bill_has_its_row(receipt: Receipt, words: ReceiptWords, faces: Typefaces) -> None:
    one_more = msgspec.structs.replace(
        receipt,
        lines=(*receipt.lines, ReceiptLine("燃气费", "2026年10月", "****1234", 5400)),
        total_fen=receipt.total_fen + 5400,
    )
    taller = draw_receipt(one_more, words, faces).height - draw_receipt(receipt, words, faces).height
    assert taller > 2 * SMALLEST_DOTS


def test_a_receipt_that_does_not_add_up_cannot_be_made(receipt: Receipt) -> None:
    with pytest.raises(ValueError, match="does not add up"):
        msgspec.structs.replace(receipt, total_fen=receipt.total_fen + 1)


def test_returned_parts_are_not_in_the_total_of_a_part_settled_payment(receipt: Receipt) -> None:
    power, water = receipt.lines
    settled_in_part = msgspec.structs.replace(
        receipt,
        kind="part_settled",
        lines=(power, msgspec.structs.replace(water, state="returned")),
        total_fen=power.amount_fen,
    )
    assert settled_in_part.money_received


def test_a_bill_that_was_not_reached_is_marked_where_others_were_paid(
    receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    power, water = receipt.lines

    def drawn(state: LineState, unpaid: str = words.line_unpaid) -> int:
        in_part = msgspec.structs.replace(
            receipt,
            kind="part_settled",
            lines=(power, msgspec.structs.replace(water, state=state)),
            total_fen=power.amount_fen,
        )
        return sum(draw_receipt(in_part, msgspec.structs.replace(words, line_unpaid=unpaid), faces).tobytes())

    assert drawn("not_charged") != drawn("not_charged", unpaid="")
    assert drawn("returned") == drawn("returned", unpaid="")


def test_nothing_is_cut_off_at_the_edges(words: ReceiptWords, faces: Typefaces) -> None:
    wide = Receipt(
        kind="settled",
        lines=(ReceiptLine("水费" * 9, "2026年1月1日至2026年12月31日", "0213805012" * 3, 99_999_999_999),),
        total_fen=99_999_999_999,
        total_capitals="玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        machine_no="M" * 40,
        service_phone="962740",
        serial_no="8" * 40,
    )
    dots = np.array(draw_receipt(wide, words, faces))
    assert dots[:, :8].all()
    assert dots[:, -8:].all()


def test_items_make_the_paper_longer_by_a_line_each(
    receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    items = (ReceiptItem("水费", 8221), ReceiptItem("减免", -976))
    water = msgspec.structs.replace(receipt.lines[1], items=items)
    itemised = msgspec.structs.replace(receipt, lines=(receipt.lines[0], water))
    line = round(SMALLEST_DOTS * 1.3)
    assert (
        draw_receipt(itemised, words, faces).height == draw_receipt(receipt, words, faces).height + 2 * line
    )


def test_the_end_of_a_recharge_cards_code_is_called_what_the_screen_calls_it(
    receipt: Receipt, words: ReceiptWords, faces: Typefaces
) -> None:
    by_card = msgspec.structs.replace(receipt, payer_card_masked="**** 0017", face="¥500.00")

    def drawn(**changed: str) -> bytes:
        return draw_receipt(by_card, msgspec.structs.replace(words, **changed), faces).tobytes()

    assert drawn(recharge_code="?") != drawn() == drawn(payer_card="?")
