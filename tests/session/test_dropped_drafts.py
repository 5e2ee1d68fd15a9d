"""A draft of which nothing shall be kept: the machine is told to see to it, whatever the gateway may have."""

from kiosk.session import events as e
from kiosk.session.effects import WipeSession
from kiosk.session.effects_drafts import DropDraft, KeepDraft
from kiosk.session.forms import Draft
from kiosk.session.steps import Goodbye, Notice
from kiosk.session.steps_drafts import OfferKeeping
from kiosk.session.steps_forms import AskField
from tests.session.drafts import VISIT, is_kept, stops_half_way, wants_a_visit
from tests.session.stories import Machine, Resident, Story


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
    stops_half_way(resident, machine)
    resident.taps("keep")
    story.feed(e.DraftBegun(story.last(KeepDraft).request, "its-id"))
    resident.waits(20)
    assert story.at(Notice).problem == "draft_unsure"
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
