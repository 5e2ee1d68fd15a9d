"""One bill in full: opened by a tap on its line, it says what it is made up of, and closes to its page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.session.bill_details import BillDetails, LastPaid, LateTerms, Readings, Tier
from kiosk.session.bill_parts import BillPart, parts_of
from kiosk.session.household import Bill, BillItem, LocalTime
from kiosk.session.show import view
from kiosk.session.steps import ConfirmBills, ReadBill
from kiosk.session.view import Comfort, Fact
from tests.session import facts
from tests.session.looking import button, row, words
from tests.session.stories import Gateway, Resident, Story


def shows(story: Story, *bills: Bill) -> None:
    Resident(story).scans_bill()
    Gateway(story).answers(*bills)
    story.at(ConfirmBills)


def told(lines: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [
        (words(line.label), line.value if isinstance(line.value, str) else words(line.value))
        for line in lines
    ]


def test_a_bill_says_its_usage_its_items_its_late_fee_and_its_sum(story: Story, resident: Resident) -> None:
    late = BillItem("违约金", 120, late_fee=True)
    credit = BillItem("减免", -1000)
    shows(
        story, replace(facts.WATER, items=(late, *facts.WATER.items, credit), due_fen=6365, late_fee_fen=120)
    )
    resident.opens("bill_1")
    assert told(story.screen.facts) == [
        ("用量", "21吨"),
        ("水费", "¥42.21"),
        ("污水处理费", "¥30.24"),
        ("减免", "-¥10.00"),
        ("滞纳金", "¥1.20"),
    ]
    assert story.screen.total
    assert story.screen.total.digits == "¥63.65"


WORKED_OUT = BillDetails(
    Readings("1032", "1053"), (Tier("15", "1.92", 2880), Tier("6", "2.235", 1341)), LateTerms(30, 10)
)


def test_a_bill_says_how_it_was_worked_out_on_its_next_leaf(story: Story, resident: Resident) -> None:
    shows(story, replace(facts.WATER, details=WORKED_OUT))
    resident.opens("bill_1")
    assert told(story.screen.facts) == [("用量", "21吨"), ("水费", "¥42.21"), ("污水处理费", "¥30.24")]
    resident.taps("leaf_next")
    assert told(story.screen.facts) == [
        ("上次抄表", "1032"),
        ("这次抄表", "1053"),
        ("15 吨 × 1.92 元", "¥28.80"),
        ("6 吨 × 2.235 元", "¥13.41"),
    ]
    resident.taps("leaf_next")
    assert told(story.screen.facts) == [("晚交", "30 天"), ("每 100 元一天加", "¥0.10")]
    assert story.screen.total
    resident.taps("back")
    story.at(ConfirmBills)


@pytest.mark.parametrize(
    ("year", "said"), [(2026, "10月12日在本机 ¥86.20"), (2025, "2025年10月12日在本机 ¥86.20")]
)
def test_what_was_paid_last_stands_beside_a_bill(
    story: Story, resident: Resident, year: int, said: str
) -> None:
    shows(story, replace(facts.WATER, last_paid=LastPaid(year, 10, 12, 8620, "this_kiosk")))
    resident.opens("bill_1")
    assert told(story.screen.facts)[-1] == ("上次交费", said)
    assert story.screen.leaf is None


def test_large_letters_leave_out_nothing_of_a_bill(story: Story, resident: Resident) -> None:
    bill = replace(facts.WATER, details=WORKED_OUT, last_paid=LastPaid(2026, 10, 12, 8620, "phone"))
    shows(story, bill)
    resident.opens("bill_1")
    usual = view(story.session)
    large = replace(story.session, comfort=Comfort(size=200))
    read = [fact for place in range(20) for fact in view(replace(large, leaf=place)).facts]
    assert all(fact in read for fact in usual.facts)
    assert told(tuple(read)).count(("晚交", "30 天")) >= 1


def test_within_reach_a_leaf_has_room_for_three_workings_and_none_is_left_out(
    story: Story, resident: Resident
) -> None:
    shows(story, replace(facts.WATER, details=WORKED_OUT))
    resident.opens("bill_1")
    reached = replace(story.session, comfort=Comfort(reach=True))
    leaves = [view(replace(reached, leaf=place)).facts for place in range(1, 3)]
    assert [[label for label, _ in told(facts_)] for facts_ in leaves] == [
        ["上次抄表", "这次抄表", "15 吨 × 1.92 元"],
        ["6 吨 × 2.235 元", "晚交", "每 100 元一天加"],
    ]


def test_closing_a_bill_leads_to_the_page_it_stands_on(story: Story, resident: Resident) -> None:
    shows(story, *(replace(facts.WATER, bill_id=f"bill-{n}") for n in range(5)))
    resident.takes_off("bill_1")
    resident.taps("page_next")
    page = story.at(ConfirmBills)
    resident.opens("bill_4")
    assert story.at(ReadBill).bill.bill_id == "bill-3"
    resident.taps("back")
    assert story.at(ConfirmBills) == page


def test_a_bill_can_be_taken_off_where_it_is_read(story: Story, resident: Resident) -> None:
    shows(story, facts.ELECTRICITY, facts.WATER)
    resident.opens("bill_2")
    resident.taps("toggle")
    assert not row(story.screen, "bill_2").chosen
    resident.opens("bill_2")
    assert words(button(story.screen, "toggle").label) == "这张也交"
    resident.taps("toggle")
    assert row(story.screen, "bill_2").chosen


def test_a_single_bill_is_only_read(story: Story, resident: Resident) -> None:
    shows(story, facts.WATER)
    resident.opens("bill_1")
    assert story.screen.choices == ()


def test_a_bill_that_cannot_be_paid_now_is_read_with_the_reason(story: Story, resident: Resident) -> None:
    shows(story, facts.GAS, replace(facts.WATER, state="biller_closed"))
    resident.opens("bill_1")
    assert words(story.screen.footnote) == "收费单位休息,现在不能交"
    assert story.screen.choices == ()


def test_a_bill_known_from_before_says_of_when_it_is(story: Story, resident: Resident) -> None:
    shows(story, replace(facts.WATER, known_at=LocalTime(11, 21, 17, 41)))
    resident.opens("bill_1")
    assert "11月21日 17:41 查到的数" in words(story.screen.footnote)


def test_a_bill_nobody_itemised_says_its_charge_and_its_late_fee(story: Story, resident: Resident) -> None:
    shows(story, replace(facts.GAS, usage="", usage_unit=""))
    resident.opens("bill_1")
    assert told(story.screen.facts) == [("本期费用", "¥52.80"), ("滞纳金", "¥1.20")]


def test_nobody_is_waited_for_longer_over_an_open_bill(story: Story, resident: Resident) -> None:
    shows(story, facts.WATER)
    resident.opens("bill_1")
    resident.waits(181)
    assert story.question == "您还在吗?"


def test_surplus_items_are_folded_and_never_left_out() -> None:
    many = replace(facts.WATER, items=tuple(BillItem(str(n), n) for n in range(1, 10)), due_fen=45)
    *kept, others = parts_of(many, 4)
    assert [part.name for part in kept] == ["1", "2", "3"]
    assert others == BillPart("others", 39)


def test_what_no_item_names_is_called_others() -> None:
    assert parts_of(replace(facts.WATER, due_fen=8000), 6)[-1] == BillPart("others", 755)


def test_an_item_without_a_name_is_among_the_others() -> None:
    nameless = replace(facts.WATER, items=(BillItem("水费", 5000), BillItem("", 2245)), due_fen=7245)
    assert parts_of(nameless, 6) == (BillPart("item", 5000, "水费"), BillPart("others", 2245))


def test_a_late_fee_inside_the_items_is_not_counted_twice() -> None:
    parts = parts_of(replace(facts.WATER, late_fee_fen=100), 6)
    assert parts[-1] == BillPart("of_it_late", 100)
    assert added_up(parts) == facts.WATER.due_fen


def added_up(parts: tuple[BillPart, ...]) -> int:
    return sum(part.amount_fen for part in parts if part.kind != "of_it_late")


ITEMS = st.lists(
    st.builds(BillItem, st.sampled_from(["a", ""]), st.integers(-5000, 20000), st.booleans()), max_size=12
)


@given(items=ITEMS, due_fen=st.integers(0, 100_000), late_fen=st.integers(0, 5000), most=st.integers(2, 8))
def test_whatever_a_biller_tells_the_lines_add_up_to_the_sum(
    items: list[BillItem], due_fen: int, late_fen: int, most: int
) -> None:
    bill = replace(facts.GAS, items=tuple(items), due_fen=due_fen, late_fee_fen=late_fen)
    parts = parts_of(bill, most)
    assert added_up(parts) == due_fen
    assert 1 <= len(parts) <= most


def test_a_kind_of_bill_nobody_has_a_word_for_is_called_by_its_biller(
    story: Story, resident: Resident
) -> None:
    named = replace(facts.WATER, bill_id="bill-9", utility="television", biller="市有线电视公司")
    shows(story, facts.ELECTRICITY, named, replace(named, bill_id="bill-10", biller=""))
    assert [words(each.label) for each in story.screen.bills] == ["电费", "市有线电视公司", "其他费用"]
    assert [each.icon for each in story.screen.bills[1:]] == ["bill", "bill"]
    resident.opens("bill_2")
    assert (story.title, words(story.screen.footnote)) == ("市有线电视公司", "这台机器不收这种费")
