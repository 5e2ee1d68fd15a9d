"""Nobody's card may stay in the machine (R8): read, out, taken; pulled, thrown out, jammed, lost."""

import pytest

from kiosk.session.effects import EjectCard, LookUpBills, PressRedButton
from kiosk.session.events import (
    CardInserted,
    CardUnreadable,
    IcCardRead,
)
from kiosk.session.steps import (
    ConfirmBills,
    InsertCard,
    Notice,
    ReadingCard,
    TakeCard,
)
from kiosk.session.view import HoldButton
from tests.session import facts
from tests.session.looking import button, fault, offered, words
from tests.session.scenes import reading_an_identity_card
from tests.session.stories import Gateway, Machine, Resident, Story


def hold(story: Story) -> HoldButton:
    assert story.screen.hold
    return story.screen.hold


@pytest.fixture
def reading(story: Story) -> Story:
    return reading_an_identity_card(story)


def test_there_is_no_way_past_an_unread_card(reading: Story) -> None:
    enabled = {name for name in offered(reading.screen) if button(reading.screen, name).enabled}
    assert enabled == {"exit", "help"}


def test_there_is_no_way_past_a_card_that_is_not_taken(
    reading: Story, gateway: Gateway, machine: Machine
) -> None:
    machine.reads_id_card()
    gateway.answers(facts.WATER)
    go_on = reading.screen.frame.primary
    assert go_on
    assert (go_on.enabled, words(go_on.reason)) == (False, "先取走卡")
    reading.feed(go_on.event)
    reading.at(TakeCard)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("card_upside_down", "身份证放反了"),
        ("card_not_id", "这不是身份证"),
        ("card_unsupported", "这种证件读不了"),
        ("card_damaged", "卡没有读出来"),
    ],
)
def test_an_unreadable_card_comes_back_first_and_then_the_reason(
    reading: Story, resident: Resident, machine: Machine, problem: str, title: str
) -> None:
    machine.cannot_read(problem)
    reading.at(TakeCard)
    resident.takes_card()
    assert (reading.title, fault(reading.screen)) == (title, problem)
    resident.taps("retry")
    reading.at(InsertCard)


def test_a_card_that_lies_on_a_flat_reader_need_not_be_taken(story: Story, machine: Machine) -> None:
    """No slot has seen it go in, so none will see it come out."""
    Resident(story).taps("water", "id_card")
    story.feed(IcCardRead(facts.CARD_NUMBER, "citizen_card", "************7890"))
    Gateway(story).answers(facts.WATER)
    story.at(ConfirmBills)


def test_an_unreadable_card_on_a_flat_reader_is_told_at_once(story: Story) -> None:
    Resident(story).taps("water", "id_card")
    story.feed(CardUnreadable("id_card", "card_damaged"))
    story.at(Notice)


def test_a_failed_look_up_waits_for_the_card_too(
    reading: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.reads_id_card()
    gateway.cannot_find("household_unknown")
    reading.at(TakeCard)
    resident.takes_card()
    assert reading.title == "没有找到您家的账单"


def test_a_card_pulled_while_reading(reading: Story, resident: Resident) -> None:
    resident.takes_card()
    assert (reading.title, fault(reading.screen)) == ("卡拔早了", "card_pulled")
    resident.taps("retry")
    resident.inserts("id_card")
    reading.at(ReadingCard)


def test_the_red_button_on_the_screen_presses_the_real_one(reading: Story) -> None:
    assert reading.feed(hold(reading).down_event) == (PressRedButton(down=True),)
    assert reading.feed(hold(reading).up_event) == (PressRedButton(down=False),)


def test_the_ring_shows_the_drivers_own_measure(reading: Story, machine: Machine) -> None:
    assert hold(reading).held_s is None
    machine.forces_out()
    reading.at(TakeCard)
    assert hold(reading).held_s is None


def test_a_forced_eject_while_reading(reading: Story, resident: Resident, machine: Machine) -> None:
    machine.forces_out()
    reading.at(TakeCard)
    resident.takes_card()
    assert reading.title == "卡退出来了"


def test_a_late_reading_after_the_forced_eject_asks_nobody(reading: Story, machine: Machine) -> None:
    machine.forces_out()
    machine.reads_id_card()
    assert not reading.asked(LookUpBills)


def test_the_red_button_does_not_end_the_reading_of_the_other_slot(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.inserts("ic_card")
    machine.forces_out()
    assert story.at(ReadingCard).slot == "ic_card"


def test_a_second_card_does_not_mix_with_the_first(reading: Story) -> None:
    assert reading.feed(CardInserted("ic_card")) == (EjectCard("ic_card"),)
    reading.feed(IcCardRead(facts.CARD_NUMBER, "gas_card", "************7890"))
    assert reading.at(ReadingCard).slot == "id_card"
    assert not reading.asked(LookUpBills)


def test_from_a_notice_the_card_may_be_put_in_again_at_once(
    reading: Story, resident: Resident, machine: Machine
) -> None:
    machine.cannot_read("card_upside_down")
    resident.takes_card()
    reading.at(Notice)
    resident.inserts("id_card")
    reading.at(ReadingCard)
