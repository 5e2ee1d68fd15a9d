"""Requests that are left half-way, in stories: kept, gone on with, or begun anew."""

from kiosk.session import events as e
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.events import Event
from kiosk.session.forms import Draft, KeptAs, Said
from kiosk.session.secret import Secret
from tests.session.stories import Gateway, Machine, Resident, Story

PHONE = "13816550123"
KEPT_ON, UNTIL = "2026-11-18", "2026-11-27"
VISIT = Draft(
    "home_visit",
    (Said("place", "on_card"), Said("phone", typed=Secret(PHONE))),
    kept=KeptAs("0193abcd-0000-4000-8000-000000000007", 2, there=True),
)
"""All but the day is answered."""


def nothing_is_kept(story: Story) -> None:
    story.feed(e.DraftTold(story.last(LookUpDraft).request))


def is_kept(story: Story, draft: Draft = VISIT) -> None:
    story.feed(e.DraftTold(story.last(LookUpDraft).request, draft, KEPT_ON))


def wants_a_visit(resident: Resident, machine: Machine) -> None:
    """Up to whether there is something of theirs."""
    resident.opens_service("home_visit")
    resident.inserts("id_card")
    machine.reads_id_card()
    resident.takes_card()


def stops_half_way(resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    nothing_is_kept(resident.story)
    resident.taps("answer_on_card")
    resident.types(PHONE)
    resident.taps("next", "exit")


def comes_back_for_it(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    """At the second try it is kept; the next time it is gone on with, after a look back."""
    story = resident.story
    stops_half_way(resident, machine)
    resident.taps("keep")
    story.feed(e.DraftBegun(story.last(KeepDraft).request, VISIT.kept.request_id))
    story.feed(e.DraftNotKept(story.last(KeepDraft).request, "draft_not_kept"))
    resident.taps("retry", "keep")
    story.feed(e.DraftKept(story.last(KeepDraft).request, UNTIL))
    resident.taps("finish")
    resident.waits(20)
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("resume", "exit", "drop")


DRAFT_PLAYS = (comes_back_for_it,)


def answers_about_drafts(request: int) -> list[Event]:
    return [
        e.DraftTold(request),
        e.DraftTold(request, VISIT, KEPT_ON),
        e.DraftTold(request, Draft("unheard_of"), KEPT_ON),
        e.DraftBegun(request, VISIT.kept.request_id),
        e.DraftKept(request, UNTIL),
        e.DraftNotKept(request, "draft_not_kept"),
        e.DraftNotKept(request, "unheard_of"),
    ]


def touches_of_drafts() -> list[Event]:
    return [e.KeepTapped(), e.DropTapped(), e.ResumeTapped(), e.AnewTapped()]
