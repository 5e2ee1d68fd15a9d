"""What became of a request: by number or card; and giving it up, once and only when it is meant."""

import pytest

from kiosk.session.effects import LookUpBills, LookUpRequests, WithdrawRequest
from kiosk.session.events import RequestGone, RequestNotGone, RequestsKnown, RequestsNotKnown
from kiosk.session.forms import RequestState
from kiosk.session.steps import Goodbye, InsertCard
from kiosk.session.steps_requests import (
    AskingRequests,
    ChooseRequestWay,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
    Withdrawing,
)
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.forms import (
    NUMBER,
    REQUEST_ID,
    asks_by_card,
    asks_by_number,
    facts_of,
    finds,
    finds_requests,
    known,
)
from tests.session.looking import offered
from tests.session.stories import Gateway, Machine, Resident, Story


def test_a_number_tells_how_it_stands(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_by_number(resident)
    asked = story.last(LookUpRequests)
    assert (asked.number and asked.number.value, asked.person) == (NUMBER, None)
    finds_requests(gateway, known())
    assert story.title == "正在办"
    assert facts_of(story) == {"办的事": "报修", "编号": "261121 0000 0017", "最晚答复": "11月21日 周六"}
    resident.taps("back")
    assert story.at(TypeRequestNumber).typed.value == NUMBER


def test_a_number_of_nobody_can_be_corrected(story: Story, resident: Resident) -> None:
    asks_by_number(resident)
    story.feed(RequestsNotKnown(story.last(LookUpRequests).request, "request_number_unknown"))
    assert story.title == "没有这个编号"
    resident.taps("retry", "delete")
    resident.types("8")
    resident.taps("next")
    story.at(AskingRequests)


def test_too_few_digits_ask_for_nothing(story: Story, resident: Resident) -> None:
    resident.taps("services")
    finds(resident, "service_my_requests")
    resident.taps("service_my_requests", "typed")
    resident.types(NUMBER[:13])
    primary = story.screen.frame.primary
    assert primary is not None
    assert not primary.enabled
    assert not story.asked(LookUpRequests)


def test_silence_ends_and_late_answers_are_out_of_date(story: Story, resident: Resident) -> None:
    asks_by_number(resident)
    late = story.last(LookUpRequests).request
    resident.waits(20)
    assert story.title == "查得太久了"
    resident.taps("retry", "next")
    story.feed(RequestsKnown(late, (known(),)))
    story.at(AskingRequests)


def test_a_card_shows_all_of_hers_and_asks_for_nobodys_bills(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_by_card(resident, machine)
    asked = story.last(LookUpRequests)
    assert (asked.number, asked.person) == (None, facts.ID_NUMBER)
    assert not story.asked(LookUpBills)
    finds_requests(gateway, known("answered", "换了新水表"), known("sent"))
    resident.taps("request_1")
    assert story.prompt == "答复:换了新水表"
    assert "withdraw" not in offered(story.screen)
    resident.taps("back", "exit")
    story.at(Goodbye)
    assert story.session.person is None


def test_who_has_asked_for_nothing_is_told_so(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_by_card(resident, machine)
    finds_requests(gateway)
    assert story.title == "您没有报过什么事"


def test_a_card_that_cannot_be_read_leads_back_to_the_slot(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("services")
    finds(resident, "service_my_requests")
    resident.taps("service_my_requests", "id_card")
    resident.inserts("id_card")
    machine.cannot_read("card_upside_down")
    resident.takes_card()
    resident.taps("retry")
    story.at(InsertCard)
    machine.loses("id_reader")
    story.at(ChooseRequestWay)
    resident.taps("back")
    story.at(ChooseService)


def test_it_is_given_up_after_one_question_and_only_once(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_by_card(resident, machine)
    finds_requests(gateway, known("sent"), known("sent", request_id="another"))
    resident.taps("request_1", "withdraw", "back", "withdraw")
    story.at(ConfirmWithdrawal)
    assert not story.asked(WithdrawRequest)
    resident.taps("withdraw_now")
    assert offered(story.screen) == {"help"}
    asked = story.last(WithdrawRequest)
    assert (asked.request_id, asked.person) == (REQUEST_ID, facts.ID_NUMBER)
    story.feed(RequestGone("another"))
    story.at(Withdrawing)
    story.feed(RequestGone(REQUEST_ID))
    assert story.at(ReadRequest).known.state == "withdrawn"
    resident.taps("back")
    assert [each.state for each in story.at(ListRequests).found] == ["withdrawn", "sent"]


def test_without_an_answer_it_is_tried_once_more(story: Story, resident: Resident, gateway: Gateway) -> None:
    asks_by_number(resident)
    finds_requests(gateway, known("sent"))
    resident.taps("withdraw", "withdraw_now")
    resident.waits(20)
    assert story.title == "不知道撤了没有"
    resident.taps("retry", "withdraw", "withdraw_now")
    story.feed(RequestNotGone(story.last(WithdrawRequest).request, "request_of_another"))
    assert story.title == "要身份证才行"


@pytest.mark.parametrize("state", ["answered", "transferred", "withdrawn"])
def test_what_is_over_cannot_be_given_up(
    story: Story, resident: Resident, gateway: Gateway, state: RequestState
) -> None:
    asks_by_number(resident)
    finds_requests(gateway, known(state))
    assert "withdraw" not in offered(story.screen)


def test_who_goes_away_is_forgotten(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_by_card(resident, machine)
    finds_requests(gateway, known("answered", "换了新水表"))
    resident.waits(180)
    resident.waits(45)
    story.at(Goodbye)
    assert story.session.person is None
