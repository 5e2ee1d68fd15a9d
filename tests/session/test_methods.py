"""Methods that cannot be used now: told with the reason, never a dead button, and no payment begins."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import StartPayment
from kiosk.session.events import ServiceChanged
from kiosk.session.steps import ChooseMethod, ShowPayCode
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
    assert [words(method.reason) for method in methods] == ["机器正在检修,暂时不能付款"] * 3
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
    assert words(story.screen.footnote).startswith("可以用:手机付款码。不收手续费。")
    Resident(story).scans_bill()
    Gateway(story).answers(facts.WATER)
    Resident(story).taps("pay")
    assert words(story.screen.choices[1].reason) == "这台机器不能刷银行卡"
