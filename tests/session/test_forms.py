"""Asking for a service: one question a screen, consent before anything leaves, one request however often."""

import pytest

from kiosk.session.effects import FileRequest, PrintSlip
from kiosk.session.events import (
    AnswerTapped,
    DigitPressed,
    FieldSkipped,
    NumberConfirmed,
    RequestAgreed,
    RequestArrived,
    RequestBegun,
    RequestNotArrived,
    ServicesTaken,
    ServiceTapped,
)
from kiosk.session.show import view
from kiosk.session.steps import Goodbye
from kiosk.session.steps_forms import (
    AskField,
    ConfirmRequest,
    RequestFiled,
    SendingRequest,
    TakeSlip,
)
from kiosk.session.steps_services import ChooseService
from tests.session.forms import (
    FILED,
    LANDLINE,
    PHONE,
    REQUEST_ID,
    begins,
    comes_to_confirm,
    facts_of,
    finds,
    refuses_request,
    slip_comes,
    takes_request,
)
from tests.session.looking import everything_said, offered, words
from tests.session.stories import Gateway, Resident, Story

# -- questions --------------------------------------------------------------------------------------


def test_from_the_menu_to_a_number_on_paper(story: Story, resident: Resident, gateway: Gateway) -> None:
    comes_to_confirm(resident)
    assert story.title == "这样报上去,行吗?"
    assert facts_of(story) == {
        "办的事": "报修",
        "哪一样": "电",
        "哪里不对": "停了,没有来",
        "地方": "在我家里",
        "电话": "138****0123",
    }
    assert not story.asked(FileRequest)
    resident.taps("agree")
    begins(gateway)
    takes_request(gateway)
    assert story.title == "报上去了"
    assert facts_of(story) == {"编号": "261121 0000 0017", "最晚答复": "11月21日 周六"}
    resident.taps("print")
    assert story.last(PrintSlip).filed == FILED
    slip_comes(story)
    story.at(TakeSlip)
    resident.taps("finish")
    story.at(Goodbye)


def test_back_goes_question_by_question_to_the_menu_and_keeps_what_was_answered(
    story: Story, resident: Resident
) -> None:
    comes_to_confirm(resident)
    resident.taps("back", "back")
    assert story.at(AskField).typed.value == PHONE
    resident.taps("next", "skip")
    assert facts_of(story)["电话"] == "138****0123"
    resident.taps(*["back"] * 6)
    story.at(ChooseService)
    assert story.session.errand == ""


def test_an_answer_given_anew_takes_the_place_of_the_old_one(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    resident.taps("back", "back", "back", "answer_road", "next", "skip")
    assert facts_of(story)["地方"] == "在外面路上"


def test_what_is_asked_for_cannot_be_skipped(story: Story, resident: Resident) -> None:
    resident.taps("services")
    finds(resident, "service_repair")
    resident.taps("service_repair")
    before = story.at(AskField)
    story.feed(FieldSkipped())
    story.feed(AnswerTapped("nobody's"))
    story.feed(AnswerTapped("heat"))
    story.feed(DigitPressed(1))
    story.feed(NumberConfirmed())
    assert story.at(AskField) == before


@pytest.mark.parametrize(
    ("typed", "fits"),
    [(PHONE, True), (LANDLINE, True), ("057312345678", True), ("12345678901", False), ("10816550123", False)],
)
def test_a_telephone_number_is_a_mobile_or_has_an_area_code(
    story: Story, resident: Resident, typed: str, fits: bool
) -> None:
    _comes_to_the_phone(resident)
    resident.types(typed)
    resident.taps("next")
    if fits:
        assert story.at(AskField).typed.value == ""
    else:
        assert story.at(AskField).problem == "phone_wrong"
        assert "没有扣钱" in story.prompt
        resident.taps("delete")
        assert story.at(AskField).problem is None


def test_too_few_and_too_many_digits(story: Story, resident: Resident) -> None:
    _comes_to_the_phone(resident)
    resident.types(PHONE[:10])
    assert words(story.screen.frame.primary and story.screen.frame.primary.reason) == "还差 1 位"
    story.feed(NumberConfirmed())
    assert story.at(AskField).typed.value == PHONE[:10]
    resident.types("39")
    assert story.at(AskField).typed.value == PHONE


def test_a_number_that_was_typed_is_nowhere_to_be_read(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    story.feed(RequestAgreed())
    seen = "".join(map(repr, story.sessions)) + repr(story.effects) + repr(story.events)
    seen += everything_said(view(story.session, "helper"))
    assert PHONE not in seen
    assert PHONE[3:7] not in seen.replace(REQUEST_ID, "")


def _comes_to_the_phone(resident: Resident) -> None:
    resident.taps("services")
    finds(resident, "service_repair")
    resident.taps("service_repair", "answer_water", "answer_no_supply", "answer_home")


# -- sending ----------------------------------------------------------------------------------------


def test_only_the_resident_agrees(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    assert "agree" in offered(view(story.session))
    agree = next(each for each in view(story.session, "helper").choices if each.name == "agree")
    assert not agree.enabled or type(agree.event).__name__ == "HelperTouched"


def test_a_repeated_tap_sends_nothing_twice(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    story.feed(RequestAgreed())
    story.feed(RequestAgreed())
    assert len(story.asked(FileRequest)) == 1


def test_a_line_that_is_down_is_told_and_the_same_is_tried_again(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    begins(gateway)
    refuses_request(gateway, "request_not_sent")
    assert story.title == "没有报上去"
    assert "没有发出去" in story.prompt
    resident.taps("retry")
    assert "back" in offered(story.screen)
    resident.taps("agree")
    first, second = story.asked(FileRequest)
    assert (first.draft.request_id, second.draft.request_id) == ("", REQUEST_ID)
    assert second.draft.said == first.draft.said
    assert second.draft.agreed_wall_s == first.draft.agreed_wall_s
    takes_request(gateway)
    story.at(RequestFiled)


def test_an_answer_that_is_lost_leaves_nothing_to_change(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    begins(gateway)
    resident.waits(20)
    assert story.title == "不知道收到没有"
    resident.taps("retry")
    assert story.prompt == "刚才不知道收到没有。再报一次,也只算一件。"
    assert "back" not in offered(story.screen)
    resident.taps("agree")
    assert story.last(FileRequest).draft.request_id == REQUEST_ID
    takes_request(gateway)
    story.at(RequestFiled)


def test_late_answers_of_others_change_nothing(story: Story, resident: Resident, gateway: Gateway) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    request = story.last(FileRequest).request
    story.feed(RequestBegun(request - 1, "another"))
    story.feed(RequestArrived("another", FILED))
    story.feed(RequestNotArrived(request - 1, "request_refused"))
    assert story.at(SendingRequest).draft.request_id == ""


def test_nobody_leaves_while_it_is_under_way(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    assert offered(story.screen) == {"help"}


def test_one_that_is_refused_can_be_changed(story: Story, resident: Resident, gateway: Gateway) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    refuses_request(gateway, "request_open")
    assert story.title == "您已经报过了"
    resident.taps("retry", "back")
    story.at(AskField)


def test_who_goes_away_before_agreeing_has_asked_for_nothing(story: Story, resident: Resident) -> None:
    comes_to_confirm(resident)
    resident.waits(180)
    assert story.question == "您还在吗?"
    resident.waits(45)
    story.at(Goodbye)
    assert not story.asked(FileRequest)
    assert story.session.errand == ""


def test_what_is_dangerous_is_told_at_once(story: Story, resident: Resident, gateway: Gateway) -> None:
    comes_to_confirm(resident, "leak")
    resident.taps("agree")
    begins(gateway)
    takes_request(gateway)
    assert story.prompt == "请走远些,别碰开关。闻到气味先开窗,到屋外打 962740"


def test_the_gateway_that_goes_down_on_the_way_is_no_reason_to_begin_anew(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    comes_to_confirm(resident)
    gateway.goes_down()
    story.at(ConfirmRequest)
    resident.taps("agree")
    refuses_request(gateway, "request_not_sent")
    gateway.comes_back()
    resident.taps("retry", "agree")
    begins(gateway)
    takes_request(gateway)
    story.at(RequestFiled)


def test_a_service_that_is_taken_no_more_is_off_before_anybody_answers(
    story: Story, resident: Resident
) -> None:
    story.feed(ServicesTaken(frozenset({"hazard"})))
    resident.taps("services")
    finds(resident, "service_repair")
    closed = next(each for each in story.screen.choices if each.name == "service_repair")
    assert (closed.enabled, words(closed.reason)) == (False, "单位暂时不收这件事")
    story.feed(ServiceTapped("repair"))
    story.at(ChooseService)
    story.feed(ServicesTaken(frozenset({"hazard", "repair"})))
    resident.taps("service_repair")
    story.at(AskField)
