"""Banknotes that come back, and banknotes whose owner has gone: what the screen says, and for how long."""

import pytest

from kiosk.session.effects import PrintReceipt, WipeSession
from kiosk.session.journey_cash import NOTE_TOLD_S
from kiosk.session.journey_receipt import BEFORE_PRINTING_S
from kiosk.session.steps import Done, Goodbye, InsertNotes, Printing, ShowReceiptCode, TakeReceipt
from tests.session import facts
from tests.session.scenes import at_the_note_slot
from tests.session.stories import Gateway, Machine, Resident, Story

GONE_S = facts.RULES.timing.note_s + facts.RULES.timing.still_there_s + 2


@pytest.fixture
def slot() -> Story:
    return at_the_note_slot(Story(facts.CASH_RULES))


@pytest.fixture
def resident(slot: Story) -> Resident:
    return Resident(slot)


@pytest.fixture
def machine(slot: Story) -> Machine:
    return Machine(slot)


def test_a_note_of_another_value_is_told_with_those_that_are_taken(
    slot: Story, resident: Resident, machine: Machine
) -> None:
    resident.offers_note()
    machine.gives_note_back("other_value")
    assert (slot.title, slot.prompt) == ("这种钞票不收", "没有算钱,退给您了。只收 5、10、20、50、100 元的。")


@pytest.mark.parametrize("inside", [0, 100])
def test_after_a_while_the_next_note_is_asked_for_again(
    slot: Story, resident: Resident, machine: Machine, inside: int
) -> None:
    if inside:
        resident.puts_in(inside)
    before = slot.title
    resident.offers_note()
    machine.gives_note_back("not_taken")
    resident.waits(NOTE_TOLD_S - 1)
    assert slot.title == "这一张没有收下"
    resident.waits(2)
    assert (slot.title, slot.screen.picture) == (before, "note_in")


def test_why_the_slot_was_shut_is_told_to_the_end(slot: Story, resident: Resident, machine: Machine) -> None:
    resident.puts_in(20)
    machine.loses("note_acceptor")
    resident.waits(NOTE_TOLD_S + 5)
    assert slot.title == "收钞口现在不能用了"


def goes_away(story: Story, *, voucher: bool = False) -> None:
    """One note is inside, and nobody answers."""
    Resident(story).puts_in(100)
    Resident(story).waits(GONE_S)
    assert story.at(InsertNotes).unattended
    Machine(story).shuts_the_slot()
    Gateway(story).settles_notes(voucher=voucher)
    story.at(Done)


def test_whoever_went_has_a_paper_of_where_their_money_is(slot: Story, resident: Resident) -> None:
    goes_away(slot)
    resident.waits(BEFORE_PRINTING_S - 1)
    slot.at(Done)
    resident.waits(2)
    slot.at(Printing)
    Machine(slot).prints()
    slot.at(TakeReceipt)
    resident.waits(31)
    slot.at(Goodbye)
    assert len(slot.asked(PrintReceipt)) == 1


def test_a_clock_that_jumps_does_not_cost_the_paper(slot: Story) -> None:
    goes_away(slot)
    slot.passes(600)
    slot.at(Printing)


def test_a_voucher_is_not_left_in_the_slot_for_anybody(slot: Story, resident: Resident) -> None:
    goes_away(slot, voucher=True)
    resident.waits(facts.RULES.timing.unattended_s + 1)
    slot.at(Goodbye)
    assert not slot.asked(PrintReceipt)


def test_what_nobody_looks_at_does_not_stand_there_for_the_next_resident(
    slot: Story, resident: Resident, machine: Machine
) -> None:
    machine.has_paper("out")
    goes_away(slot)
    resident.waits(facts.RULES.timing.unattended_s - 2)
    slot.at(Done)
    resident.waits(3)
    slot.at(Goodbye)
    assert slot.asked(WipeSession)


def test_a_paper_that_does_not_come_ends_the_same_way(
    slot: Story, resident: Resident, machine: Machine
) -> None:
    goes_away(slot)
    resident.waits(BEFORE_PRINTING_S + 1)
    machine.cannot_print("cutter")
    slot.at(ShowReceiptCode)
    resident.waits(facts.RULES.timing.unattended_s + 1)
    slot.at(Goodbye)


def test_whoever_comes_back_has_all_their_time(slot: Story, resident: Resident) -> None:
    goes_away(slot)
    resident.waits(5)
    resident.taps("help", "stay")
    resident.waits(facts.RULES.timing.unattended_s + 30)
    assert (slot.at(Done).unattended, slot.question) == (False, "")
    assert not slot.asked(PrintReceipt)


def test_a_result_that_comes_late_is_printed_too(slot: Story, resident: Resident) -> None:
    resident.puts_in(100)
    resident.waits(GONE_S)
    Machine(slot).shuts_the_slot()
    resident.waits(91)
    assert slot.at(Done).outcome.kind == "pending"
    resident.waits(20)
    Gateway(slot).settles_notes()
    resident.waits(2)
    slot.at(Printing)


def test_somebody_who_stayed_prints_when_they_like(slot: Story, resident: Resident) -> None:
    resident.puts_in(100)
    resident.puts_in(100)
    Machine(slot).shuts_the_slot()
    Gateway(slot).settles_notes()
    resident.waits(100)
    slot.at(Done)
    assert not slot.asked(PrintReceipt)
