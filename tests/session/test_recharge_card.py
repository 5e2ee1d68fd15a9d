"""A recharge card: said what it is worth and where the rest goes, agreed to once, and spent whole."""

import msgspec
import pytest

from kiosk.session.effects import AskRechargeCard, CancelPayment, StartPayment
from kiosk.session.events import CancelPaymentTapped, RechargeAgreed, RechargeCardKnown, RechargeCardRefused
from kiosk.session.household import RechargeCard
from kiosk.session.steps import (
    AskingRechargeCard,
    ChooseMethod,
    Goodbye,
    TypeRechargeCode,
)
from tests.session import facts
from tests.session.looking import button, offered, words
from tests.session.recharge_cards import asks, knows_card, refuses_card
from tests.session.scenes import at_the_recharge_code
from tests.session.stories import Gateway, Machine, Resident, Story

CODE = facts.RECHARGE_CODE.value
OTHER_CODE = "700000009876543212"


@pytest.fixture
def story() -> Story:
    return at_the_recharge_code(Story())


def agreed(story: Story, face_fen: int = 20000) -> None:
    asks(story)
    knows_card(Gateway(story), face_fen)
    Resident(story).taps("agree")
    Gateway(story).opens()


# -- its code ---------------------------------------------------------------------------------------


def test_the_code_is_typed_in_groups_of_four(story: Story, resident: Resident) -> None:
    assert (story.title, story.screen.screen) == ("请输入充值卡密码", "keypad")
    resident.types("70000")
    assert story.screen.keypad
    assert (story.screen.keypad.entered, story.screen.keypad.missing) == ("7000 0", 13)
    assert words(button(story.screen, "next").reason) == "还差 13 位"
    resident.types(CODE[5:] + "99")
    assert story.screen.keypad.entered == "7000 0000 1234 5678 95"
    resident.taps("next")
    asked = story.last(AskRechargeCard)
    assert (asked.code.value, asked.basket.amount_fen) == (CODE, 11230)
    assert not story.asked(StartPayment)


def test_or_its_barcode_is_held_under_the_window(story: Story, resident: Resident) -> None:
    assert story.session.armed.scanner == "recharge_code"
    resident.types("70")
    resident.shows(CODE, "code128")
    assert story.last(AskRechargeCard).code == facts.RECHARGE_CODE
    assert story.session.armed.scanner == ""


def test_without_the_window_it_can_be_typed(story: Story, machine: Machine) -> None:
    machine.loses("scanner")
    assert story.prompt == "刮开涂层,一共 18 位数字"
    assert story.session.armed.scanner == ""
    asks(story)
    story.at(AskingRechargeCard)


def test_a_bill_or_a_phone_at_the_window_is_not_asked_about(story: Story, resident: Resident) -> None:
    resident.scans_bill()
    assert story.at(TypeRechargeCode).problem is None
    resident.waits(4)
    resident.scans_bill()
    assert story.title == "这不是充值卡的码"
    resident.types("7")
    assert story.title == "请输入充值卡密码"
    resident.shows_pay_code()
    assert (story.title, story.at(TypeRechargeCode).entered.value) == ("这不是充值卡的码", "7")
    assert not story.asked(AskRechargeCard)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("recharge_mistyped", "密码输错了"),
        ("recharge_unknown", "没有这个密码"),
        ("recharge_used", "这张卡用过了"),
        ("recharge_expired", "这张卡过期了"),
        ("recharge_blocked", "这张卡停用了"),
        ("recharge_other_biller", "是别家公司的卡"),
        ("recharge_locked", "输错太多次了"),
        ("recharge_silent", "现在查不到这张卡"),
        ("gateway_down", "网络断了"),
    ],
)
def test_every_refusal_has_words_of_its_own_and_says_that_nothing_was_taken(
    story: Story, resident: Resident, gateway: Gateway, problem: str, title: str
) -> None:
    asks(story)
    refuses_card(gateway, problem)
    assert story.title == title
    assert story.prompt.startswith("没有扣钱")
    assert not story.asked(StartPayment)
    assert story.at(TypeRechargeCode).entered.value == CODE, "what was typed stands there still"


def test_one_digit_can_be_put_right(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks(story, f"{CODE[:-1]}0")
    refuses_card(gateway, "recharge_mistyped")
    resident.taps("delete")
    assert story.title == "请输入充值卡密码"
    resident.types(CODE[-1])
    resident.taps("next")
    assert story.last(AskRechargeCard).code == facts.RECHARGE_CODE


def test_a_card_with_too_little_is_told_what_it_is_worth_and_not_touched(
    story: Story, gateway: Gateway
) -> None:
    asks(story)
    refuses_card(gateway, "recharge_too_small", 10000)
    assert story.title == "卡里的钱不够"
    assert story.prompt == "没有扣钱。卡里只有 ¥100.00,不够付 ¥112.30。请换张卡,或换个方式。"


def test_after_too_many_mistakes_it_is_told_when_one_is_taken_again(story: Story, resident: Resident) -> None:
    asks(story)
    story.feed(RechargeCardRefused(story.last(AskRechargeCard).request, "recharge_locked", again_at="15:05"))
    assert story.prompt == "没有扣钱。请 15:05 以后再试,或者换个方式付"
    resident.taps("delete")
    assert story.prompt.startswith("刮开涂层")


def test_an_answer_that_calls_too_little_enough_is_not_believed(story: Story, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 11229)
    assert story.at(TypeRechargeCode).problem == "recharge_too_small"


def test_a_card_that_still_lies_there_is_not_asked_about_again(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    """Every wrong try counts, and too many lock."""
    resident.shows(CODE, "code128")
    refuses_card(gateway, "recharge_used")
    resident.shows(CODE, "code128")
    story.at(TypeRechargeCode)
    resident.shows(OTHER_CODE, "code128")
    assert story.last(AskRechargeCard).code.value == OTHER_CODE
    assert len(story.asked(AskRechargeCard)) == 2


def test_silence_ends_and_the_code_can_be_sent_again(story: Story, resident: Resident) -> None:
    asks(story)
    late = story.last(AskRechargeCard).request
    resident.waits(20)
    assert (story.title, story.at(TypeRechargeCode).entered.value) == ("查得太久了", CODE)
    story.feed(RechargeCardKnown(late, 20000))
    story.at(TypeRechargeCode)
    resident.taps("next", "back")
    story.at(TypeRechargeCode)


# -- agreeing ---------------------------------------------------------------------------------------


def test_all_is_said_before_anything_moves(story: Story, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 20000)
    assert story.title == "卡里有 ¥200.00"
    sums = [(words(each.label), each.digits) for each in story.screen.sums]
    assert sums == [("卡里有", "¥200.00"), ("电费", "¥112.30"), ("余下", "¥87.70")]
    assert story.prompt == "电费 ¥112.30,余下 ¥87.70 存进电费户头,不找零。"
    assert [words(rule) for rule in story.screen.rules] == ["这张卡就用完了,余下的钱在户头里"]
    assert "不找零" in words(story.screen.spoken)
    assert not story.asked(StartPayment)


def test_a_card_of_just_the_sum_has_no_rest(story: Story, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 11230)
    assert len(story.screen.sums) == 2
    assert story.prompt == "电费 ¥112.30,正好付清,没有余下的。"


def test_one_tap_spends_it_and_no_finger_leads_back(story: Story) -> None:
    agreed(story)
    started = story.last(StartPayment)
    assert (started.method, started.recharge_card) == (
        "recharge_card",
        RechargeCard(facts.RECHARGE_CODE, 20000),
    )
    assert offered(story.screen) == {"help"}
    story.feed(CancelPaymentTapped())
    assert not story.asked(CancelPayment)
    assert story.title == "正在付款"


def test_another_way_after_all_forgets_the_code(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 20000)
    resident.taps("back")
    story.at(ChooseMethod)
    assert CODE.encode() not in msgspec.json.encode(story.session)
    resident.taps("recharge_card")
    assert story.at(TypeRechargeCode).entered.value == ""


def test_agreeing_while_the_line_is_down_spends_nothing(story: Story, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 20000)
    gateway.goes_down()
    story.feed(RechargeAgreed())
    assert (story.title, story.at(TypeRechargeCode).entered.value) == ("网络断了", CODE)
    assert not story.asked(StartPayment)


def test_who_goes_away_before_agreeing_is_forgotten(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    asks(story)
    knows_card(gateway, 20000)
    resident.waits(180)
    assert story.question == "您还在吗?"
    resident.waits(45)
    story.at(Goodbye)
    assert CODE.encode() not in msgspec.json.encode(story.session)
    assert not story.asked(StartPayment)
