"""What a try to send a request has left at the gateway: it goes with its owner, unless it arrived."""

import pytest

from kiosk.session import events as e
from kiosk.session.effects import FileRequest, WipeSession
from kiosk.session.effects_drafts import DropDraft, KeepDraft
from kiosk.session.forms import Draft, KeptAs
from kiosk.session.steps import Goodbye
from kiosk.session.steps_drafts import OfferKeeping
from kiosk.session.steps_forms import ConfirmRequest, LayDocument, RequestFiled
from kiosk.session.view import text
from tests.session.documents import (
    TRANSFER,
    asks_for_a_transfer,
    comes_to_agree,
    comes_to_the_papers,
    lays_down,
)
from tests.session.drafts import KEPT_ON, UNTIL, is_kept, stops_half_way, wants_a_visit
from tests.session.forms import REQUEST_ID, begins, comes_to_confirm, refuses_request, takes_request
from tests.session.looking import words
from tests.session.stories import Gateway, Machine, Resident, Story

KEPT_ID = "0193abcd-0000-4000-8000-000000000009"


def sends(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """Three photographs go with it."""
    comes_to_agree(resident, machine)
    resident.taps("agree")
    begins(gateway)


def is_refused(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """Once the gateway has what was said."""
    sends(resident, gateway, machine)
    gateway.story.feed(e.RequestDrafted(REQUEST_ID))
    refuses_request(gateway, "request_refused")


def dropped(story: Story) -> list[str]:
    return [effect.request_id for effect in story.effects if isinstance(effect, DropDraft)]


def test_whoever_leaves_in_doubt_leaves_nothing_there(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    sends(resident, gateway, machine)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("retry")
    story.at(ConfirmRequest)
    assert dropped(story) == [], "it may be sent once more"
    resident.taps("exit", "leave")
    story.at(Goodbye)
    assert dropped(story) == [REQUEST_ID]
    assert story.effects.index(story.last(DropDraft)) < story.effects.index(story.last(WipeSession))


@pytest.mark.parametrize("way", ["without a word", "not kept", "walks off", "walks off at once"])
def test_what_was_refused_half_way_goes(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, way: str
) -> None:
    is_refused(resident, gateway, machine)
    if way != "walks off at once":
        resident.taps("retry", "exit")
        story.at(OfferKeeping)
        assert dropped(story) == []
    if way == "not kept":
        resident.taps("drop")
    elif way == "without a word":
        resident.taps("exit")
    else:
        resident.waits(400)
    assert story.session.person is None
    assert dropped(story) == [REQUEST_ID]


def test_what_is_kept_is_another_one_without_the_photographs(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    is_refused(resident, gateway, machine)
    resident.taps("retry", "exit", "keep")
    asked = story.last(KeepDraft)
    assert (asked.draft.request_id, asked.draft.kept) == ("", KeptAs())
    assert dropped(story) == [REQUEST_ID]
    story.feed(e.DraftBegun(asked.request, KEPT_ID))
    story.feed(e.DraftNotKept(asked.request, "draft_not_kept"))
    resident.taps("retry", "keep")
    again = story.last(KeepDraft)
    assert again.draft.kept == KeptAs(KEPT_ID, 1)
    story.feed(e.DraftKept(again.request, UNTIL))
    resident.taps("finish")
    assert dropped(story) == [REQUEST_ID]


def test_what_arrives_stays(story: Story, resident: Resident, gateway: Gateway, machine: Machine) -> None:
    is_refused(resident, gateway, machine)
    resident.taps("retry", "agree")
    takes_request(gateway, TRANSFER)
    story.at(RequestFiled)
    resident.waits(400)
    assert dropped(story) == []


def test_one_that_comes_to_lie_there_when_its_owner_has_gone_goes(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    comes_to_agree(resident, machine)
    resident.taps("agree")
    late = story.last(FileRequest).request
    resident.waits(60)
    resident.taps("retry", "exit", "leave")
    story.feed(e.RequestBegun(late, REQUEST_ID))
    assert dropped(story) == [], "nothing has left"
    story.feed(e.RequestDrafted(REQUEST_ID))
    assert dropped(story) == [REQUEST_ID]


def test_a_service_that_is_closed_keeps_nothing_of_it(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    sends(resident, gateway, machine)
    story.feed(e.RequestDrafted(REQUEST_ID))
    refuses_request(gateway, "service_closed")
    assert dropped(story) == [REQUEST_ID]


@pytest.mark.parametrize("unsure", [False, True])
def test_what_its_owner_had_kept_before_stays_kept_where_no_photographs_go(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, unsure: bool
) -> None:
    """It is either sent whole, or lies there as it did."""
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("resume")
    resident.taps(story.screen.choices[0].name, "agree")
    begins(gateway)
    refuses_request(gateway, "request_unsure" if unsure else "request_not_sent", unsure=unsure)
    resident.waits(400)
    assert story.session.person is None
    assert dropped(story) == []


def goes_on_with_what_was_kept(resident: Resident, machine: Machine) -> None:
    """Kept without its papers; they are photographed, and it is sent."""
    story = resident.story
    comes_to_the_papers(resident, machine)
    transfer = Draft("joint_transfer", story.at(LayDocument).draft.said, kept=KeptAs(KEPT_ID, 2, there=True))
    resident.taps("exit", "exit")
    resident.waits(20)
    asks_for_a_transfer(resident, machine)
    is_kept(story, transfer)
    resident.taps("resume")
    for picture in (1, 2):
        lays_down(story, picture)
        resident.taps("next")
    resident.taps("agree")


@pytest.mark.parametrize("drafted", [False, True])
def test_what_somebody_asked_to_have_kept_outlives_a_try_in_doubt(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, drafted: bool
) -> None:
    goes_on_with_what_was_kept(resident, machine)
    assert story.last(FileRequest).draft.request_id == ""
    begins(gateway)
    if drafted:
        story.feed(e.RequestDrafted(REQUEST_ID))
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.waits(400)
    assert story.session.person is None
    assert dropped(story) == [REQUEST_ID]


def test_what_was_kept_is_kept_on_where_a_try_was_refused_half_way(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    goes_on_with_what_was_kept(resident, machine)
    begins(gateway)
    story.feed(e.RequestDrafted(REQUEST_ID))
    refuses_request(gateway, "request_refused")
    resident.taps("retry", "exit", "keep")
    asked = story.last(KeepDraft)
    assert asked.draft.kept == KeptAs(KEPT_ID, 2, there=True, kept_on=KEPT_ON)
    assert dropped(story) == [REQUEST_ID]
    story.feed(e.DraftNotKept(asked.request, "draft_not_kept"))
    resident.taps("retry", "exit")
    assert dropped(story) == [REQUEST_ID], "that it cannot be kept anew takes nothing away"


def test_whoever_wants_nothing_kept_after_a_try_leaves_neither(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    goes_on_with_what_was_kept(resident, machine)
    begins(gateway)
    story.feed(e.RequestDrafted(REQUEST_ID))
    refuses_request(gateway, "request_refused")
    resident.taps("retry", "exit", "drop")
    assert sorted(dropped(story)) == [REQUEST_ID, KEPT_ID]


def asked_on_leaving(story: Story) -> tuple[str, str]:
    overlay = story.screen.overlay
    assert overlay is not None
    return words(overlay.title), words(overlay.prompt)


@pytest.mark.parametrize("kept", [False, True])
def test_nobody_who_leaves_in_doubt_is_told_that_nothing_was_sent(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, kept: bool
) -> None:
    (goes_on_with_what_was_kept if kept else comes_to_agree)(resident, machine)
    if not kept:
        resident.taps("agree")
    begins(gateway)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("exit")
    from_the_notice = asked_on_leaving(story)
    resident.taps("stay", "retry", "exit")
    stem = "leave_unsure_kept" if kept else "leave_unsure"
    assert (
        asked_on_leaving(story)
        == from_the_notice
        == (words(text(f"{stem}.title")), words(text(f"{stem}.prompt")))
    )
    resident.taps("leave")
    assert dropped(story) == [REQUEST_ID]


def test_one_that_is_certain_not_to_have_left_is_told_so_on_leaving(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    refuses_request(gateway, "request_not_sent")
    resident.taps("retry", "exit")
    assert asked_on_leaving(story)[1] == words(text("leave_asking.prompt"))


@pytest.mark.parametrize("trouble", ["the gateway is down", "not sent"])
def test_whoever_leaves_what_is_kept_is_told_that_it_stays(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, trouble: str
) -> None:
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("resume")
    if trouble == "not sent":
        resident.taps(story.screen.choices[0].name, "agree")
        begins(gateway)
        refuses_request(gateway, "request_not_sent")
    else:
        story.feed(e.GatewayChanged(up=False))
    resident.taps("exit")
    assert asked_on_leaving(story)[1] == words(text("leave_kept.prompt"))
    resident.taps("leave")
    assert dropped(story) == []


def test_what_could_not_be_kept_is_not_said_to_stay(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    request = story.last(KeepDraft).request
    story.feed(e.DraftBegun(request, KEPT_ID))
    story.feed(e.DraftNotKept(request, "draft_not_kept"))
    resident.taps("retry", "back")
    resident.taps(story.screen.choices[0].name, "agree")
    begins(gateway)
    refuses_request(gateway, "request_unsure", unsure=True)
    resident.taps("exit")
    assert asked_on_leaving(story)[1] == words(text("leave_unsure.prompt"))
