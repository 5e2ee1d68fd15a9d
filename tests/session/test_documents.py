"""Papers that a service needs: one a screen, taken when they lie well, seen, agreed to, and let go."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import ArmDevices, FileRequest, WipeSession
from kiosk.session.effects_documents import DropPictures
from kiosk.session.events import (
    DeviceChanged,
    DocumentPhotographed,
    DocumentSeen,
    FieldSkipped,
    PhotographAgainTapped,
    RequestAlreadyOpen,
)
from kiosk.session.forms import Document, Photograph
from kiosk.session.model import Armed
from kiosk.session.steps import Goodbye, Notice
from kiosk.session.steps_forms import (
    AskField,
    ConfirmRequest,
    DocumentTaken,
    LayDocument,
    RequestFiled,
    SendingRequest,
)
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.documents import TRANSFER, comes_to_agree, comes_to_the_papers, lays_down
from tests.session.forms import begins, facts_of, finds, known, refuses_request, takes_request
from tests.session.looking import offered, words
from tests.session.stories import Gateway, Machine, Resident, Story


def test_paper_by_paper_to_what_is_agreed_to(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    assert story.title == "请放上房产证"
    lays_down(story, 1)
    assert story.title == "拍好了"
    assert facts_of(story) == {"房产证": "1 页"}
    resident.taps("another_page")
    assert story.title == "请放上下一页"
    lays_down(story, 2)
    assert offered(story.screen) >= {"again", "next", "back"}
    assert "another_page" not in offered(story.screen)
    resident.taps("next")
    assert story.title == "请放上过户协议"
    lays_down(story, 3)
    resident.taps("next")
    said = facts_of(story)
    assert (said["房产证"], said["过户协议"]) == ("2 页", "1 页")
    assert "照片" in story.prompt
    assert not story.asked(FileRequest)
    resident.taps("agree")
    assert story.last(FileRequest).draft.photographs == (
        Photograph("property_certificate", 1, 1),
        Photograph("property_certificate", 2, 2),
        Photograph("agreement", 1, 3),
    )
    begins(gateway)
    takes_request(gateway, TRANSFER)
    story.at(RequestFiled)
    assert story.last(DropPictures).pictures == (1, 2, 3)


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("dark", "这里太暗了"),
        ("cut_off", "没有全照到"),
        ("glare", "反光了"),
        ("blurred", "没照清楚"),
        ("nothing", "请放上房产证"),
    ],
)
def test_what_is_wrong_with_it_is_said_in_plain_words(
    story: Story, resident: Resident, machine: Machine, verdict: str, told: str
) -> None:
    comes_to_the_papers(resident, machine)
    story.feed(DocumentSeen(verdict))
    assert story.title == told
    story.feed(DocumentSeen("unheard_of"))
    assert story.title == told
    assert told in words(story.screen.spoken)


def test_the_camera_looks_only_while_a_paper_is_asked_for(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    assert story.session.armed == Armed(document=True)
    lays_down(story, 1)
    assert story.session.armed == Armed()
    resident.taps("again")
    assert story.last(ArmDevices).armed == Armed(document=True)


def test_the_page_that_lies_there_is_neither_the_next_page_nor_the_next_paper(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("another_page")
    assert story.session.armed == Armed(document=True, another=True)
    story.feed(DocumentSeen("taken_before"))
    assert (story.title, story.prompt) == ("这张拍过了", "请换下一张,放平,手拿开,会自己拍。")
    lays_down(story, 2)
    resident.taps("again")
    assert story.session.armed == Armed(document=True), "the same once more"
    lays_down(story, 3)
    resident.taps("next")
    assert story.session.armed == Armed(document=True, another=True)
    resident.taps("skip", "back")
    assert story.session.armed == Armed(document=True, another=True)


def test_it_may_be_taken_again_and_the_first_one_is_let_go(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("again")
    assert story.last(DropPictures).pictures == (1,)
    lays_down(story, 2)
    assert story.at(DocumentTaken).draft.photographs == (Photograph("property_certificate", 1, 2),)


def test_a_paper_that_is_needed_cannot_be_skipped_and_another_can(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    story.feed(FieldSkipped())
    assert story.at(LayDocument).at == 0
    assert "skip" not in offered(story.screen)
    lays_down(story, 1)
    resident.taps("next", "skip")
    story.at(ConfirmRequest)
    assert "过户协议" not in facts_of(story)
    resident.taps("back")
    assert story.at(LayDocument).at == 1
    resident.taps("back", "back")
    story.at(AskField)


def test_back_to_the_menu_lets_the_photographs_go(story: Story, resident: Resident, machine: Machine) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("back", "back", "back", "back")
    story.at(ChooseService)
    assert story.last(DropPictures).pictures == (1,)


def test_what_was_taken_is_still_there_after_another_look_at_an_answer(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("back", "next")
    assert len(story.at(DocumentTaken).draft.photographs) == 1


def test_leaving_wipes_what_the_machine_holds(story: Story, resident: Resident, machine: Machine) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("exit")
    if not isinstance(story.session.step, Goodbye):
        resident.taps("drop")
    story.at(Goodbye)
    assert story.asked(WipeSession)


def test_a_photograph_nobody_waits_for_is_let_go_at_once(story: Story, resident: Resident) -> None:
    before = story.session.step
    story.feed(DocumentPhotographed(7))
    assert story.session.step == before
    assert story.last(DropPictures).pictures == (7,)


def test_a_camera_that_breaks_is_told_and_goes_on_when_it_is_back(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    story.feed(DeviceChanged("camera", "no_device"))
    assert story.title == "现在拍不了照"
    assert not story.session.armed.document
    story.feed(DeviceChanged("camera", ""))
    lays_down(story, 1)
    story.at(DocumentTaken)


def test_a_camera_that_says_nothing_is_told_after_a_while(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    resident.waits(7)
    assert "扫码窗" in story.prompt
    resident.waits(2)
    assert "没有动静" in story.prompt
    story.feed(DocumentSeen("cut_off"))
    assert "再往里放一点" in story.prompt


def test_without_a_camera_what_needs_papers_is_off_and_the_rest_is_not(
    story: Story, resident: Resident
) -> None:
    story.feed(DeviceChanged("camera", "not_fitted"))
    resident.taps("services")
    finds(resident, "service_joint_transfer")
    button = next(each for each in story.screen.choices if each.name == "service_joint_transfer")
    assert not button.enabled
    story.feed(DeviceChanged("camera", ""))
    assert next(each for each in story.screen.choices if each.name == "service_joint_transfer").enabled


def test_after_a_lost_answer_the_same_photographs_go_again(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    comes_to_agree(resident, machine)
    resident.taps("agree")
    begins(gateway)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("retry")
    assert "back" not in offered(story.screen)
    resident.taps("agree")
    first, second = (effect for effect in story.effects if isinstance(effect, FileRequest))
    assert first.draft.photographs == second.draft.photographs
    assert not story.asked(DropPictures)


def test_one_that_is_under_way_already_needs_no_photographs(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    comes_to_agree(resident, machine)
    resident.taps("agree")
    begins(gateway)
    story.feed(RequestAlreadyOpen(story.last(FileRequest).request, known()))
    assert story.at(Notice).problem == "request_open"
    assert story.last(DropPictures).pictures == (1, 2, 3)


def test_photographs_have_their_time_to_leave(story: Story, resident: Resident, machine: Machine) -> None:
    comes_to_agree(resident, machine)
    resident.taps("agree")
    resident.waits(45)
    story.at(SendingRequest)
    resident.waits(10)
    assert story.at(Notice).problem == "request_unsure"


def test_pages_that_were_taken_are_not_changed_once_it_is_agreed_to(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_agree(resident, machine)
    story.feed(PhotographAgainTapped())
    assert len(story.at(ConfirmRequest).draft.photographs) == 3


def test_from_one_paper_to_the_next_the_camera_goes_on_and_what_it_said_stands(rules_story: Story) -> None:
    """It says nothing twice; that must not be taken for a camera that says nothing."""
    story, resident, machine = rules_story, Resident(rules_story), Machine(rules_story)
    comes_to_the_papers(resident, machine)
    story.feed(DocumentSeen("nothing"))
    resident.taps("skip")
    assert (story.at(LayDocument).at, story.at(LayDocument).seen) == (1, "nothing")
    resident.waits(20)
    assert "没有动静" not in story.prompt
    resident.taps("back")
    assert (story.at(LayDocument).at, story.at(LayDocument).seen) == (0, "nothing")


@pytest.fixture
def rules_story() -> Story:
    """The first paper may be left out as well."""
    papers = (Document("agreement", required=False), Document("property_certificate"))
    forms = (*facts.RULES.forms[:-1], replace(facts.RULES.forms[-1], documents=papers))
    return Story(replace(facts.RULES, forms=forms))
