"""A card gets out of the machine whatever happens: jammed, thrown out, lost sight of, put in unasked."""

import pytest

from kiosk.session.effects import EjectCard
from kiosk.session.events import (
    CardEjected,
    CardInserted,
    CardJammed,
    CodeScanned,
    ForcedEjected,
)
from kiosk.session.household import Slot
from kiosk.session.steps import (
    ChooseFinding,
    Done,
    Goodbye,
    Idle,
    Notice,
    TakeCard,
    TypeNumber,
)
from tests.session import facts
from tests.session.looking import words
from tests.session.scenes import reading_an_identity_card
from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def reading(story: Story) -> Story:
    return reading_an_identity_card(story)


def test_a_jammed_card_is_told_while_it_is_inside(reading: Story) -> None:
    reading.feed(CardJammed("id_card"))
    reading.at(TakeCard)
    assert reading.prompt == "没有扣钱。请按住红色按钮 3 秒,或者找人帮忙。"


def test_a_jam_on_the_way_out_is_told_too(reading: Story, machine: Machine) -> None:
    machine.reads_id_card()
    reading.feed(CardJammed("id_card"))
    assert reading.prompt == "没有扣钱。请按住红色按钮 3 秒,或者找人帮忙。"


def test_a_reader_unplugged_with_the_card_inside(
    reading: Story, resident: Resident, machine: Machine
) -> None:
    machine.loses("id_reader")
    reading.at(TakeCard)
    assert reading.prompt == "没有扣钱。卡没退出来,请找人帮忙。"
    resident.taps("go_on")
    assert reading.title == "卡没有读出来"
    resident.taps("retry")
    reading.at(ChooseFinding)


def test_a_reader_that_comes_back_gives_the_card_out(
    reading: Story, resident: Resident, machine: Machine
) -> None:
    machine.loses("id_reader")
    machine.regains("id_reader")
    machine.ejects("id_card")
    reading.at(TakeCard)
    resident.takes_card()
    reading.at(Notice)


def test_leaving_with_the_card_inside_gives_it_back_first(
    reading: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("exit", "leave")
    assert reading.last(EjectCard).slot == "id_card"
    assert reading.title == "请取走您的卡"
    assert reading.screen.hold
    resident.waits(600)
    reading.at(Goodbye)
    machine.ejects("id_card")
    resident.takes_card()
    resident.waits(15)
    reading.at(Idle)


def test_leaving_with_the_card_in_a_dead_reader(reading: Story, resident: Resident, machine: Machine) -> None:
    """The reader can no longer tell whether the card is out: the resident, or a helper, can."""
    resident.taps("exit", "leave")
    assert reading.screen.frame.primary is None
    machine.loses("id_reader")
    assert reading.prompt == "卡没退出来,请找人帮忙"
    resident.waits(60)
    reading.at(Goodbye)
    resident.taps("finish")
    reading.at(Idle)


def test_while_a_card_waits_the_next_resident_waits(reading: Story, resident: Resident) -> None:
    resident.taps("exit", "leave")
    reading.feed(CodeScanned(facts.BILL_BARCODE, "code128"))
    reading.at(Goodbye)


@pytest.mark.parametrize("slot", ["id_card", "ic_card"])
def test_a_card_where_none_is_wanted_goes_straight_out(
    story: Story, resident: Resident, machine: Machine, slot: Slot
) -> None:
    resident.taps("water", "typed")
    assert EjectCard(slot) in story.feed(CardInserted(slot))
    machine.ejects(slot)
    assert story.question == "卡退出来了"
    resident.takes_card(slot)
    assert not story.question
    story.at(TypeNumber)


def test_nobody_is_hurried_away_from_a_card_in_the_slot(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water", "typed")
    story.feed(CardInserted("id_card"))
    machine.ejects("id_card")
    resident.waits(400)
    assert story.question == "卡退出来了"
    story.at(TypeNumber)


def test_back_from_a_screen_with_a_card_in_the_slot_waits_for_it(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.scans_bill()
    Gateway(story).answers(facts.WATER)
    story.feed(CardInserted("id_card"))
    machine.ejects("id_card")
    resident.taps("stay", "back")
    story.at(Goodbye)
    assert story.title == "请取走您的卡"
    resident.takes_card()
    resident.waits(15)
    story.at(Idle)


def test_a_card_found_at_start_is_offered_before_anything_else(
    story: Story, resident: Resident, machine: Machine
) -> None:
    """A power cut left it inside; the reader gives it back when it comes up again."""
    machine.ejects("id_card")
    assert story.title == "请取走您的卡"
    resident.takes_card()
    assert story.title == "谢谢,请慢走"


def test_a_card_jammed_at_start_is_told(story: Story) -> None:
    story.feed(CardJammed("id_card"))
    story.at(Goodbye)
    assert story.screen.hold


def test_a_forced_eject_with_no_card_inside_says_nothing(story: Story, machine: Machine) -> None:
    story.feed(ForcedEjected())
    assert not story.question


def test_a_forced_eject_after_the_money_does_not_say_that_none_moved(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("pay")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    story.feed(CardInserted("id_card"))
    machine.forces_out()
    assert story.screen.overlay
    assert words(story.screen.overlay.prompt) == "请拿好您的卡。"
    resident.taps("stay")
    story.at(Done)


def test_a_forced_eject_before_the_money_says_that_none_moved(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water")
    story.feed(CardEjected("id_card"))
    assert story.screen.overlay
    assert words(story.screen.overlay.prompt) == "请拿好您的卡。没有扣钱。"
