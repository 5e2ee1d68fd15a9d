"""A paid load is looked up again while the gateway is slow or silent: what is known is shown, and the receipt
for its copy may come late, or never."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt
from kiosk.session.effects_prepaid import FollowLoad
from kiosk.session.events import PrintTapped
from kiosk.session.steps import Done, Goodbye, Printing, ShowReceiptCode
from kiosk.session.steps_prepaid import Loading
from tests.session import facts
from tests.session.looking import button, words
from tests.session.prepaid import METER, finds_meters, load, tells
from tests.session.stories import Machine, Resident, Story
from tests.session.test_loads_again import DIGITS, LOST, is_told_to_show_something, values


def test_nobody_waits_longer_for_what_is_known_than_for_an_answer(story: Story, resident: Resident) -> None:
    finds_meters(story, LOST)
    resident.taps("again_1")
    assert words(button(story.screen, "wait_no_longer").label) == "现在就看"
    resident.waits(story.session.rules.timing.look_up_s + 1)
    assert values(story) == [DIGITS]


def test_what_is_on_its_way_is_waited_for_as_long_as_its_meter_may_take(
    story: Story, resident: Resident
) -> None:
    finds_meters(story, replace(METER, state="load_unfinished", open_load=load("loading"), shown="id_card"))
    resident.taps("carry_on")
    assert words(button(story.screen, "wait_no_longer").label) == "不等了"
    resident.waits(story.session.rules.timing.look_up_s + 1)
    story.at(Loading)


def test_the_receipt_for_its_copy_may_come_after_the_digits(story: Story, resident: Resident) -> None:
    """Under its number it is counted: nothing is printed before that has come."""
    finds_meters(story, LOST)
    resident.taps("again_1", "wait_no_longer")
    off = button(story.screen, "print")
    assert (off.enabled, words(off.reason)) == (False, "凭条还没查到")
    story.feed(PrintTapped())
    assert story.at(Done)
    assert (story.asked(PrintReceipt), values(story)) == ([], [DIGITS])
    told = facts.settled("pay-1", story.last(FollowLoad).basket)  # type: ignore[arg-type]  # it is there
    tells(story, "token", told)
    resident.taps("print")
    assert story.last(PrintReceipt).outcome.receipt_no == told.receipt_no
    printed = story.at(Printing).done.outcome
    assert printed.receipt_no == told.receipt_no
    assert printed.load == load("token")


def test_so_may_that_of_a_load_which_is_still_on_its_way(story: Story, resident: Resident) -> None:
    finds_meters(story, replace(METER, state="load_unfinished", open_load=load("loading"), shown="id_card"))
    resident.taps("carry_on", "wait_no_longer")
    assert not button(story.screen, "print").enabled
    tells(story, "loading", facts.settled("pay-1", story.last(FollowLoad).basket))  # type: ignore[arg-type]  # there
    assert button(story.screen, "print").enabled


@pytest.mark.parametrize(("index", "way_out"), [(1, "finish"), (2, "no_receipt")])
def test_nobody_is_held_by_a_receipt_that_never_comes(
    story: Story, resident: Resident, index: int, way_out: str
) -> None:
    finds_meters(story, LOST)
    resident.taps(f"again_{index}", "wait_no_longer", way_out)
    story.at(Goodbye)


def test_without_paper_it_is_seen_on_the_screen_all_the_same(
    story: Story, resident: Resident, machine: Machine
) -> None:
    """There nothing is counted, and its code may come late."""
    machine.has_paper("out")
    finds_meters(story, LOST)
    resident.taps("again_1", "wait_no_longer", "print")
    assert (story.at(ShowReceiptCode).reason, values(story), story.screen.qr) == ("paper_out", [DIGITS], None)
    tells(story, "token", facts.settled("pay-1", story.last(FollowLoad).basket))  # type: ignore[arg-type]  # there
    assert story.screen.qr


def test_whoever_has_shown_a_number_alone_reads_at_once_what_else_is_wanted(
    story: Story, resident: Resident
) -> None:
    finds_meters(story, replace(METER, state="load_unfinished", open_load=load("loading"), shown="account"))
    resident.taps("carry_on", "wait_no_longer", "print")
    is_told_to_show_something(story)
