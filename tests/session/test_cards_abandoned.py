"""Paid, and the card does not come, or cannot: the load waits, and its payer is told so."""

import pytest

from kiosk.session import events as e
from kiosk.session.steps import Done, Idle
from kiosk.session.steps_meter_cards import TakePaidCard
from tests.session.looking import words
from tests.session.meter_cards import buys, comes_out, is_being_written, load, write_ends
from tests.session.stories import Machine, Resident, Story


def test_who_does_not_come_with_the_card_leaves_a_load_that_waits(story: Story, resident: Resident) -> None:
    buys(story)
    story.feed(e.LoadTold(load()))
    resident.waits(181)
    assert story.screen.overlay
    resident.waits(46)
    assert words(story.screen.title) == "钱付好了,还没写到卡"
    resident.waits(61)
    story.at(Idle)


def test_exit_with_the_card_still_wanted_says_that_it_waits(story: Story, resident: Resident) -> None:
    buys(story)
    resident.taps("exit")
    assert story.title == "钱付好了,还没写到卡"


def test_a_card_that_cannot_be_read_again_comes_back(story: Story, resident: Resident) -> None:
    buys(story)
    resident.inserts("ic_card")
    story.feed(e.CardUnreadable("ic_card", "card_turned"))
    comes_out(story)
    assert story.title == "没认出这张卡"
    assert "钱还在" in story.prompt


def test_kept_by_the_machine_after_the_write_the_receipt_is_still_offered(
    story: Story, resident: Resident
) -> None:
    is_being_written(story)
    write_ends(story, "written")
    story.feed(e.CardEjected("ic_card"))
    story.at(TakePaidCard)
    story.feed(e.CardKept("ic_card"))
    resident.waits(1)
    story.at(Done)


@pytest.mark.parametrize("lost", [False, True])
def test_stuck_after_the_write_nobody_hears_that_nothing_was_taken(
    story: Story, machine: Machine, *, lost: bool
) -> None:
    is_being_written(story)
    write_ends(story, "written")
    if lost:
        machine.loses("card_reader")
    else:
        story.feed(e.CardJammed("ic_card"))
    story.at(TakePaidCard)
    assert "请不要硬拔" in story.prompt


def test_without_a_reader_the_card_is_sent_to_another_machine(story: Story, machine: Machine) -> None:
    buys(story)
    machine.loses("card_reader")
    assert story.title == "读卡的地方坏了"
    assert "钱还在" in story.prompt
    assert not story.session.armed.ic_card
