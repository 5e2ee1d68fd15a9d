"""A draft of which nothing shall be kept: the machine is told to see to it, whatever the gateway may have."""

import pytest

from kiosk.session import events as e
from kiosk.session.effects import FileRequest, WipeSession
from kiosk.session.effects_drafts import DropDraft, KeepDraft
from kiosk.session.forms import Draft, KeptAs
from kiosk.session.steps import Goodbye, Notice
from kiosk.session.steps_drafts import OfferDraft, OfferKeeping
from kiosk.session.steps_forms import AskField
from kiosk.session.steps_services import ChooseService
from kiosk.session.view import text
from tests.session.drafts import KEPT_ON, VISIT, is_kept, stops_half_way, wants_a_visit
from tests.session.looking import words
from tests.session.stories import Machine, Resident, Story


def may_be_kept(resident: Resident, machine: Machine) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    resident.story.feed(e.DraftBegun(resident.story.last(KeepDraft).request, "its-id"))
    resident.waits(20)
    assert resident.story.at(Notice).problem == "draft_unsure"


def test_anew_is_without_what_was_kept_which_goes(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("anew")
    assert story.at(AskField).draft == Draft("home_visit")
    assert story.last(DropDraft).request_id == VISIT.kept.request_id


def test_not_kept_it_goes_with_what_was_kept_before(
    story: Story, resident: Resident, machine: Machine
) -> None:
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("resume", "exit", "drop")
    story.at(Goodbye)
    assert story.last(DropDraft).request_id == VISIT.kept.request_id
    assert story.effects.index(story.last(DropDraft)) < story.effects.index(story.last(WipeSession))


def test_what_never_left_is_not_asked_back(story: Story, resident: Resident, machine: Machine) -> None:
    stops_half_way(resident, machine)
    resident.taps("drop")
    assert not story.asked(DropDraft)


def test_a_gateway_that_says_nothing_may_have_kept_it(
    story: Story, resident: Resident, machine: Machine
) -> None:
    may_be_kept(resident, machine)
    resident.taps("retry")
    story.at(OfferKeeping)
    resident.taps("drop")
    story.at(Goodbye)
    assert story.last(DropDraft).request_id == "its-id"


def test_one_that_begins_to_be_kept_when_nobody_waits_for_it_goes(
    story: Story, resident: Resident, machine: Machine
) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    late = e.DraftBegun(story.last(KeepDraft).request, "its-id")
    resident.waits(20)
    resident.taps("retry", "drop")
    assert not story.asked(DropDraft), "nothing is known to have left"
    story.feed(late)
    assert story.last(DropDraft).request_id == "its-id"


def test_back_from_the_first_question_of_what_is_kept_leads_to_its_offer(
    story: Story, resident: Resident, machine: Machine
) -> None:
    """Before it, nobody would know any more that something of theirs is kept."""
    wants_a_visit(resident, machine)
    is_kept(story)
    offered = story.prompt
    resident.taps("resume", "back", "back", "back")
    assert story.at(OfferDraft).draft.kept.kept_on == KEPT_ON
    assert story.prompt == offered
    resident.taps("anew")
    assert story.last(DropDraft).request_id == VISIT.kept.request_id


@pytest.mark.parametrize("certain_at_last", [False, True])
@pytest.mark.parametrize("trouble", ["behind the notice", "the gateway is down"])
def test_whoever_leaves_what_may_be_kept_is_told_so(
    story: Story, resident: Resident, machine: Machine, trouble: str, certain_at_last: bool
) -> None:
    may_be_kept(resident, machine)
    if certain_at_last:
        resident.taps("retry", "keep")
        story.feed(e.DraftNotKept(story.last(KeepDraft).request, "draft_not_kept"))
    if trouble == "the gateway is down":
        story.feed(e.GatewayChanged(up=False))
        resident.taps("retry", "back")
    resident.taps("exit")
    overlay = story.screen.overlay
    assert overlay is not None
    assert overlay.prompt is not None
    assert words(overlay.prompt) == words(text("leave_perhaps_kept.prompt"))
    resident.taps("leave")
    story.at(Goodbye)
    assert not story.asked(DropDraft), "they have asked for it to be kept"


def test_what_may_be_kept_goes_with_the_questions(story: Story, resident: Resident, machine: Machine) -> None:
    may_be_kept(resident, machine)
    resident.taps("retry", "back", "back", "back", "back")
    story.at(ChooseService)
    assert story.last(DropDraft).request_id == "its-id"


def test_what_may_be_kept_goes_once_it_shall_be_sent(
    story: Story, resident: Resident, machine: Machine
) -> None:
    """If that is in doubt too, nothing else is kept of it."""
    may_be_kept(resident, machine)
    resident.taps("retry", "back")
    resident.taps(story.screen.choices[0].name, "agree")
    assert story.last(FileRequest).draft.kept == KeptAs()
    assert story.last(DropDraft).request_id == "its-id"
