"""Displays change sides when the resident agrees, whoever asks."""

import pytest

from kiosk.session import events as e
from tests.session import facts
from tests.session.staff import Staff
from tests.session.stories import Gateway, Resident, Story


@pytest.fixture
def staff(story: Story) -> Staff:
    return Staff(story)


def test_displays_change_sides_only_when_the_resident_agrees(
    story: Story, resident: Resident, gateway: Gateway, staff: Staff
) -> None:
    """AST-3: whoever could make a display the resident's alone could confirm a payment alone."""
    staff.acts()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    staff.taps("swap")
    assert story.question == "换到旁边那块屏吗?"
    assert story.session.resident_at == "first"
    story.feed(e.HelperActed(e.SwapAgreed()))  # type: ignore[arg-type]  # forged: no helper's button sends it
    assert story.session.resident_at == "first"
    resident.taps("stay")
    assert not story.question
    staff.taps("swap")
    resident.taps("swap_agreed")
    assert story.session.resident_at == "second"
    assert not story.question


def test_a_swap_that_is_asked_for_over_another_question_gives_that_back(
    story: Story, resident: Resident, staff: Staff
) -> None:
    staff.signs_in()
    resident.taps("water", "help")
    staff.taps("swap", "swap")
    resident.taps("stay")
    assert story.question
    resident.taps("stay")
    assert not story.question


def test_who_has_signed_out_meanwhile_changes_nothing(story: Story, resident: Resident, staff: Staff) -> None:
    staff.signs_in()
    resident.taps("water")
    staff.taps("swap", "helper_leave")
    resident.taps("swap_agreed")
    assert story.session.resident_at == "first"
    assert not story.question
