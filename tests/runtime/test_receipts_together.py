"""Two payments of one session on one paper: each whole, begun and ended in the journal for both."""

from PIL import Image

from kiosk.receipt.together import CUT_HERE_DOTS, one_below_another
from kiosk.runtime.journal import Journal
from kiosk.session.effects import Paid, PrintReceipt
from tests.runtime.counter import BASKET
from tests.runtime.test_receipts import PAYMENT, Desk, FakePrinter, desk, printer
from tests.session import facts

__all__ = ["desk", "printer"]

OTHER = PAYMENT[:-1] + "2"
FIRST, SECOND = facts.settled(PAYMENT, BASKET), facts.settled(OTHER, BASKET)


def test_both_are_on_one_paper_with_their_own_numbers(desk: Desk, printer: FakePrinter) -> None:
    desk.receipts.print_receipt(PrintReceipt(SECOND, BASKET, earlier=(Paid(FIRST, BASKET),)))
    desk.receipts.worker.run_pending()
    assert printer.printed == [OTHER]
    drawn = [receipt for receipt, _ in desk.drawn]
    assert [receipt.serial_no for receipt in drawn] == [FIRST.receipt_no, SECOND.receipt_no]
    assert all(receipt.verification_url and not receipt.copy for receipt in drawn)


def test_the_journal_knows_of_both_that_they_came_out(desk: Desk, journal: Journal) -> None:
    desk.receipts.print_receipt(PrintReceipt(SECOND, BASKET, earlier=(Paid(FIRST, BASKET),)))
    desk.receipts.worker.run_pending()
    desk.receipts.printed(OTHER)
    desk.receipts.worker.run_pending()
    assert journal.history(PAYMENT) == journal.history(OTHER) == ("printing", "printed")


def test_one_stands_below_the_other_with_bare_paper_between() -> None:
    black, grey = Image.new("1", (576, 10), 0), Image.new("1", (576, 30), 0)
    paper = one_below_another([black, grey])
    assert paper.size == (576, 40 + CUT_HERE_DOTS)
    assert [paper.getpixel((5, row)) for row in (9, 10, 69, 70)] == [0, 255, 255, 0]
    assert one_below_another([black]) is black
