"""What was paid, here and elsewhere: the list, one of it, and why there may be nothing to see."""

import pytest
from msgspec.structs import replace

from kiosk.payment.methods import Method
from kiosk.session.bought import state_of_bought
from kiosk.session.effects import LookUpBills
from kiosk.session.effects_paid import LookUpPaid
from kiosk.session.household import Payment
from kiosk.session.loads import Load
from kiosk.session.steps import ChooseFinding, Goodbye, Notice, TypeNumber
from kiosk.session.steps_paid import ListPayments, ReadPayment
from kiosk.session.view import Text
from tests.session.looking import everything_said, fault, words
from tests.session.payments import (
    AT_THE_BANK,
    BOUGHT_AND_BACK,
    GIVEN_BACK,
    HERE,
    OF_ANOTHER_KIND,
    RECEIPT,
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


def shown(story: Story) -> dict[str, str]:
    return {
        words(fact.label): words(fact.value) if isinstance(fact.value, Text) else fact.value
        for fact in story.screen.facts
    }


def on_its_way_back(method: Method) -> Payment:
    (leg,) = BOUGHT_AND_BACK.legs
    load = Load("", RECEIPT.receipt_no, "electricity", "meter", "returning", leg.amount_fen, method)
    legs = (replace(leg, load=load, state=state_of_bought(load)),)
    return replace(GIVEN_BACK, receipt=replace(BOUGHT_AND_BACK, method=method, legs=legs))


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


def test_what_was_given_back_is_not_told_as_paid(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, GIVEN_BACK)
    assert rows(story) == [("买电 ¥50.00", "2026年11月18日 · 已经退回")]
    resident.taps("payment_1")
    facts = shown(story)
    assert (facts["交的什么"], facts["退回"]) == ("买电", "¥50.00")
    assert "交费" not in facts


def test_what_was_given_back_in_part_says_both_sums(story: Story, resident: Resident) -> None:
    legs = (RECEIPT.legs[0], replace(RECEIPT.legs[1], state="returned"))
    receipt = replace(RECEIPT, kind="part_settled", legs=legs)
    asks_what_was_paid(resident)
    is_told(story, replace(HERE, amount_fen=11230, receipt=receipt))
    assert rows(story) == [("一起交 ¥112.30", "2026年11月18日 · 退回了一部分")]
    resident.taps("payment_1")
    facts = shown(story)
    assert (facts["交费"], facts["退回"]) == ("¥112.30", "¥126.45")


def test_what_waits_at_the_counter_says_so(story: Story, resident: Resident) -> None:
    legs = tuple(replace(leg, state="voucher") for leg in BOUGHT_AND_BACK.legs)
    asks_what_was_paid(resident)
    is_told(story, replace(GIVEN_BACK, receipt=replace(BOUGHT_AND_BACK, legs=legs)))
    assert rows(story) == [("买电 ¥50.00", "2026年11月18日 · 有领钱单")]


def test_what_is_on_its_way_back_is_not_told_to_be_back(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, on_its_way_back("phone_code"))
    assert rows(story) == [("买电 ¥50.00", "2026年11月18日 · 正在退回")]
    resident.taps("payment_1")
    facts = shown(story)
    assert facts["正在退回"] == "¥50.00"
    assert not facts.keys() & {"退回", "交费"}


def test_notes_have_not_vanished_while_the_number_to_fetch_them_by_is_still_to_come(
    story: Story, resident: Resident
) -> None:
    asks_what_was_paid(resident)
    is_told(story, on_its_way_back("cash"))
    assert rows(story) == [("买电 ¥50.00", "2026年11月18日 · 到窗口领钱")]
    resident.taps("payment_1")
    facts = shown(story)
    assert (facts["到窗口领"], facts["领钱单号"]) == ("¥50.00", "还没到")
    assert "交费" not in facts


def test_what_was_fetched_at_the_counter_waits_there_no_more(story: Story, resident: Resident) -> None:
    fetched = tuple(replace(leg, state="voucher", fetched=True) for leg in BOUGHT_AND_BACK.legs)
    asks_what_was_paid(resident)
    is_told(story, replace(GIVEN_BACK, receipt=replace(BOUGHT_AND_BACK, legs=fetched)))
    assert rows(story) == [("买电 ¥50.00", "2026年11月18日 · 已经领走")]
    resident.taps("payment_1")
    assert shown(story)["已经领走"] == "¥50.00"
    assert "到窗口领" not in shown(story)


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


def test_what_is_left_off_is_said(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, HERE, older=True)
    assert story.prompt == "更早的没有列出,可打服务热线问"


def test_the_list_is_leafed_through_and_kept_where_it_was(story: Story, resident: Resident) -> None:
    asks_what_was_paid(resident)
    is_told(story, *(Payment("2026-10-20", ("electricity",), 100 + n, "bank") for n in range(12)))
    resident.taps("page_next", "page_next", "page_next", "payment_12", "back")
    assert story.at(ListPayments).page == 3
    resident.taps("finish")
    story.at(Goodbye)
