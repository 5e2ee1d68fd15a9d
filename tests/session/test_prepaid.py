"""Buying for a prepaid meter: asked before money, bought in whole yuan, told honestly until it is there."""

from typing import get_args

import pytest
from msgspec.structs import replace

from kiosk.session.effects import StartPayment
from kiosk.session.effects_prepaid import AskMeters
from kiosk.session.events import AmountTapped, LookUpFailed, MetersReceived
from kiosk.session.loads import LoadState
from kiosk.session.meters import MeterState
from kiosk.session.steps import ChooseFinding, ChooseMethod, Notice, TypeNumber
from kiosk.session.steps_prepaid import ChooseAmount, ChooseMeter, ConfirmLoad, ShowMeter, TypeAmount
from kiosk.texts import Texts, load_texts
from tests.session.looking import button, offered, words
from tests.session.prepaid import (
    METER,
    NUMBER,
    OTHER_METER,
    answers_meters,
    at_the_sum,
    finds_meters,
    load,
    paid,
)
from tests.session.stories import Machine, Resident, Story

# -- before money -----------------------------------------------------------------------------------


def test_a_typed_number_asks_for_the_meter_and_not_for_bills(story: Story, resident: Resident) -> None:
    finds_meters(story, METER)
    asked = story.last(AskMeters)
    assert (asked.by, asked.value.value, asked.utility) == ("account", NUMBER, "electricity")
    assert story.title == "是这个电表吗?"
    said = {words(fact.label): fact.value for fact in story.screen.facts}
    assert [words(v) if not isinstance(v, str) else v for v in said.values()] == [
        "¥18.60 · 11月20日 9:40",
        "¥50.00 · 11月2日 10:00",
        "10 到 1000 元",
    ]
    resident.taps("back")
    assert story.at(TypeNumber).digits == NUMBER


def test_cards_find_it_as_well_and_are_taken_first(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.opens_service("buy_electricity")
    resident.taps("id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    answers_meters(story, METER)
    assert story.screen.screen == "take_card"
    resident.takes_card()
    story.at(ShowMeter)
    resident.taps("back")
    story.at(ChooseFinding)


def test_of_several_meters_one_is_chosen_and_what_is_billed_left_out(
    story: Story, resident: Resident
) -> None:
    finds_meters(story, METER, replace(METER, meter_id="billed", state="not_prepaid"), OTHER_METER)
    assert [meter.meter_id for meter in story.at(ChooseMeter).meters] == ["meter-1", "meter-2"]
    resident.taps("meter_2")
    assert story.at(ShowMeter).meter == OTHER_METER
    resident.taps("back")
    story.at(ChooseMeter)


def test_more_meters_than_a_page_has_room_for_are_leafed_through(story: Story, resident: Resident) -> None:
    five = tuple(replace(METER, meter_id=f"meter-{n}", account_masked=f"****00{n}7") for n in range(1, 6))
    finds_meters(story, *five)
    assert [name for name in sorted(offered(story.screen)) if name.startswith("meter_")] == [
        "meter_1",
        "meter_2",
        "meter_3",
    ]
    resident.taps("page_next", "meter_5")
    assert story.at(ShowMeter).meter == five[4]
    resident.taps("back")
    assert story.at(ChooseMeter).page == 1
    assert "meter_4" in offered(story.screen)


def test_meters_of_several_holders_say_whose_each_is(story: Story) -> None:
    finds_meters(story, METER, replace(METER, meter_id="meter-2", holder_masked="李*"))
    notes = [words(choice.note) for choice in story.screen.choices]
    assert ["张**" in notes[0], "李*" in notes[1]] == [True, True]
    assert "张" not in story.prompt


UNNAMED = replace(
    METER, meter_id="card-9", way="card", state="load_unfinished", holder_masked="", open_load=load("waiting")
)
"""Its company is not asked whose it is."""


def test_an_unfinished_card_makes_no_second_holder(story: Story) -> None:
    finds_meters(story, METER, UNNAMED)
    assert "张**" in story.prompt
    assert [words(choice.note) for choice in story.screen.choices] == [METER.address, METER.address]


def test_beside_several_holders_it_says_where_it_is(story: Story) -> None:
    finds_meters(story, METER, replace(METER, meter_id="meter-2", holder_masked="李*"), UNNAMED)
    notes = [words(choice.note) for choice in story.screen.choices]
    assert ["张**" in notes[0], "李*" in notes[1], notes[2]] == [True, True, METER.address]


def test_of_unfinished_cards_alone_nobody_is_named(story: Story) -> None:
    finds_meters(story, UNNAMED, replace(UNNAMED, meter_id="card-8"))
    assert story.prompt == "请看清楚地址"


def test_no_meter_of_this_kind_is_said_so(story: Story, resident: Resident) -> None:
    finds_meters(story, replace(METER, utility="water"))
    assert (story.title, story.at(Notice).problem) == ("没有找到这种表", "no_meter")
    resident.taps("retry")
    assert story.at(TypeNumber).digits == NUMBER


def test_a_look_up_that_fails_is_told_as_ever(story: Story) -> None:
    resident = Resident(story)
    resident.opens_service("buy_electricity")
    resident.taps("typed")
    resident.types(NUMBER)
    resident.taps("next")
    story.feed(LookUpFailed(story.last(AskMeters).request, "biller_unavailable"))
    assert story.title == "收费单位没有回应"


def test_an_answer_to_an_older_question_is_nobodys(story: Story, resident: Resident) -> None:
    finds_meters(story, METER)
    resident.taps("back", "next")
    story.feed(MetersReceived(1, (OTHER_METER,)))
    assert story.screen.screen == "waiting"


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("not_prepaid", "这个户号不用先充钱"),
        ("not_allowed", "这个表现在不能充"),
        ("biller_closed", "收费单位休息了"),
        ("biller_paused", "收费单位暂停收费"),
        ("holds_units", "卡里的数还没用"),
        ("never_in_meter", "卡还没插过表"),
        ("not_activated", "这张卡还没开通"),
        ("load_unfinished", "上次充的还没办完"),
    ],
)
def test_why_nothing_may_be_bought_is_said_before_money(
    story: Story, resident: Resident, state: MeterState, title: str
) -> None:
    finds_meters(story, replace(METER, state=state))
    assert story.title == title
    assert "没有扣钱" in story.prompt
    assert "agree" not in offered(story.screen)
    resident.taps("finish")
    assert not story.asked(StartPayment)


@pytest.mark.parametrize("texts", [load_texts("zh"), load_texts("en", also=())], ids=["zh", "en"])
@pytest.mark.parametrize("owed", [None, *get_args(LoadState)])
@pytest.mark.parametrize("state", get_args(MeterState))
def test_every_state_with_and_without_a_load_has_its_words(
    story: Story, state: MeterState, owed: LoadState | None, texts: Texts
) -> None:
    """A company may say `load_unfinished` of a load that was bought elsewhere."""
    finds_meters(story, replace(METER, state=state, open_load=load(owed) if owed else None))
    screen = story.screen
    assert screen.prompt
    assert texts.resolve(screen.title)
    assert texts.resolve(screen.prompt)
    assert texts.resolve(screen.spoken)


# -- how much ---------------------------------------------------------------------------------------


def test_the_largest_three_presets_stand_beside_another_sum(story: Story, resident: Resident) -> None:
    finds_meters(story, METER)
    resident.taps("agree")
    named = [choice.name for choice in story.screen.choices]
    assert named == ["yuan_50", "yuan_100", "yuan_200", "other"]
    assert story.prompt == "一次 10 到 1000 元"


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "还没输"), ("9", "太少了"), ("1001", "太多了"), ("9999", "太多了")]
)
def test_a_sum_out_of_its_limits_goes_no_further(
    story: Story, resident: Resident, typed: str, reason: str
) -> None:
    finds_meters(story, METER)
    resident.taps("agree", "other")
    resident.types(typed)
    ready = button(story.screen, "next")
    assert (ready.enabled, words(ready.reason)) == (False, reason)


@pytest.mark.parametrize(("typed", "fen"), [("10", 1000), ("1000", 100000), ("0088", 8800), ("12345", 0)])
def test_whole_yuan_are_typed(story: Story, resident: Resident, typed: str, fen: int) -> None:
    finds_meters(story, METER)
    resident.taps("agree", "other")
    resident.types(typed)
    if not fen:
        assert story.at(TypeAmount).digits == "1234", "no more digits than the largest sum has"
        return
    resident.taps("next")
    assert story.at(ConfirmLoad).amount_fen == fen


def test_a_sum_nobody_offered_is_not_taken(story: Story, resident: Resident) -> None:
    finds_meters(story, METER)
    resident.taps("agree")
    story.feed(AmountTapped(100))
    story.feed(AmountTapped(100100))
    story.at(ChooseAmount)


def test_what_is_agreed_to_names_whose_what_and_the_sum_in_capitals(story: Story, resident: Resident) -> None:
    at_the_sum(story)
    total = story.screen.total
    assert total
    assert (story.title, total.digits, words(total.capitals)) == ("给 张** 家充值", "¥50.00", "大写 伍拾元整")
    resident.taps("pay")
    story.at(ChooseMethod)
    resident.taps("back")
    assert story.at(ConfirmLoad).amount_fen == 5000
    resident.taps("back", "back", "back")
    assert story.at(TypeNumber).digits == NUMBER


def test_the_payment_names_the_meter_its_next_load_and_the_way(story: Story) -> None:
    paid(story)
    (bill,) = story.last(StartPayment).basket.bills
    assert (bill.bill_id, bill.version, bill.due_fen, bill.load) == ("meter-1", 3, 5000, "meter")


def test_a_recharge_card_pays_no_load_and_notes_only_what_they_make_up(
    story: Story, resident: Resident, machine: Machine
) -> None:
    machine.takes_cash()
    at_the_sum(story)
    resident.taps("pay")
    assert not button(story.screen, "recharge_card").enabled
    resident.taps("back", "back", "other")
    resident.types("12")
    resident.taps("next", "pay")
    assert not button(story.screen, "cash").enabled
