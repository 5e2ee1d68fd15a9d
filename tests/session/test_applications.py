"""Services that are asked for with an identity card: who asks is known, masked, and forgotten."""

from msgspec.structs import replace

from kiosk.session.effects import FileRequest
from kiosk.session.events import DeviceChanged, RequestAlreadyOpen, ServiceTapped
from kiosk.session.show import view
from kiosk.session.steps import InsertCard, Notice
from kiosk.session.steps_forms import AskField, ConfirmRequest, RequestFiled
from kiosk.session.steps_requests import ChooseRequestWay, ReadRequest
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.drafts import nothing_is_kept
from tests.session.forms import (
    PHONE,
    asks_for_a_visit,
    begins,
    facts_of,
    finds,
    known,
    takes_request,
    wants_an_invoice,
)
from tests.session.looking import everything_said, words
from tests.session.stories import Gateway, Machine, Resident, Story


def test_who_asks_shows_their_card_and_is_named_by_it(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_for_a_visit(resident, machine)
    assert facts_of(story) == {
        "办的事": "请上门",
        "姓名、身份证号": "张** · 0011",
        "地方": "身份证上的地址",
        "电话": "138****0123",
        "哪一天": "11月21日 周六",
    }
    resident.taps("agree")
    person = story.last(FileRequest).person
    assert person is not None
    assert (person.number, person.name.value) == (facts.ID_NUMBER, facts.CARD_NAME)
    begins(gateway)
    takes_request(gateway)
    story.at(RequestFiled)
    resident.taps("another")
    assert story.session.person is None


def test_nothing_that_stands_on_the_card_is_to_be_read(
    story: Story, resident: Resident, machine: Machine
) -> None:
    asks_for_a_visit(resident, machine)
    resident.taps("agree")
    seen = "".join(map(repr, story.sessions)) + repr(story.effects) + repr(story.events)
    seen += everything_said(view(story.session)) + everything_said(view(story.session, "helper"))
    for said in (facts.ID_NUMBER.value, facts.CARD_NAME, facts.ADDRESS, PHONE):
        assert said not in seen


def test_a_card_without_an_address_offers_none(story: Story, resident: Resident, machine: Machine) -> None:
    resident.taps("services")
    finds(resident, "service_home_visit")
    resident.taps("service_home_visit")
    resident.inserts("id_card")
    machine.reads_id_card(address="")
    resident.takes_card()
    nothing_is_kept(story)
    story.at(AskField)
    assert [button.name for button in story.screen.choices] == ["answer_home", "answer_yard"]


def test_back_from_the_slot_and_from_the_first_question_is_the_menu(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("services")
    finds(resident, "service_home_visit")
    resident.taps("service_home_visit")
    story.at(InsertCard)
    resident.taps("back")
    story.at(ChooseService)
    finds(resident, "service_home_visit")
    resident.taps("service_home_visit")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()
    nothing_is_kept(story)
    resident.taps("back")
    story.at(ChooseService)
    assert story.session.person is None


def test_while_no_card_can_be_read_it_is_not_offered(story: Story, resident: Resident) -> None:
    story.feed(DeviceChanged("id_reader", "offline"))
    resident.taps("services")
    finds(resident, "service_home_visit")
    button = next(each for each in story.screen.choices if each.name == "service_home_visit")
    assert (button.enabled, words(button.reason)) == (False, "这里正在检修,请用别的办法")
    story.feed(ServiceTapped("home_visit"))
    story.at(ChooseService)


def test_one_that_is_under_way_is_told_with_its_number(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    asks_for_a_visit(resident, machine)
    resident.taps("agree")
    begins(gateway)
    story.feed(RequestAlreadyOpen(story.last(FileRequest).request, replace(known(), service="home_visit")))
    assert story.at(Notice).problem == "request_open"
    assert story.title == "您已经报过了"
    assert [words(button.label) for button in story.screen.choices] == ["看上一件"]
    resident.taps("retry")
    assert story.at(ReadRequest).known.service == "home_visit"
    assert facts_of(story)["编号"] == "261121 0000 0017"
    resident.taps("back", "back")
    story.at(ChooseRequestWay)


def test_a_month_that_is_over_is_chosen_not_typed(story: Story, resident: Resident) -> None:
    wants_an_invoice(resident)
    assert [button.name for button in story.screen.choices] == [
        "answer_2026-10-01",
        "answer_2026-09-01",
        "answer_2026-08-01",
    ]
    finds(resident, "answer_2026-05-01")
    resident.taps("answer_2026-05-01")
    resident.types(PHONE)
    resident.taps("next")
    story.at(ConfirmRequest)
    assert facts_of(story)["月份"] == "2026年5月"
