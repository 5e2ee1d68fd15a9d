"""Some bills are paid: the others are offered once, and whoever goes home has one paper for all of it."""

from collections.abc import Callable

import pytest

from kiosk.session.effects import Paid, PrintReceipt, StartPayment
from kiosk.session.events import PaymentEnded
from kiosk.session.steps import ConfirmBills, Done, Goodbye, Idle, Printing, ShowReceiptCode, TakeReceipt
from kiosk.session.steps_rest import OfferRest
from tests.session import facts
from tests.session.looking import button, words
from tests.session.rests import pays, pays_one_of_two
from tests.session.stories import Gateway, Machine, Resident, Story


def test_what_is_left_is_offered_with_how_much_it_is(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print")
    story.at(OfferRest)
    assert (story.title, story.prompt) == ("剩下的也交吗?", "家里还有 1 笔没交,共 ¥72.45。")
    resident.taps("rest")
    assert [bill.bill_id for bill in story.at(ConfirmBills).findings.bills] == ["bill-water"]


def test_no_goes_home_with_the_receipt(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "finish")
    story.at(Printing)
    machine.prints()
    resident.takes_receipt()
    story.at(Goodbye)
    (printed,) = story.asked(PrintReceipt)
    assert (printed.outcome.payment_id, printed.earlier) == ("pay-1", ())


def test_whoever_wants_no_receipt_gets_none(story: Story, resident: Resident, gateway: Gateway) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("no_receipt", "finish")
    story.at(Goodbye)
    assert story.asked(PrintReceipt) == []


@pytest.mark.parametrize("first", ["print", "no_receipt"])
def test_all_of_it_is_on_one_paper_and_nothing_is_offered_twice(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, first: str
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps(first, "rest")
    pays(resident, gateway, "pay-2")
    resident.taps("print")
    (printed,) = story.asked(PrintReceipt)
    assert printed.outcome.payment_id == "pay-2"
    assert [paid.outcome.payment_id for paid in printed.earlier] == ["pay-1"]
    assert [bill.bill_id for paid in printed.earlier for bill in paid.basket.bills] == ["bill-electricity"]
    machine.prints()
    resident.takes_receipt()
    story.at(Goodbye)


def test_each_payment_is_of_its_own(story: Story, resident: Resident, gateway: Gateway) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest")
    pays(resident, gateway, "pay-2")
    first, second = story.asked(StartPayment)
    assert first.request != second.request
    assert {bill.bill_id for bill in first.basket.bills}.isdisjoint(
        bill.bill_id for bill in second.basket.bills
    )


def test_a_bill_that_was_not_charged_leaves_the_paper_of_the_other(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest", "pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens("pay-2")
    gateway.does_not_charge("bill_changed", "pay-2")
    resident.taps("retry")
    story.at(Printing)
    (printed,) = story.asked(PrintReceipt)
    assert (printed.outcome.payment_id, printed.earlier) == ("pay-1", ())
    machine.prints()
    resident.taps("finish")
    story.at(Goodbye)


def test_one_that_is_being_checked_stands_on_the_paper_as_that(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest", "pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens("pay-2")
    resident.waits(91)
    assert story.at(Done).outcome.kind == "pending"
    resident.taps("print")
    (printed,) = story.asked(PrintReceipt)
    assert printed.outcome.kind == "pending"
    assert [paid.outcome.kind for paid in printed.earlier] == ["settled"]


@pytest.mark.parametrize(
    "leaves", [("exit", "leave"), ("pay", "exit", "leave"), ("back", "finish"), ("back", "exit")]
)
def test_whoever_gives_up_the_rest_has_their_paper_first(
    story: Story, resident: Resident, gateway: Gateway, leaves: tuple[str, ...]
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest", *leaves)
    story.at(Printing)
    assert len(story.asked(PrintReceipt)) == 1


def test_nobody_is_told_that_no_money_was_taken_where_it_was(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest", "exit")
    assert story.question == "剩下的不交了吗?"


def test_nothing_is_printed_for_whoever_walks_off_from_the_question(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print")
    resident.waits(245)
    story.at(Idle)
    assert story.asked(PrintReceipt) == []


def test_without_paper_both_numbers_stand_on_the_screen(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.has_paper("out")
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest")
    pays(resident, gateway, "pay-2")
    resident.taps("print")
    story.at(ShowReceiptCode)
    serials = [fact.value for fact in story.screen.facts if words(fact.label) == "流水号"]
    assert len(serials) == 2


def test_a_refused_paper_is_refused_for_all(story: Story, resident: Resident, gateway: Gateway) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest")
    pays(resident, gateway, "pay-2")
    resident.taps("no_receipt")
    story.at(Goodbye)
    assert story.asked(PrintReceipt) == []


def _all_paid(resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    pays(resident, gateway, "pay-1")


def _unknown(resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.takes_off("bill_2")
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    resident.waits(91)


@pytest.mark.parametrize("paid", [_all_paid, _unknown])
def test_nothing_is_offered_where_all_is_paid_or_nothing_is_certain(
    story: Story, resident: Resident, gateway: Gateway, paid: Callable[[Resident, Gateway], None]
) -> None:
    paid(resident, gateway)
    resident.taps("print")
    story.at(Printing)


def test_what_cannot_be_paid_any_more_says_so(story: Story, resident: Resident, gateway: Gateway) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print")
    gateway.goes_down()
    assert not button(story.screen, "rest").enabled
    resident.taps("finish")
    story.at(Printing)


def test_news_of_the_first_payment_changes_nothing_of_the_second(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest")
    pays(resident, gateway, "pay-2")
    story.feed(PaymentEnded(facts.settled("pay-1", facts.basket(facts.ELECTRICITY))))
    assert story.at(Done).outcome.payment_id == "pay-2"
    resident.taps("print")
    machine.prints()
    story.at(TakeReceipt)
    assert isinstance(story.last(PrintReceipt).earlier[0], Paid)
