"""What was paid, here and elsewhere: the list, one of it, and why there may be nothing to see."""

import pytest

from kiosk.session.effects import LookUpBills
from kiosk.session.effects_paid import LookUpPaid
from kiosk.session.household import Payment
from kiosk.session.steps import ChooseFinding, Goodbye, Notice, TypeNumber
from kiosk.session.steps_paid import ListPayments, ReadPayment
from tests.session.looking import everything_said, fault, words
from tests.session.payments import (
    AT_THE_BANK,
    HERE,
    OF_ANOTHER_KIND,
    RULES,
    asks_what_was_paid,
    is_told,
    shows_a_bill,
)
from tests.session.stories import Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return Story(RULES)


def rows(story: Story) -> list[tuple[str, str]]:
    return [(words(button.label), words(button.note)) for button in story.screen.choices]


def test_whoever_looks_is_asked_for_as_for_bills(story: Story, resident: Resident, machine: Machine) -> None:
    asks_what_was_paid(resident)
    asked = story.last(LookUpPaid)
    assert (asked.by, asked.utility) == ("account", "electricity")
    resident.taps("back", "back", "back", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    assert story.last(LookUpPaid).by == "id_card"
    assert story.asked(LookUpBills) == []


def test_each_payment_stands_there_with_its_day_its_kind_its_sum_and_where(
    story: Story, resident: Resident
) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE, AT_THE_BANK, OF_ANOTHER_KIND)
    assert rows(story) == [
        ("一起交 ¥238.75", "2026年11月18日 · 便民机"),
        ("电费 ¥98.60", "2026年10月20日 · 银行"),
        ("其他 ¥30.00", "2026年9月21日 · 别的地方"),
    ]


def test_one_of_them_says_how_it_was_paid_and_its_receipts_number(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE)
    resident.taps("payment_1")
    story.at(ReadPayment)
    said = everything_said(story.screen)
    for word in ("电和水", "¥238.75", "2026年11月18日", "便民机", "手机付款码", "2611 1800 0421 7"):
        assert word in said or word.replace("和", "、") in said, word
    resident.taps("back")
    story.at(ListPayments)


def test_back_from_the_list_the_number_stands_as_it_was_typed(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE)
    resident.taps("back")
    assert story.at(TypeNumber).digits


def test_a_bill_under_the_window_finds_it_as_well(story: Story, resident: Resident) -> None:
    shows_a_bill(resident)
    is_told(story, HERE, shown="code")
    resident.taps("back")
    story.at(ChooseFinding)


@pytest.mark.parametrize(("untold", "problem"), [(False, "nothing_paid"), (True, "biller_unavailable")])
def test_nothing_to_see_is_told_apart_from_nobody_to_ask(
    story: Story, resident: Resident, untold: bool, problem: str
) -> None:
    asks_what_was_paid(resident)
    is_told(story, untold=untold)
    assert (story.at(Notice).problem, fault(story.screen)) == (problem, problem)
    resident.taps("retry")
    story.at(TypeNumber)


def test_what_may_be_missing_is_said(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE, untold=True)
    assert "问不到" in story.prompt


def test_the_list_is_leafed_through_and_kept_where_it_was(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, *(Payment("2026-10-20", ("electricity",), 100 + n, "bank") for n in range(12)))
    resident.taps("page_next", "page_next", "page_next", "payment_12", "back")
    assert story.at(ListPayments).page == 3
    resident.taps("finish")
    story.at(Goodbye)
