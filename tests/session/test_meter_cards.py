"""A meter card before money: read, shown, refused in words that say what to do, and always given back."""

import pytest
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects import EjectCard, LookUpBills, StartPayment
from kiosk.session.effects_prepaid import AskMeters, ReadMeterCard
from kiosk.session.meters import MeterState
from kiosk.session.model import Armed
from kiosk.session.steps import ChooseFinding, Goodbye, Idle, InsertCard, LookUp, TakeCard
from kiosk.session.steps_meter_cards import AskMeterCard, WritingCard
from kiosk.session.steps_prepaid import ShowMeter
from kiosk.session.steps_services import ChooseService
from tests.session.looking import words
from tests.session.meter_cards import (
    CARD,
    CITIZEN,
    GAS,
    UNKNOWN_CARD,
    at_the_slot,
    comes_out,
    is_read,
    is_refused,
    puts_in,
    unfinished,
    writes,
)
from tests.session.stories import Gateway, Machine, Resident, Story

OUT = EjectCard("ic_card")


def test_behind_its_tile_the_slot_is_open_and_keeps_what_is_put_in(story: Story) -> None:
    at_the_slot(story)
    assert story.at(InsertCard).slot == "ic_card"
    assert story.session.armed == Armed(ic_card=True, hold=True)


def test_a_card_is_read_and_comes_back_before_it_is_asked_about(story: Story, resident: Resident) -> None:
    at_the_slot(story)
    puts_in(story)
    assert story.title == "正在读卡"
    is_read(story)
    assert isinstance(story.at(TakeCard), TakeCard)
    assert story.last(EjectCard) == OUT
    comes_out(story)
    assert story.title == "是这个燃气表吗?"
    assert [words(fact.label) for fact in story.screen.facts] == ["表里还有", "上次充了", "一次可充"]
    resident.taps("back")
    story.at(ChooseService)


def test_put_in_at_the_first_screen_it_is_known_for_what_it_is(story: Story) -> None:
    puts_in(story)
    is_read(story)
    comes_out(story)
    assert story.at(ShowMeter).wish == "gas"


def test_put_in_while_buying_it_is_its_own_number(story: Story, resident: Resident) -> None:
    resident.opens_service("buy_electricity")
    story.at(ChooseFinding)
    puts_in(story, replace(GAS, kind="electricity"))
    is_read(story, replace(CARD, utility="electricity"))
    comes_out(story)
    story.at(ShowMeter)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("holds_units", "卡里的数还没用"),
        ("never_in_meter", "卡还没插过表"),
        ("not_activated", "这张卡还没开通"),
        ("not_allowed", "这个表现在不能充"),
    ],
)
def test_what_may_not_be_loaded_is_told_before_money(
    story: Story, resident: Resident, state: MeterState, title: str
) -> None:
    at_the_slot(story)
    puts_in(story)
    is_read(story, replace(CARD, state=state))
    comes_out(story)
    assert story.title == title
    assert "没有扣钱" in story.prompt
    resident.taps("finish")
    assert not story.asked(StartPayment)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("meter_card_other_company", "别的公司的卡"),
        ("meter_card_blank", "这是一张空白卡"),
        ("meter_card_damaged", "这张卡坏了"),
        ("meter_card_blocked", "这张卡锁住了"),
        ("biller_unavailable", "收费单位没有回应"),
        ("gateway_slow", "查得太久了"),
    ],
)
def test_a_card_nobody_can_load_comes_back_and_is_told_why(
    story: Story, resident: Resident, problem: str, title: str
) -> None:
    at_the_slot(story)
    puts_in(story, UNKNOWN_CARD)
    is_refused(story, problem)
    assert story.last(EjectCard) == OUT
    comes_out(story)
    assert story.title == title
    assert "没有扣钱" in story.prompt
    resident.taps("retry")
    story.at(InsertCard)


def test_a_card_of_another_utility_is_not_loaded_behind_this_tile(story: Story) -> None:
    at_the_slot(story)
    puts_in(story)
    is_read(story, replace(CARD, utility="electricity"))
    comes_out(story)
    assert story.title == "这不是这一种卡"


def test_a_card_that_is_no_meters_finds_bills_as_ever(story: Story, gateway: Gateway) -> None:
    puts_in(story, CITIZEN)
    assert story.last(LookUpBills).by == "card"
    assert story.last(EjectCard) == OUT
    assert not story.asked(ReadMeterCard)
    comes_out(story)
    story.at(LookUp)


def test_a_card_whose_company_is_not_here_may_still_find_bills(story: Story) -> None:
    puts_in(story)
    is_refused(story, "meter_card_other_company")
    assert story.last(LookUpBills).value == GAS.number


def test_while_buying_such_a_card_finds_its_meter(story: Story, resident: Resident) -> None:
    resident.opens_service("buy_electricity")
    resident.taps("ic_card")
    puts_in(story)
    is_refused(story, "meter_card_other_company")
    assert (story.last(AskMeters).by, story.last(AskMeters).value) == ("card", GAS.number)


def test_a_paid_load_is_carried_on_at_once_with_the_card_that_is_inside(story: Story) -> None:
    puts_in(story)
    is_read(story, unfinished())
    assert story.at(WritingCard).begun
    assert writes(story) == ["pay-1-0"]
    assert story.prompt == "您上次付的钱还在,现在接着写,不用再付"
    assert OUT not in story.effects


def test_what_goes_back_is_not_written(story: Story, resident: Resident) -> None:
    puts_in(story)
    is_read(story, unfinished("returning"))
    comes_out(story)
    assert story.title == "上次的钱正在退"
    assert not writes(story)


def test_pulled_while_it_is_read_it_is_asked_for_again(story: Story, resident: Resident) -> None:
    at_the_slot(story)
    puts_in(story)
    resident.takes_card("ic_card")
    assert story.title == "卡拔早了"
    resident.taps("retry")
    story.at(InsertCard)


def test_a_gateway_that_says_nothing_does_not_keep_the_card(story: Story, resident: Resident) -> None:
    at_the_slot(story)
    puts_in(story)
    resident.waits(story.session.rules.timing.look_up_s)
    assert story.last(EjectCard) == OUT
    comes_out(story)
    assert story.title == "查得太久了"
    is_refused(story, "meter_card_blank")
    assert story.title == "查得太久了", "too late to be news"


def test_leaving_while_it_is_read_gives_it_back(story: Story, resident: Resident) -> None:
    at_the_slot(story)
    puts_in(story)
    resident.taps("exit", "leave")
    assert story.last(EjectCard) == OUT
    story.at(Goodbye)
    is_read(story)
    comes_out(story)
    resident.waits(16)
    story.at(Idle)


def test_without_a_reader_the_tile_says_so(story: Story, machine: Machine) -> None:
    machine.loses("card_reader")
    at_the_slot(story)
    assert story.title == "读卡的地方坏了"


def test_forgotten_and_kept_by_the_machine_it_is_nobodys_step(story: Story, resident: Resident) -> None:
    at_the_slot(story)
    puts_in(story)
    story.at(AskMeterCard)
    story.feed(e.CardKept("ic_card"))
    resident.taps("stay")
    story.at(Idle)


def test_a_helpers_own_card_comes_out_and_asks_nobody(story: Story) -> None:
    Resident(story).inserts("ic_card")
    story.feed(e.HelperCardShown("07"))
    assert story.last(EjectCard) == OUT
    assert not story.asked(ReadMeterCard)
