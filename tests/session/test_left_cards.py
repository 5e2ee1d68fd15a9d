"""A card nobody took: told to whoever stands there and whoever comes back, and nobody sees its bills."""

import pytest

from kiosk.session.effects import EjectCard, WipeSession
from kiosk.session.journey_faults import LEFT_CARD_TOLD_S
from kiosk.session.journey_left_card import LONG_AT_THE_EXIT_S
from kiosk.session.steps import Goodbye, Idle, InsertCard, TakeCard, TypeNumber
from tests.session import facts
from tests.session.left_cards import is_forgotten, keeps_card, loses_sight_of_card
from tests.session.looking import words
from tests.session.scenes import reading_an_identity_card
from tests.session.stories import Gateway, Machine, Resident, Story

BESIDE = f"\n有人忘了取卡。找卡请打 {facts.RULES.service_phone}"


@pytest.fixture
def forgotten(story: Story, resident: Resident, machine: Machine, gateway: Gateway) -> Story:
    """A gas card is read and lies at the exit; its bills have been found; nobody is there."""
    is_forgotten(resident, gateway, machine)
    story.at(TakeCard)
    return story


def test_a_kept_card_is_told_with_whom_to_ask(forgotten: Story, machine: Machine) -> None:
    keeps_card(forgotten)
    assert forgotten.question == "您的卡,机器收好了"
    assert forgotten.screen.overlay
    assert "工作人员" in words(forgotten.screen.overlay.prompt)
    assert facts.RULES.service_phone in [fact.value for fact in forgotten.screen.overlay.facts]


def test_a_card_that_may_be_anywhere_is_not_told_as_kept(
    forgotten: Story, machine: Machine, resident: Resident
) -> None:
    loses_sight_of_card(forgotten)
    assert forgotten.question == "卡不在入口了"
    assert "收好" not in forgotten.question
    resident.taps("stay")
    assert forgotten.prompt.endswith(BESIDE)


def test_the_bills_of_a_resident_who_left_are_shown_to_nobody(forgotten: Story, machine: Machine) -> None:
    keeps_card(forgotten)
    forgotten.at(Idle)
    assert forgotten.asked(WipeSession)
    assert not forgotten.screen.bills


def test_the_next_resident_finds_a_machine_that_works(
    forgotten: Story, machine: Machine, resident: Resident
) -> None:
    keeps_card(forgotten)
    resident.waits(facts.RULES.timing.still_there_s + 2)
    assert not forgotten.question
    assert forgotten.session.armed.ic_card
    resident.taps("water", "ic_card")
    assert BESIDE not in forgotten.prompt
    forgotten.at(InsertCard)


def test_the_first_screen_tells_of_it_quietly_for_half_an_hour(
    forgotten: Story, machine: Machine, resident: Resident
) -> None:
    keeps_card(forgotten)
    resident.taps("stay")
    forgotten.passes(LEFT_CARD_TOLD_S - 5)
    assert forgotten.prompt.endswith(BESIDE)
    forgotten.passes(6)
    assert BESIDE not in forgotten.prompt


def test_a_machine_where_nothing_can_be_paid_tells_of_it_too(
    forgotten: Story, machine: Machine, gateway: Gateway
) -> None:
    keeps_card(forgotten)
    gateway.goes_down()
    assert words(forgotten.screen.footnote).endswith(BESIDE)


def test_a_resident_who_walked_on_from_their_card_ends_at_rest(
    forgotten: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("exit", "leave")
    forgotten.at(Goodbye)
    resident.waits(300)
    forgotten.at(Goodbye)
    keeps_card(forgotten)
    forgotten.at(Idle)
    assert forgotten.question == "您的卡,机器收好了"


def test_somebody_busy_with_something_else_goes_on_with_it(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water", "typed")
    machine.ejects("ic_card")
    assert story.question == "卡退出来了"
    keeps_card(story)
    assert story.question == "您的卡,机器收好了"
    resident.taps("stay")
    story.at(TypeNumber)


def test_an_identity_card_in_the_other_slot_is_still_waited_for(story: Story, machine: Machine) -> None:
    reading_an_identity_card(story)
    machine.ejects("ic_card")
    keeps_card(story)
    machine.reads_id_card()
    story.at(TakeCard)
    assert story.session.slot("id_card") != "empty"
    assert not [eject for eject in story.asked(EjectCard) if eject.slot == "id_card"]


def test_a_card_that_waits_is_told_to_whoever_passes_by_and_shows_no_name(
    forgotten: Story, resident: Resident
) -> None:
    assert forgotten.title == "请取走您的卡"
    resident.waits(LONG_AT_THE_EXIT_S + 1)
    assert forgotten.title == "有一张卡没取走"
    assert facts.RULES.service_phone in forgotten.prompt
    assert forgotten.screen.footnote is None


def test_no_question_lies_over_a_card_that_waits(forgotten: Story, resident: Resident) -> None:
    resident.waits(1000)
    assert (forgotten.question, forgotten.title) == ("", "有一张卡没取走")
    resident.takes_card("ic_card")
    assert forgotten.screen.bills


def test_at_goodbye_it_is_said_where_the_card_is(forgotten: Story, resident: Resident) -> None:
    resident.taps("exit", "leave")
    assert "卡在入口" in forgotten.prompt
