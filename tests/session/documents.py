"""Papers laid before the camera, in stories."""

from kiosk.session import events as e
from kiosk.session.events import Event
from kiosk.session.forms import FiledRequest
from tests.session.drafts import nothing_is_kept
from tests.session.forms import NUMBER, PHONE, begins, finds, refuses_request, takes_request
from tests.session.stories import Gateway, Machine, Resident, Story

TRANSFER = FiledRequest("joint_transfer", NUMBER, "2026-11-21")


def asks_for_a_transfer(resident: Resident, machine: Machine) -> None:
    """Up to whether there is something of theirs."""
    resident.taps("services")
    finds(resident, "service_joint_transfer")
    resident.taps("service_joint_transfer")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()


def comes_to_the_papers(resident: Resident, machine: Machine) -> None:
    asks_for_a_transfer(resident, machine)
    nothing_is_kept(resident.story)
    resident.taps("answer_on_card", "answer_yes")
    resident.types(PHONE)
    resident.taps("next")


def lays_down(story: Story, picture: int) -> None:
    """The camera takes nothing while it is not armed for it."""
    assert story.session.armed.document, "nobody wants a paper"
    story.feed(e.DocumentPhotographed(picture))


def comes_to_agree(resident: Resident, machine: Machine) -> None:
    """With two pages of one paper, and one of the other."""
    story = resident.story
    comes_to_the_papers(resident, machine)
    lays_down(story, 1)
    resident.taps("another_page")
    lays_down(story, 2)
    resident.taps("next")
    lays_down(story, 3)
    resident.taps("next")


def has_a_meter_transferred(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    comes_to_the_papers(resident, machine)
    for verdict in ("nothing", "dark", "cut_off", "glare", "blurred"):
        story.feed(e.DocumentSeen(verdict))
    lays_down(story, 1)
    resident.taps("again")
    lays_down(story, 2)
    resident.taps("another_page", "back", "next", "skip", "back", "skip", "agree")
    begins(gateway)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("retry", "agree")
    takes_request(gateway, TRANSFER)
    resident.taps("another")


def finds_the_camera_broken(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    comes_to_the_papers(resident, machine)
    resident.waits(9)
    resident.story.feed(e.DeviceChanged("camera", "no_device"))
    resident.taps("back", "next")
    resident.story.feed(e.DeviceChanged("camera", ""))
    lays_down(resident.story, 1)
    resident.taps("exit")


DOCUMENT_PLAYS = (has_a_meter_transferred, finds_the_camera_broken)


def of_documents() -> list[Event]:
    return [
        *(e.DocumentSeen(verdict) for verdict in ("nothing", "cut_off", "unheard_of")),
        e.DocumentPhotographed(4),
        e.PhotographAgainTapped(),
        e.AnotherPageTapped(),
        e.PagesDoneTapped(),
    ]
