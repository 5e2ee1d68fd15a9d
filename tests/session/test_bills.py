"""The confirm screen: what can be paid, what cannot and why, page by page."""

from msgspec.structs import replace

from kiosk.session.household import Bill, LocalTime
from kiosk.session.rules import MOST_BILLS
from kiosk.session.steps import ChooseFinding, ChooseMethod, ConfirmBills, Idle, TypeNumber
from tests.session import facts
from tests.session.looking import button, row, words
from tests.session.stories import Gateway, Machine, Resident, Story


def shows(story: Story, *bills: Bill) -> None:
    resident, gateway = Resident(story), Gateway(story)
    resident.taps("household", "scan")
    resident.scans_bill()
    gateway.answers(*bills)
    story.at(ConfirmBills)


def test_a_single_bill_cannot_be_taken_off(story: Story) -> None:
    shows(story, facts.WATER)
    only = row(story.screen, "bill_1")
    assert only.chosen
    assert only.toggle is None


def test_a_bill_taken_off_can_be_put_back(story: Story, resident: Resident) -> None:
    shows(story, facts.ELECTRICITY, facts.WATER)
    resident.takes_off("bill_1")
    assert not row(story.screen, "bill_1").chosen
    resident.takes_off("bill_1")
    assert story.screen.total
    assert story.screen.total.digits == "¥184.75"


def test_with_nothing_left_there_is_nothing_to_pay(story: Story, resident: Resident) -> None:
    shows(story, facts.ELECTRICITY, facts.WATER)
    resident.takes_off("bill_1")
    resident.takes_off("bill_2")
    pay = button(story.screen, "pay")
    assert (pay.enabled, words(pay.reason)) == (False, "没选账单")
    story.feed(pay.event)
    story.at(ConfirmBills)


def test_periods_usage_and_late_fees_are_named(story: Story) -> None:
    shows(story, *facts.ALL_BILLS)
    assert [words(bill.note) for bill in story.screen.bills] == [
        "2026年10月 · 212度",
        "2026年9—10月 · 21吨",
        "2025年12月—2026年1月 · 含滞纳金 ¥1.20",
    ]


def test_bills_that_cannot_be_paid_now_say_why_and_stay_out_of_the_sum(
    story: Story, resident: Resident
) -> None:
    busy = replace(facts.WATER, state="being_paid")
    closed = replace(facts.GAS, state="biller_closed", next_opening=LocalTime(11, 22, 8, 30))
    paused = replace(facts.GAS, bill_id="bill-4", state="biller_paused", next_opening=None)
    huge = replace(facts.GAS, bill_id="bill-5", due_fen=500_001)
    foreign = replace(facts.WATER, bill_id="bill-6", utility="television")
    shows(story, facts.ELECTRICITY, busy, closed, paused, huge, foreign)
    told = [words(bill.reason) for bill in story.screen.bills]
    resident.taps("page_next")
    told += [words(bill.reason) for bill in story.screen.bills]
    assert told == [
        "",
        "有人正在交这一笔",
        "收费单位休息,11月22日 8:30 再开",
        "收费单位暂停收费,现在不能交",
        "金额太大,请到服务窗口交",
        "这台机器不收这种费",
    ]
    assert all(bill.toggle is None for bill in story.screen.bills)
    resident.taps("pay")
    assert story.at(ChooseMethod).basket.bills == (facts.ELECTRICITY,)


def test_where_no_bill_can_be_paid_now_the_button_says_so(story: Story) -> None:
    shows(story, replace(facts.WATER, state="being_paid"))
    pay = button(story.screen, "pay")
    assert (pay.enabled, words(pay.reason)) == (False, "原因见上")


def test_a_small_sum_under_the_limit(story: Story) -> None:
    shows(story, replace(facts.WATER, due_fen=0), facts.GAS)
    assert words(row(story.screen, "bill_1").reason) == "金额太小,不能在这里交"


def test_bills_are_shown_three_a_page(story: Story, resident: Resident) -> None:
    bills = [replace(facts.WATER, bill_id=f"bill-{n}") for n in range(7)]
    shows(story, *bills)
    page = story.screen.page
    assert page
    assert (page.number, page.of, page.previous.enabled) == (1, 3, False)
    resident.taps("page_next", "page_next")
    assert [bill.name for bill in story.screen.bills] == ["bill_7"]
    assert not button(story.screen, "page_next").enabled
    resident.taps("page_previous")
    assert [bill.name for bill in story.screen.bills] == ["bill_4", "bill_5", "bill_6"]


def test_a_second_tap_at_the_last_page_is_not_remembered(story: Story, resident: Resident) -> None:
    shows(story, *(replace(facts.WATER, bill_id=f"bill-{n}") for n in range(4)))
    onwards = button(story.screen, "page_next")
    story.feed(onwards.event)
    story.feed(onwards.event)
    resident.taps("page_previous")
    assert row(story.screen, "bill_1")


def test_back_from_paying_keeps_what_was_taken_off(story: Story, resident: Resident) -> None:
    shows(story, *facts.ALL_BILLS)
    resident.takes_off("bill_3")
    resident.taps("pay", "back")
    assert story.at(ConfirmBills).off == {"bill-gas"}


def test_back_from_the_bills(story: Story, resident: Resident, gateway: Gateway) -> None:
    shows(story, facts.WATER)
    resident.taps("back")
    story.at(ChooseFinding)
    resident.taps("back")
    story.passes(3)
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("back")
    story.at(Idle)


def test_an_empty_paper_roll_is_told_before_the_money(story: Story, machine: Machine) -> None:
    shows(story, facts.WATER)
    assert story.screen.footnote is None
    machine.has_paper("out")
    assert words(story.screen.footnote) == "凭条纸用完了,付好以后可以拍照留底"


def test_back_from_the_bills_the_bill_at_the_window_is_not_read_at_once(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("back")
    resident.scans_bill()
    story.at(Idle)
    resident.waits(4)
    assert story.session.armed.scanner == "bill"


def test_more_bills_than_one_payment_carries(story: Story, resident: Resident) -> None:
    many = [replace(facts.WATER, bill_id=f"bill-{number}") for number in range(MOST_BILLS + 1)]
    shows(story, *many)
    pay = button(story.screen, "pay")
    assert not pay.enabled
    assert words(pay.reason) == "最多 24 张"
    resident.takes_off("bill_1")
    resident.taps("pay")
    assert len(story.at(ChooseMethod).basket.bills) == MOST_BILLS


def test_back_from_the_bills_to_the_typed_number(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.answers(facts.ELECTRICITY)
    resident.taps("back")
    assert story.at(TypeNumber).digits == facts.ELECTRICITY_NUMBER


def test_a_bill_whose_company_cannot_be_asked_says_of_when_it_is_and_may_be_paid(
    story: Story, resident: Resident
) -> None:
    shows(story, replace(facts.WATER, known_at=LocalTime(11, 21, 17, 41)))
    only = row(story.screen, "bill_1")
    assert words(only.note).endswith("11月21日 17:41 查到的数")
    resident.taps("pay")
    story.at(ChooseMethod)


def test_a_bill_beyond_the_companys_limits_says_so(story: Story) -> None:
    over, under = (
        replace(facts.WATER, bill_id=state, state=state) for state in ("over_limit", "under_limit")
    )
    shows(story, over, under)
    assert words(row(story.screen, "bill_1").reason) == "金额太大,请到服务窗口交"
    assert words(row(story.screen, "bill_2").reason) == "金额太小,不能在这里交"
    assert not button(story.screen, "pay").enabled
