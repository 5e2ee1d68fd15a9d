"""A request that is left half-way: kept only where its owner says so, gone on with where they stopped."""

import pytest
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects import FileRequest
from kiosk.session.effects_documents import DropPictures
from kiosk.session.effects_drafts import KeepDraft, LookUpDraft
from kiosk.session.forms import Draft, KeptAs, Said
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.steps import Goodbye
from kiosk.session.steps_drafts import AskingDraft, DraftIsKept, KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.steps_forms import AskField, ConfirmRequest
from kiosk.session.steps_services import ChooseService
from tests.session import facts
from tests.session.documents import comes_to_the_papers, lays_down
from tests.session.drafts import (
    KEPT_ON,
    PHONE,
    UNTIL,
    VISIT,
    is_kept,
    nothing_is_kept,
    stops_half_way,
    wants_a_visit,
)
from tests.session.forms import comes_to_confirm
from tests.session.looking import everything_said
from tests.session.stories import Machine, Resident, Story


def test_whoever_has_nothing_begins_with_the_first_question(
    story: Story, resident: Resident, machine: Machine
) -> None:
    wants_a_visit(resident, machine)
    story.at(AskingDraft)
    asked = story.last(LookUpDraft)
    assert (asked.service, asked.person.number) == ("home_visit", facts.ID_NUMBER)
    nothing_is_kept(story)
    assert story.at(AskField) == AskField(Draft("home_visit"))


def test_nobody_waits_long_for_what_may_be_there(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    late = story.last(LookUpDraft).request
    resident.waits(8)
    story.at(AskField)
    story.feed(e.DraftTold(late, VISIT, "2026-11-18"))
    story.at(AskField)


def test_what_was_answered_is_not_asked_again(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    is_kept(story)
    assert "11月18日" in story.prompt
    resident.taps("resume")
    step = story.at(AskField)
    assert (step.at, step.draft.said) == (2, VISIT.said)
    resident.taps(story.screen.choices[0].name)
    story.at(ConfirmRequest)
    resident.taps("agree")
    filed = story.last(FileRequest).draft
    kept = replace(VISIT.kept, kept_on=KEPT_ON)
    assert (filed.request_id, filed.kept) == ("", kept), "a try is another one"


@pytest.mark.parametrize(
    "said",
    [
        Said("visit_on", "2020-01-01"),
        Said("place", "unheard_of"),
        Said("unheard_of", "home"),
        Said("phone", typed=Secret("123")),
    ],
)
def test_what_cannot_be_answered_so_any_more_is_asked_again(
    story: Story, resident: Resident, machine: Machine, said: Said
) -> None:
    wants_a_visit(resident, machine)
    is_kept(story, replace(VISIT, said=(said,)))
    assert story.at(AskField).draft.said == ()
    resident.taps("back", "back")
    wants_a_visit(resident, machine)
    is_kept(story, replace(VISIT, said=(*VISIT.said[:1], said)))
    resident.taps("resume")
    assert story.at(AskField).draft.said == VISIT.said[:1]


def test_only_what_no_longer_holds_is_asked_again(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    day = Said("visit_on", "2026-11-21")
    is_kept(story, replace(VISIT, said=(Said("place", "unheard_of"), *VISIT.said[1:], day)))
    resident.taps("resume")
    assert story.at(AskField).at == 0
    resident.taps("answer_home")
    assert story.at(ConfirmRequest).draft.answer("visit_on") == day
    resident.taps("back", "back", "back", "answer_home")
    assert story.at(AskField).at == 1, "whoever goes back looks at each again"


def test_one_of_another_service_is_no_answer(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    is_kept(story, Draft("joint_transfer", VISIT.said))
    assert story.at(AskField).draft == Draft("home_visit")


def test_back_leads_to_the_menu(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    resident.taps("back")
    story.at(ChooseService)
    resident.taps("back")
    wants_a_visit(resident, machine)
    is_kept(story)
    resident.taps("back")
    story.at(ChooseService)


def test_nothing_leaves_before_they_say_so(story: Story, resident: Resident, machine: Machine) -> None:
    stops_half_way(resident, machine)
    story.at(OfferKeeping)
    assert not story.asked(KeepDraft)
    resident.taps("drop")
    story.at(Goodbye)
    assert not story.asked(KeepDraft)


def test_what_is_kept_is_told_with_its_last_day(story: Story, resident: Resident, machine: Machine) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    asked = story.last(KeepDraft)
    assert asked.draft.agreed_wall_s == story.session.wall_s
    assert [said.field for said in asked.draft.said] == ["place", "phone"]
    story.feed(e.DraftKept(asked.request, UNTIL))
    story.at(DraftIsKept)
    assert "11月27日" in everything_said(story.screen)
    resident.taps("finish")
    story.at(Goodbye)
    assert story.session.person is None


def test_tried_again_it_is_under_the_same_id_and_newer(
    story: Story, resident: Resident, machine: Machine
) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    first = story.last(KeepDraft)
    story.feed(e.DraftBegun(first.request, "its-id"))
    story.feed(e.DraftNotKept(first.request, "draft_not_kept"))
    resident.taps("retry", "keep")
    again = story.last(KeepDraft).draft
    assert again.kept == KeptAs("its-id", first.draft.kept.revision + 1)


def test_what_was_tried_to_send_is_kept_beside_the_try(
    story: Story, resident: Resident, machine: Machine
) -> None:
    wants_a_visit(resident, machine)
    nothing_is_kept(story)
    resident.taps("answer_on_card")
    resident.types(PHONE)
    resident.taps("next")
    resident.taps(story.screen.choices[0].name, "agree")
    story.feed(e.RequestBegun(story.last(FileRequest).request, "its-id"))
    story.feed(e.RequestNotArrived(story.last(FileRequest).request, "request_not_sent", unsure=False))
    resident.taps("retry", "exit", "keep")
    kept = story.last(KeepDraft).draft
    assert (kept.request_id, kept.kept) == ("its-id", KeptAs())


def test_while_it_is_kept_nobody_leaves_and_no_time_runs_out(
    story: Story, resident: Resident, machine: Machine
) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    story.feed(e.ExitTapped())
    story.at(KeepingDraft)


def test_back_goes_on_where_they_stopped(story: Story, resident: Resident, machine: Machine) -> None:
    wants_a_visit(resident, machine)
    nothing_is_kept(story)
    resident.taps("answer_on_card")
    resident.types(PHONE[:10])
    before = story.at(AskField)
    resident.taps("exit", "back")
    assert story.at(AskField) == before
    assert before.typed.value == PHONE[:10]


def test_whoever_runs_out_of_time_has_nothing_kept(
    story: Story, resident: Resident, machine: Machine
) -> None:
    stops_half_way(resident, machine)
    resident.waits(400)
    assert not story.asked(KeepDraft)
    assert story.session.person is None


@pytest.mark.parametrize("fails", ["no answer yet", "no card", "no gateway", "unsure"])
def test_where_nothing_can_be_kept_nothing_is_offered(
    story: Story, resident: Resident, machine: Machine, fails: str
) -> None:
    if fails == "no card":
        comes_to_confirm(resident)
    else:
        wants_a_visit(resident, machine)
        nothing_is_kept(story)
    if fails in {"no gateway", "unsure"}:
        resident.taps("answer_on_card")
    if fails == "no gateway":
        story.feed(e.GatewayChanged(up=False))
    if fails == "unsure":
        resident.types(PHONE)
        resident.taps("next")
        resident.taps(story.screen.choices[0].name, "agree")
        resident.waits(20)
        resident.taps("retry")
    resident.taps("exit", "leave")
    story.at(Goodbye)


def test_photographs_are_never_kept_and_that_is_said(
    story: Story, resident: Resident, machine: Machine
) -> None:
    comes_to_the_papers(resident, machine)
    lays_down(story, 7)
    resident.taps("exit")
    story.at(OfferKeeping)
    assert "照片不存" in story.prompt
    resident.taps("keep")
    story.feed(e.DraftKept(story.last(KeepDraft).request, UNTIL))
    assert DropPictures((7,)) in story.effects


def test_nobodys_words_are_to_be_read(story: Story, resident: Resident, machine: Machine) -> None:
    stops_half_way(resident, machine)
    resident.taps("keep")
    seen = "".join(map(repr, story.sessions)) + repr(story.effects) + repr(story.events)
    seen += everything_said(view(story.session)) + everything_said(view(story.session, "helper"))
    for said in (facts.ID_NUMBER.value, facts.CARD_NAME, facts.ADDRESS, PHONE):
        assert said not in seen


def test_a_form_with_nothing_left_is_offered_to_nobody(
    story: Story, resident: Resident, machine: Machine
) -> None:
    wants_a_visit(resident, machine)
    is_kept(story, replace(VISIT, said=()))
    story.at(AskField)
    assert not isinstance(story.session.step, OfferDraft)
