"""What may happen at any step: help, leaving, silence, a lost gateway, night."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import Effect, EjectCard, PressRedButton, WipeSession
from kiosk.session.events import (
    EjectHoldPressed,
    HelperTouched,
    RetryTapped,
    ScreenTouched,
    ServiceChanged,
    Ticked,
)
from kiosk.session.show import view
from kiosk.session.steps import (
    ConfirmBills,
    Goodbye,
    Idle,
    Paying,
    Printing,
    TypeNumber,
)
from kiosk.session.view_parts import buttons
from tests.session import facts
from tests.session.looking import button, offered, words
from tests.session.stories import MORNING_WALL_S, Gateway, Machine, Resident, Story


def test_help_is_on_every_screen_and_leads_back(story: Story, resident: Resident) -> None:
    resident.taps("help")
    assert story.question == "找人帮忙"
    resident.taps("stay", "gas", "help", "stay", "typed", "help", "stay")
    assert story.at(TypeNumber).utility == "gas"


def test_help_by_day_is_a_person_and_by_night_the_phone(story: Story, resident: Resident) -> None:
    resident.taps("help")
    assert story.screen.overlay
    assert words(story.screen.overlay.prompt).startswith("请招呼旁边的工作人员")
    assert [fact.value for fact in story.screen.overlay.facts] == ["962740", "LFL-380-01"]
    story.feed(Ticked(story.session.now_s, MORNING_WALL_S + 12 * 3600))
    assert story.screen.overlay
    assert words(story.screen.overlay.prompt).startswith("现在是夜里")


def test_help_left_open_at_the_first_screen_goes_away(story: Story, resident: Resident) -> None:
    resident.taps("help")
    resident.waits(45)
    assert not story.question
    story.at(Idle)


def test_leaving_asks_once_and_wipes(story: Story, resident: Resident) -> None:
    resident.scans_bill()
    Gateway(story).answers(facts.WATER)
    resident.taps("exit")
    assert (story.question, words(button(story.screen, "stay").label)) == ("不交了吗?", "接着交")
    resident.taps("stay")
    story.at(ConfirmBills)
    resident.taps("exit", "leave")
    story.at(Goodbye)
    assert story.asked(WipeSession)


def test_beneath_a_question_fingers_do_nothing(story: Story, resident: Resident) -> None:
    resident.scans_bill()
    Gateway(story).answers(facts.WATER)
    pay = button(story.screen, "pay")
    resident.taps("exit")
    story.feed(pay.event)
    story.feed(RetryTapped())
    story.at(ConfirmBills)
    assert story.question == "不交了吗?"


def test_the_red_button_works_beneath_a_question(story: Story, resident: Resident) -> None:
    resident.taps("water", "exit")
    assert story.feed(EjectHoldPressed()) == (PressRedButton(down=True),)


@pytest.mark.parametrize("sign", ["button", "anywhere"])
def test_still_there_is_answered_by_a_touch(story: Story, resident: Resident, sign: str) -> None:
    resident.taps("water", "typed")
    resident.types("021")
    resident.waits(180)
    assert story.question == "您还在吗?"
    if sign == "button":
        resident.taps("stay")
    else:
        story.feed(ScreenTouched())
    assert not story.question
    assert story.at(TypeNumber).digits == "021"
    resident.waits(179)
    assert not story.question
    story.at(TypeNumber)


def test_still_there_is_answered_by_a_bill(story: Story, resident: Resident) -> None:
    resident.taps("water", "scan")
    resident.waits(200)
    resident.scans_bill()
    assert not story.question
    Gateway(story).answers(facts.WATER)
    story.at(ConfirmBills)


def test_still_there_is_answered_by_a_card(story: Story, resident: Resident, machine: Machine) -> None:
    resident.taps("water", "id_card")
    resident.waits(200)
    assert story.question
    resident.inserts("id_card")
    assert not story.question
    machine.reads_id_card()


def test_the_seconds_are_counted_in_the_second_half_only(story: Story, resident: Resident) -> None:
    resident.taps("water")
    resident.waits(200)
    assert story.screen.overlay
    assert story.screen.overlay.countdown_s is None
    resident.waits(5)
    assert story.screen.overlay.countdown_s == 20


def test_nobody_there_ends_the_session(story: Story, resident: Resident) -> None:
    resident.taps("water")
    resident.waits(225)
    story.at(Goodbye)
    assert len(story.asked(WipeSession)) == 1
    resident.waits(15)
    story.at(Idle)
    assert story.screen.screen == "home"


def test_paying_and_printing_never_ask_who_is_there(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.waits(170)
    resident.taps("pay")
    resident.shows_pay_code()
    gateway.opens()
    resident.waits(89)
    story.at(Paying)
    gateway.settles()
    resident.taps("print")
    resident.waits(39)
    story.at(Printing)
    assert not story.question


def test_a_gateway_down_at_the_first_screen_is_said_there(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    gateway.goes_down()
    assert (story.screen.screen, story.prompt) == ("out_of_service", "网络断了")
    assert words(story.screen.footnote) == "急着交费,请打服务热线 962740"
    assert offered(story.screen) == {"help", "services"}
    assert story.session.armed == type(story.session.armed)()
    gateway.comes_back()
    assert story.screen.screen == "home"
    resident.scans_bill()
    assert story.session.step != Idle()


def test_closed_for_another_reason_has_words_too(story: Story) -> None:
    story.feed(ServiceChanged("meteor"))
    assert (story.screen.screen, story.prompt) == ("out_of_service", "没有办成")


def test_the_clock_is_the_streets_clock(story: Story) -> None:
    assert story.screen.frame.clock == "9:41"


def test_the_helper_sees_the_screen_and_presses_nothing(story: Story, resident: Resident) -> None:
    resident.taps("water")
    helper = view(story.session, "helper")
    assert helper.title == story.screen.title
    assert {each.event for each in buttons(replace(helper, panel=None))} == {HelperTouched()}


def test_a_demonstration_says_so_everywhere(story: Story) -> None:
    shown = Story(replace(facts.RULES, demonstration=True)).screen
    assert words(shown.banner) == "演示,不会真的扣钱"
    assert story.screen.banner is None


def test_leaving_twice_ejects_and_wipes_once(story: Story, resident: Resident) -> None:
    resident.taps("water", "exit", "leave")
    again: tuple[Effect, ...] = story.feed(button(story.screen, "finish").event)
    assert not [effect for effect in again if isinstance(effect, WipeSession | EjectCard)]
