"""A receipt printed once more, for whoever has shown whose it is."""

import pytest

from kiosk.session.effects import PrintReceipt, copy_id
from kiosk.session.events import PrintTapped, ReceiptFailed, ReceiptPrinted, ReceiptTaken
from kiosk.session.household import Shown
from kiosk.session.steps import ChooseFinding, Goodbye, Notice, Printing, ShowReceiptCode, TakeReceipt
from kiosk.session.steps_paid import ReadPayment
from tests.session.looking import everything_said, fault, offered
from tests.session.payments import (
    AT_THE_BANK,
    HERE,
    RECEIPT,
    RULES,
    asks_what_was_paid,
    is_told,
    shows_a_bill,
)
from tests.session.stories import Machine, Resident, Story

JOB = copy_id(RECEIPT.receipt_no)


@pytest.fixture
def story() -> Story:
    return Story(RULES)


def asks_for_a_copy(resident: Resident, shown: Shown = "code") -> None:
    shows_a_bill(resident)
    is_told(resident.story, HERE, AT_THE_BANK, shown=shown)
    resident.taps("payment_1", "print")


@pytest.mark.parametrize("shown", ["code", "card", "id_card"])
def test_whoever_showed_bill_or_card_gets_a_copy(story: Story, resident: Resident, shown: Shown) -> None:
    asks_for_a_copy(resident, shown)
    story.at(Printing)
    asked = story.last(PrintReceipt)
    assert (asked.copy, asked.shown, asked.job) == (True, shown, JOB)
    assert asked.outcome == RECEIPT
    story.feed(ReceiptPrinted(JOB, confirmed=True))
    story.at(TakeReceipt)
    story.feed(ReceiptTaken(JOB))
    story.at(Goodbye)


def test_a_typed_number_is_no_proof_and_a_card_put_in_there_is(
    story: Story, resident: Resident, machine: Machine
) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE)
    resident.taps("payment_1", "print")
    assert (story.at(Notice).problem, fault(story.screen)) == ("proof_needed", "proof_needed")
    assert not story.asked(PrintReceipt)
    assert "help" in offered(story.screen)
    resident.inserts("id_card")
    machine.reads_id_card()
    is_told(story, HERE, shown="id_card")
    resident.takes_card()
    resident.taps("payment_1", "print")
    assert len(story.asked(PrintReceipt)) == 1


def test_the_way_on_without_a_card_is_to_show_something(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE)
    resident.taps("payment_1", "print", "retry")
    story.at(ChooseFinding)


def test_what_was_paid_elsewhere_has_no_receipt_here(story: Story, resident: Resident) -> None:
    shows_a_bill(resident)
    is_told(story, AT_THE_BANK, shown="code")
    resident.taps("payment_1")
    assert "print" not in offered(story.screen)
    story.feed(PrintTapped())
    story.at(ReadPayment)
    assert not story.asked(PrintReceipt)


def test_a_second_tap_is_no_second_copy(story: Story, resident: Resident) -> None:
    asks_for_a_copy(resident)
    story.feed(PrintTapped())
    assert len(story.asked(PrintReceipt)) == 1


def test_without_paper_the_receipt_is_on_the_screen_and_no_copy(
    story: Story, resident: Resident, machine: Machine
) -> None:
    machine.has_paper("out")
    asks_for_a_copy(resident)
    story.at(ShowReceiptCode)
    assert story.screen.qr == RECEIPT.verification_url
    assert not story.asked(PrintReceipt)


@pytest.mark.parametrize("reason", ["paper_out", "copy_uncounted", "cutter"])
def test_paper_that_stops_half_way_ends_on_the_screen(story: Story, resident: Resident, reason: str) -> None:
    asks_for_a_copy(resident)
    story.feed(ReceiptFailed(JOB, reason))
    assert (story.at(ShowReceiptCode).reason, fault(story.screen)) == (reason, reason)
    assert story.screen.qr == RECEIPT.verification_url
    assert "2611 1800 0421 7" in everything_said(story.screen)
    resident.taps("finish")
    story.at(Goodbye)


def test_a_printer_that_says_nothing_is_not_waited_for_for_ever(story: Story, resident: Resident) -> None:
    asks_for_a_copy(resident)
    story.passes(RULES.timing.print_s + 1)
    story.at(ShowReceiptCode)
