"""A copy of a receipt: it says so, and is never taken for the receipt itself."""

import pytest
from msgspec.structs import replace

from kiosk.receipt.document import Receipt
from kiosk.receipt.drawing import draw_receipt
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.session.effects import PrintReceipt, copy_id
from kiosk.session.events import Event, ReceiptFailed
from kiosk.session.household import Basket, Outcome
from tests.receipt.fonts import FACES
from tests.runtime.counter import BASKET
from tests.runtime.test_receipts import PART_SETTLED, PAYMENT, SETTLED, Desk, FakePrinter
from tests.session import facts


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def desk(journal: Journal, clock: FakeClock, told: list[Event], printer: FakePrinter) -> Desk:
    return Desk(journal, clock, told, printer=printer)


def print_copy(desk: Desk, outcome: Outcome, basket: Basket = BASKET) -> Receipt:
    desk.receipts.print_receipt(PrintReceipt(outcome, basket, copy=True))
    desk.receipts.worker.run_pending()
    return desk.drawn[-1][0]


def test_a_copy_says_so_and_is_not_taken_for_the_receipt(
    desk: Desk, printer: FakePrinter, journal: Journal
) -> None:
    assert print_copy(desk, SETTLED).copy
    assert printer.printed == [copy_id(PAYMENT)]
    desk.receipts.printed(copy_id(PAYMENT))
    desk.receipts.worker.run_pending()
    assert journal.history(PAYMENT) == journal.history(copy_id(PAYMENT)) == ()


def test_a_copy_of_what_was_settled_in_part_says_so_too(desk: Desk) -> None:
    copy = print_copy(desk, PART_SETTLED)
    assert (copy.kind, copy.copy) == ("part_settled", True)


def test_a_copy_in_a_demonstration_says_both(
    journal: Journal, clock: FakeClock, told: list[Event], printer: FakePrinter
) -> None:
    desk = Desk(journal, clock, told, printer=printer, rules=replace(facts.RULES, demonstration=True))
    copy = print_copy(desk, PART_SETTLED)
    assert (copy.mark, copy.copy) == (desk.texts["frame.demonstration_paper"], True)


def test_a_payment_that_was_looked_up_is_copied_without_an_account(desk: Desk) -> None:
    bare = tuple(replace(leg, account_masked="", period_from="", period_to="") for leg in SETTLED.legs)
    copy = print_copy(desk, replace(SETTLED, legs=bare), Basket("", "", ()))
    assert {(line.account_masked, line.period) for line in copy.lines} == {("", "")}
    assert copy.total_fen == SETTLED.amount_fen
    assert draw_receipt(*desk.drawn[-1], FACES).height > 0


def test_a_copy_without_a_printer_is_told_as_a_copy(
    journal: Journal, clock: FakeClock, told: list[Event]
) -> None:
    desk = Desk(journal, clock, told, printer=None)
    desk.receipts.print_receipt(PrintReceipt(SETTLED, BASKET, copy=True))
    desk.receipts.worker.run_pending()
    assert told == [ReceiptFailed(copy_id(PAYMENT), "printer_off")]
