"""Finding the bill: wrong numbers, foreign codes, slow and late answers. Nothing typed is lost."""

import pytest

from kiosk.session.effects import LookUpBills
from kiosk.session.model import DeviceName
from kiosk.session.steps import (
    ChooseFinding,
    ChooseMethod,
    ChooseNumberKind,
    ConfirmBills,
    Idle,
    LookUp,
    Notice,
    PresentBill,
    TypeNumber,
)
from kiosk.session.view import Keypad
from tests.session import facts
from tests.session.looking import button, fault
from tests.session.stories import Gateway, Machine, Resident, Story


def keypad(story: Story) -> Keypad:
    assert story.screen.keypad
    return story.screen.keypad


def test_digits_are_grouped_and_counted(story: Story, resident: Resident) -> None:
    resident.taps("electricity", "typed")
    resident.types("310266410")
    assert keypad(story).entered == "3102 6641 0"
    assert keypad(story).missing == 4
    assert not button(story.screen, "next").enabled


def test_a_digit_can_be_deleted_and_all_cleared(story: Story, resident: Resident) -> None:
    resident.taps("water", "typed")
    resident.types("0213")
    resident.taps("delete")
    assert keypad(story).entered == "021"
    resident.taps("clear")
    assert keypad(story).entered == ""
    resident.taps("delete")
    assert keypad(story).missing == 10


def test_a_digit_too_many_is_not_taken(story: Story, resident: Resident) -> None:
    resident.taps("water", "typed")
    resident.types("02138050129")
    assert keypad(story).entered == "0213 8050 12"


def test_a_mistyped_number_is_told_at_once_and_kept(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_MISTYPED)
    resident.taps("next")
    assert keypad(story).entered == "3102 6641 0007 1"
    assert story.prompt == "没有扣钱。户号有一位不对,请对着账单看一看"
    assert not story.asked(LookUpBills)
    resident.taps("delete", "delete")
    assert keypad(story).problem is None
    resident.types("17")
    resident.taps("next")
    gateway.answers(facts.ELECTRICITY)
    story.at(ConfirmBills)


def test_an_unknown_number_leads_back_to_its_digits(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")
    gateway.cannot_find("account_unknown")
    assert (story.title, fault(story.screen)) == ("没有找到这个户号", "account_unknown")
    resident.taps("retry")
    assert story.at(TypeNumber).digits == facts.ELECTRICITY_NUMBER


def test_after_two_misses_a_person_is_offered(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("water", "scan")
    for offered in (["retry"], ["retry", "call_help"]):
        resident.scans_bill()
        gateway.cannot_find("code_unknown")
        assert [choice.name for choice in story.screen.choices] == offered
        resident.taps(offered[-1])
    assert story.question == "找人帮忙"


def test_the_misses_of_one_resident_do_not_count_for_the_next(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    for _ in range(3):
        resident.scans_bill()
        gateway.cannot_find("code_unknown")
        resident.taps("retry")
    story.at(Idle)
    assert story.session.misses == 0


def test_from_a_notice_one_tap_leads_back_to_the_window(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("water", "scan")
    resident.scans_bill()
    gateway.cannot_find("code_foreign")
    story.at(Notice)
    resident.taps("retry")
    resident.scans_bill()
    gateway.answers(facts.WATER)
    story.at(ConfirmBills)


def test_a_payment_code_shown_too_early_is_not_spent(story: Story, resident: Resident) -> None:
    resident.shows_pay_code()
    assert story.at(Notice).problem == "pay_code_too_early"
    assert not story.asked(LookUpBills)


def test_an_unknown_reason_has_words_too(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.cannot_find("flux_capacitor")
    assert story.title == "没有办成"


@pytest.mark.parametrize("way", ["scan", "id_card", "typed", "ic_card"])
def test_every_way_leads_back_to_the_question(story: Story, resident: Resident, way: str) -> None:
    resident.taps("gas", way, "back")
    assert story.at(ChooseFinding).wish == "gas"
    resident.taps("back")
    story.at(Idle)


def test_back_from_a_number_of_any_utility(story: Story, resident: Resident) -> None:
    resident.taps("household", "typed", "water", "back")
    story.at(ChooseNumberKind)
    resident.taps("back")
    assert story.at(ChooseFinding).wish == "household"


def test_whoever_cannot_scan_may_type(story: Story, resident: Resident) -> None:
    resident.taps("gas", "scan", "typed")
    assert story.at(TypeNumber).utility == "gas"


def test_a_slow_answer_is_explained_and_then_given_up(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("water", "scan")
    resident.scans_bill()
    assert story.prompt == "请等几秒钟"
    resident.waits(8)
    assert story.prompt == "今天有点慢,还在查,请再等等"
    resident.waits(12)
    assert story.at(Notice).problem == "gateway_slow"
    resident.taps("retry")
    story.at(PresentBill)
    gateway.answers(facts.WATER)
    story.at(PresentBill)


def test_late_answers_to_an_older_question_are_not_shown(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.taps("water", "scan")
    resident.scans_bill()
    resident.taps("back")
    resident.scans_bill()
    first, second = (effect.request for effect in story.asked(LookUpBills))
    gateway.answers(facts.GAS, request=first)
    story.at(LookUp)
    gateway.cannot_find("code_unknown", request=first)
    story.at(LookUp)
    gateway.answers(facts.WATER, request=second)
    assert story.at(ConfirmBills).findings.bills == (facts.WATER,)


def test_a_gateway_lost_while_looking_up(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("water", "scan")
    resident.scans_bill()
    gateway.goes_down()
    story.at(LookUp)
    gateway.cannot_find("gateway_down")
    assert (story.title, story.prompt[:5]) == ("网络断了", "没有扣钱。")
    resident.taps("retry")
    resident.scans_bill()
    gateway.comes_back()
    gateway.answers(facts.WATER)
    story.at(ConfirmBills)


def test_a_scanner_lost_at_the_window_leads_back_to_the_other_ways(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water", "scan")
    machine.loses("scanner")
    story.at(ChooseFinding)
    assert not button(story.screen, "scan").enabled
    assert button(story.screen, "typed").enabled
    machine.regains("scanner")
    assert button(story.screen, "scan").enabled


def test_a_way_that_went_dead_under_the_finger_leads_nowhere(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water")
    ways = {choice.name: choice.event for choice in story.screen.choices}
    devices: dict[str, DeviceName] = {"scan": "scanner", "id_card": "id_reader", "ic_card": "card_reader"}
    for way, device in devices.items():
        machine.loses(device)
        story.feed(ways[way])
        story.at(ChooseFinding)


def test_a_reader_lost_before_the_card_leads_back_to_the_other_ways(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water", "id_card")
    machine.loses("id_reader")
    story.at(ChooseFinding)
    assert not button(story.screen, "id_card").enabled


def test_help_offered_with_bills_before_eyes_changes_nothing(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("help", "stay", "pay")
    story.at(ChooseMethod)


def test_a_code_left_at_the_window_is_not_looked_up_again_by_itself(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.cannot_find("code_foreign")
    story.at(Notice)
    assert not story.session.armed.scanner
    resident.scans_bill()
    assert len(story.asked(LookUpBills)) == 1
