"""Methods that cannot be used now: told with the reason, never a dead button, and no payment begins."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import StartPayment
from kiosk.session.events import MethodTapped, ServiceChanged
from kiosk.session.household import Bill
from kiosk.session.rules import PHONE_CODES, PhoneCode
from kiosk.session.steps import ChooseMethod, ShowPayCode, TypeRechargeCode
from tests.session import facts
from tests.session.looking import button, words
from tests.session.scenes import at_the_methods
from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def story() -> Story:
    return at_the_methods(Story())


def test_with_a_damaged_journal_no_payment_begins(story: Story, resident: Resident) -> None:
    story.feed(ServiceChanged("journal_damaged"))
    methods = story.screen.choices
    assert [words(method.reason) for method in methods] == ["机器正在检修,暂时不能付款"] * 4
    for method in methods:
        story.feed(method.event)
        story.at(ChooseMethod)
    resident.shows_pay_code()
    assert not story.asked(StartPayment)
    resident.taps("exit", "leave")
    resident.waits(15)
    assert (story.screen.screen, story.prompt) == ("out_of_service", "机器正在检修")
    story.feed(ServiceChanged(""))
    assert story.screen.screen == "home"


def test_with_the_gateway_down_no_payment_begins(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("phone_code")
    gateway.goes_down()
    story.at(ChooseMethod)
    assert not any(method.enabled for method in story.screen.choices)
    gateway.comes_back()
    resident.taps("phone_code")
    story.at(ShowPayCode)


def test_a_method_without_its_device_is_off_with_the_reason(story: Story, machine: Machine) -> None:
    machine.loses("terminal")
    machine.loses("scanner")
    assert [words(method.reason) for method in story.screen.choices] == [
        "扫码窗正在检修,暂时不能用",
        "刷卡机正在检修,暂时不能用",
        "这台机器不收现金,请到服务窗口付",
        "只付电费,请返回去掉水费",
    ]


def test_a_scanner_lost_at_the_code_screen_leads_back_to_the_methods(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("phone_code")
    machine.loses("scanner")
    story.at(ChooseMethod)
    assert button(story.screen, "bank_card").enabled


def test_a_method_that_is_not_fitted_is_not_called_cash() -> None:
    story = Story(replace(facts.RULES, not_fitted=frozenset({"cash", "bank_card"})))
    assert words(story.screen.footnote).startswith("可用手机付款码、电费充值卡。不收手续费。")
    Resident(story).scans_bill()
    Gateway(story).answers(facts.WATER)
    Resident(story).taps("pay")
    assert words(story.screen.choices[1].reason) == "这台机器不能刷银行卡"


def test_cash_that_cannot_make_up_the_sum_is_off_with_the_reason() -> None:
    story = Story(facts.CASH_RULES)
    resident, gateway = Resident(story), Gateway(story)
    Machine(story).takes_cash()
    resident.scans_bill()
    gateway.answers(facts.GAS)
    resident.taps("pay")
    cash = button(story.screen, "cash")
    assert (cash.enabled, words(cash.reason)) == (False, "现金凑不出这个数,不找零")
    story.feed(MethodTapped("cash"))
    story.at(ChooseMethod)


@pytest.mark.parametrize(
    "bill", [replace(facts.GAS, due_fen=5500), replace(facts.GAS, takes_on_account=True)]
)
def test_cash_is_on_where_notes_make_up_the_sum_or_an_account_takes_the_rest(bill: Bill) -> None:
    story = Story(facts.CASH_RULES)
    resident, gateway = Resident(story), Gateway(story)
    Machine(story).takes_cash()
    resident.scans_bill()
    gateway.answers(bill)
    resident.taps("pay")
    assert button(story.screen, "cash").enabled


def test_a_basket_with_water_says_what_to_take_off_for_a_recharge_card(
    story: Story, resident: Resident
) -> None:
    assert words(button(story.screen, "recharge_card").reason) == "只付电费,请返回去掉水费"
    story.feed(MethodTapped("recharge_card"))
    story.at(ChooseMethod)
    resident.taps("back")
    resident.takes_off("bill_2")
    resident.taps("pay", "recharge_card")
    story.at(TypeRechargeCode)


def test_water_alone_cannot_be_paid_with_a_recharge_card() -> None:
    story = Story()
    resident, gateway = Resident(story), Gateway(story)
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("pay")
    assert words(button(story.screen, "recharge_card").reason) == "水费不能用充值卡付"


def test_one_recharge_card_cannot_pay_two_companies() -> None:
    story = Story()
    resident, gateway = Resident(story), Gateway(story)
    other = replace(facts.ELECTRICITY, bill_id="bill-other", biller="another company")
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, other)
    resident.taps("pay")
    assert words(button(story.screen, "recharge_card").reason) == "两家公司的电费,请分开付"


def test_one_recharge_card_pays_two_months_of_one_company() -> None:
    story = Story()
    resident, gateway = Resident(story), Gateway(story)
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, replace(facts.ELECTRICITY, bill_id="bill-before"))
    resident.taps("pay", "recharge_card")
    assert story.at(TypeRechargeCode).digits == 18


def test_a_wallet_with_codes_of_several_shapes_is_named_once() -> None:
    older = PhoneCode("wechat", "19[0-9]{16}")
    story = at_the_methods(Story(replace(facts.RULES, phone_codes=(*PHONE_CODES, older))))
    assert words(button(story.screen, "phone_code").note) == "微信、支付宝、云闪付"
