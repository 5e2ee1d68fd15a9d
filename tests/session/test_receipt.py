"""After the money: paper, a code on the screen instead, or nothing; and never a lie about the payment."""

import pytest

from kiosk.session.effects import PrintReceipt
from kiosk.session.events import PaymentRefused, ReceiptFailed, ReceiptPrinted, ReceiptTaken
from kiosk.session.steps import Done, Goodbye, Idle, Printing, ShowReceiptCode, TakeReceipt
from tests.session.looking import button, offered, words
from tests.session.scenes import at_the_methods, waiting_for_the_outcome
from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return waiting_for_the_outcome(Story())


def test_printing_shows_how_far_it_is(story: Story, resident: Resident, gateway: Gateway) -> None:
    gateway.settles()
    resident.taps("print")
    assert story.screen.waiting
    assert story.screen.waiting.fraction == 0
    resident.waits(2)
    assert story.screen.waiting.fraction == 0.5
    resident.waits(30)
    assert story.screen.waiting.fraction == 0.95
    assert offered(story.screen) == {"help"}


def test_a_printer_that_cannot_be_sure_asks_the_resident(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    resident.taps("print")
    machine.prints(confirmed=False)
    assert story.prompt == "请看看凭条打全了没有"
    resident.taps("incomplete")
    assert story.at(ShowReceiptCode).reason == "receipt_incomplete"
    assert story.screen.qr == "https://pay.example/r/7K4M"


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("paper_out", "凭条纸用完了"),
        ("cover_open", "打印机盖子没关好"),
        ("cutter", "凭条没有切下来"),
        ("out_of_cheese", "打印机正在检修"),
    ],
)
def test_no_paper_means_a_code_on_the_screen_and_says_nothing_of_the_money(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, reason: str, title: str
) -> None:
    gateway.settles()
    resident.taps("print")
    machine.cannot_print(reason)
    assert (story.title, story.screen.qr) == (title, "https://pay.example/r/7K4M")
    assert story.prompt == "不影响交费,可以用手机拍下这个码留底。"
    resident.taps("finish")
    story.at(Goodbye)


def test_a_settled_receipt_on_the_screen_leads_on_to_other_bills(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    resident.taps("print")
    machine.cannot_print("paper_out")
    assert not story.at(ShowReceiptCode).done.onward
    resident.taps("another")
    story.at(Idle)


def test_a_silent_printer_is_given_up_and_never_asked_twice(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    resident.taps("print")
    resident.waits(40)
    assert story.at(ShowReceiptCode).reason == "printer_silent"
    machine.prints()
    story.at(ShowReceiptCode)
    assert len(story.asked(PrintReceipt)) == 1


@pytest.mark.parametrize(
    ("level", "note", "title"),
    [
        ("out", "凭条纸用完了,可以拍照留底", "凭条纸用完了"),
        ("jammed", "现在打不了,可以拍照留底", "打印机正在检修"),
    ],
)
def test_without_paper_the_code_is_offered_at_once(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, level: str, note: str, title: str
) -> None:
    machine.has_paper("out" if level == "out" else "jammed")
    gateway.settles()
    offered = button(story.screen, "print")
    assert (words(offered.label), words(offered.note)) == ("看电子凭条", note)
    resident.taps("print")
    assert story.title == title
    assert not story.asked(PrintReceipt)


def test_a_lost_printer_is_not_called_an_empty_one(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.loses("printer")
    gateway.settles()
    resident.taps("print")
    assert story.at(ShowReceiptCode).reason == "printer_off"


def test_an_open_cover_is_called_an_open_cover(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.loses("printer", "cover_open")
    gateway.settles()
    resident.taps("print")
    assert story.at(ShowReceiptCode).reason == "cover_open"


def test_paper_gone_between_the_screen_and_the_tap(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    seen = button(story.screen, "print")
    machine.has_paper("out")
    story.feed(seen.event)
    assert story.at(ShowReceiptCode).reason == "paper_out"


def test_low_paper_is_told_before_paying(story: Story, resident: Resident, gateway: Gateway) -> None:
    gateway.does_not_charge("declined")
    Machine(story).has_paper("low")
    resident.taps("retry")
    assert words(story.screen.footnote) == "凭条纸不多了,这一张还够用"


def test_a_payment_being_checked_gets_its_own_slip(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.waits(90)
    assert words(button(story.screen, "print").label) == "打印受理凭条"
    resident.taps("print")
    assert story.last(PrintReceipt).outcome.kind == "pending"
    machine.prints()
    assert "another" not in offered(story.screen)


def test_without_paper_a_payment_being_checked_shows_its_reference_and_promises_nothing(
    story: Story, resident: Resident, machine: Machine
) -> None:
    machine.has_paper("out")
    resident.waits(90)
    resident.taps("print")
    assert story.screen.qr is None
    assert [fact.value for fact in story.screen.facts] == ["PAY1"]
    assert story.prompt == "付款结果还在核实,请用手机拍下查询号。"


def test_news_during_printing_is_not_lost(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.waits(90)
    resident.taps("print")
    gateway.settles()
    assert story.at(Printing).done.outcome.kind == "settled"
    gateway.does_not_charge("declined")
    assert story.at(Printing).done.outcome.kind == "settled"
    machine.cannot_print("paper_out")
    assert story.screen.qr == "https://pay.example/r/7K4M"


def test_news_before_the_code_on_the_screen_changes_it(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.has_paper("out")
    resident.waits(90)
    resident.taps("print")
    gateway.settles()
    assert story.screen.qr == "https://pay.example/r/7K4M"


def test_a_receipt_of_another_payment_is_not_taken_for_this_one(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    gateway.settles()
    resident.taps("print")
    story.feed(ReceiptPrinted("pay-0", confirmed=True))
    story.feed(ReceiptFailed("pay-0", "paper_out"))
    story.feed(ReceiptTaken("pay-0"))
    story.at(Printing)


def test_a_forgotten_receipt_screen_ends_by_itself(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    resident.taps("print")
    machine.prints()
    resident.waits(29)
    story.at(TakeReceipt)
    resident.waits(1)
    story.at(Goodbye)
    resident.waits(15)
    story.at(Idle)


def test_another_payment_after_the_receipt(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    resident.taps("print")
    machine.prints()
    story.at(TakeReceipt)
    resident.taps("another")
    story.at(Idle)


def test_a_long_payment_leaves_time_to_read_its_outcome(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    """The idle clock starts anew when the machine changes the screen by itself."""
    resident.waits(89)
    gateway.settles()
    resident.waits(150)
    story.at(Done)
    assert not story.question


def test_an_intent_that_failed_after_the_patience_is_no_charge() -> None:
    unopened = at_the_methods(Story())
    Resident(unopened).shows_pay_code()
    unopened.passes(1000)
    assert unopened.at(Done).outcome.kind == "pending"
    unopened.feed(PaymentRefused(unopened.session.requests, "journal_damaged"))
    assert unopened.at(Done).outcome.kind == "not_charged"


def test_a_printer_that_is_out_of_order_for_want_of_paper_is_out_of_paper(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway.settles()
    machine.has_paper("out")
    machine.loses("printer", "user_error")
    resident.taps("print")
    assert story.at(ShowReceiptCode).reason == "paper_out"
