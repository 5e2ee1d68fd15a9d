"""How a payment by recharge card ends: where all of it went, and who may know its code."""

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.session.effects import CancelPayment
from kiosk.session.show import view
from kiosk.session.steps import ConfirmRechargeCard, Done, Goodbye, Paying, TypeRechargeCode
from tests.session import facts
from tests.session.looking import everything_said, fault, words
from tests.session.recharge_cards import asks, knows_card, settles_card
from tests.session.scenes import at_the_recharge_code
from tests.session.stories import Gateway, Resident, Story

CODE = facts.RECHARGE_CODE.value


@pytest.fixture
def story() -> Story:
    return at_the_recharge_code(Story())


def agreed(story: Story, face_fen: int = 20000) -> None:
    asks(story)
    knows_card(Gateway(story), face_fen)
    Resident(story).taps("agree")
    Gateway(story).opens()


# -- how it ends ------------------------------------------------------------------------------------


def test_where_all_of_it_went_is_said(story: Story, resident: Resident, gateway: Gateway) -> None:
    agreed(story)
    settles_card(gateway)
    assert (story.title, story.prompt) == ("交好了", "卡里的每一分都记好了")
    told = {words(fact.label): fact.value for fact in story.screen.facts}
    assert told == {"用掉卡面": "¥200.00", "交费": "¥112.30", "存进户头": "¥87.70"}
    resident.taps("print")


def test_what_could_not_be_placed_waits_at_the_counter(story: Story, gateway: Gateway) -> None:
    agreed(story)
    settles_card(gateway, voucher=True)
    assert (story.title, story.screen.mark) == ("请到服务窗口领钱", "warning")
    assert story.screen.facts[-1].value == "2026 0008"


def test_a_bill_that_was_refused_leaves_the_money_on_account(story: Story, gateway: Gateway) -> None:
    agreed(story)
    outcome = facts.settled_with_recharge_card("pay-1", story.at(Paying).basket, 20000)
    on_account = replace(outcome.legs[-1], amount_fen=20000)
    gateway.ends(replace(outcome, kind="part_settled", legs=(on_account,)))
    assert (story.title, story.prompt) == ("钱存进电费户头了", "电费还没有交")
    assert story.screen.mark == "warning"


def test_an_unknown_end_says_that_the_card_may_be_spent(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    agreed(story)
    resident.waits(90)
    assert story.at(Done).outcome.face_fen == 20000
    assert story.prompt == "这张卡可能已经用掉了,请不要再付。结果可打 962740 问。"
    assert not story.asked(CancelPayment)
    settles_card(gateway)
    assert story.title == "交好了"


def test_a_card_used_elsewhere_meanwhile_is_not_charged(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    agreed(story)
    gateway.does_not_charge("recharge_used")
    assert (story.title, fault(story.screen)) == ("没有扣钱", "recharge_used")
    resident.taps("retry", "recharge_card")
    assert story.at(TypeRechargeCode).entered.value == ""


# -- who may know the code --------------------------------------------------------------------------


def test_the_code_is_seen_by_nobody_but_who_types_it(story: Story, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 20000)
    for session in story.sessions:
        assert CODE not in repr(session)
        assert "7000" not in everything_said(view(session)) + everything_said(view(session, "helper"))
        keypad = view(session, "helper").keypad
        assert keypad is None or not any(sign.isdigit() for sign in keypad.entered)
    assert CODE not in repr(story.effects) + repr(story.events)


def test_the_code_is_gone_once_the_payment_was_submitted(story: Story, gateway: Gateway) -> None:
    agreed(story)
    assert isinstance(story.session.step, Paying)
    assert CODE.encode() not in msgspec.json.encode(story.session)
    settles_card(gateway)
    assert CODE.encode() not in msgspec.json.encode(story.session)


def test_asking_is_explained_when_it_takes_long(story: Story, resident: Resident) -> None:
    asks(story)
    assert story.prompt == "只是查一查,不会用掉这张卡"
    resident.waits(8)
    assert story.prompt == "今天有点慢,还在查,请再等等"


def test_confirming_is_a_step_that_may_be_left(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks(story)
    knows_card(gateway, 20000)
    resident.taps("exit", "stay")
    story.at(ConfirmRechargeCard)
    resident.taps("exit", "leave")
    story.at(Goodbye)
