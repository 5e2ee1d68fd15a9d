"""Whoever pays one bill and goes on to another is asked about the paper first: afterwards it is too late."""

import pytest

from kiosk.session.effects import PrintReceipt, WipeSession
from kiosk.session.events import AnotherTapped
from kiosk.session.steps import Done, Goodbye, Idle, Printing, ShowReceiptCode, Step, TakeReceipt
from kiosk.session.steps_rest import OfferPaper
from tests.session import facts
from tests.session.looking import offered
from tests.session.rests import pays, pays_one_of_two
from tests.session.scenes import at_the_note_slot
from tests.session.stories import Gateway, Machine, Resident, Story


@pytest.fixture
def paid(resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pays(resident, gateway, "pay-1")


@pytest.mark.usefixtures("paid")
def test_another_bill_asks_for_the_paper_of_this_one(story: Story, resident: Resident) -> None:
    resident.taps("another")
    story.at(OfferPaper)
    assert story.title == "凭条先打吗?"
    resident.taps("back")
    story.at(Done)


@pytest.mark.usefixtures("paid")
def test_with_the_paper_in_hand_the_first_screen_follows(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("another", "print")
    story.at(Printing)
    machine.prints()
    story.at(TakeReceipt)
    resident.takes_receipt()
    story.at(Idle)
    assert [printed.outcome.payment_id for printed in story.asked(PrintReceipt)] == ["pay-1"]
    assert len(story.asked(WipeSession)) == 1


@pytest.mark.usefixtures("paid")
def test_without_it_everything_is_wiped_at_once(story: Story, resident: Resident) -> None:
    resident.taps("another", "no_receipt")
    story.at(Idle)
    assert story.asked(PrintReceipt) == []
    assert len(story.asked(WipeSession)) == 1


@pytest.mark.usefixtures("paid")
def test_without_paper_the_code_is_shown(story: Story, resident: Resident, machine: Machine) -> None:
    machine.has_paper("out")
    resident.taps("another", "print")
    story.at(ShowReceiptCode)


@pytest.mark.usefixtures("paid")
def test_nothing_is_printed_for_whoever_walks_off_from_the_question(story: Story, resident: Resident) -> None:
    resident.taps("another")
    resident.waits(245)
    story.at(Idle)
    assert story.asked(PrintReceipt) == []


@pytest.mark.usefixtures("paid")
def test_exit_is_the_end(story: Story, resident: Resident) -> None:
    resident.taps("another", "exit")
    story.at(Goodbye)


def test_a_paper_that_was_wanted_for_all_is_printed_unasked(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    pays_one_of_two(resident, gateway)
    resident.taps("print", "rest")
    pays(resident, gateway, "pay-2")
    resident.taps("another")
    story.at(Printing)
    (printed,) = story.asked(PrintReceipt)
    assert [each.outcome.payment_id for each in printed.earlier] == ["pay-1"]
    machine.prints()
    resident.takes_receipt()
    story.at(Idle)


# -- and then to what they pay next -----------------------------------------------------------------


@pytest.mark.usefixtures("paid")
def test_where_nobody_can_tell_that_it_is_taken_the_first_screen_follows_as_it_was_wanted(
    story: Story, resident: Resident, machine: Machine
) -> None:
    """A printer without a presenter; whoever pays the next bill reads it as large as the last."""
    resident.taps("comfort_size", "another", "print")
    machine.prints(confirmed=False)
    resident.waits(2 * story.session.rules.timing.receipt_s + 1)
    story.at(Idle)
    assert story.session.comfort.size == 150


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(("tapped", "then"), [("finish", Idle), ("another", Idle), ("exit", Goodbye)])
def test_whoever_says_that_they_have_it_goes_on(
    story: Story, resident: Resident, machine: Machine, tapped: str, then: type[Step]
) -> None:
    resident.taps("another", "print")
    machine.prints(confirmed=False)
    resident.taps(tapped)
    story.at(then)


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(("tapped", "then"), [("another", Idle), ("finish", Goodbye)])
def test_a_receipt_on_the_screen_has_its_way_on(
    story: Story, resident: Resident, machine: Machine, tapped: str, then: type[Step]
) -> None:
    resident.taps("another", "print")
    machine.cannot_print("paper_out")
    resident.taps(tapped)
    story.at(then)


@pytest.mark.parametrize("said_so", [True, False])
def test_from_a_vouchers_number_on_the_screen_only_for_whoever_has_said_so(said_so: bool) -> None:
    """It is on no paper, and one tap would wipe it."""
    story = at_the_note_slot(Story(facts.CASH_RULES))
    resident, machine = Resident(story), Machine(story)
    resident.puts_in(100)
    resident.puts_in(100)
    machine.shuts_the_slot()
    Gateway(story).settles_notes(voucher=True)
    resident.taps(*(("another", "print") if said_so else ("print",)))
    machine.cannot_print("paper_out")
    story.at(ShowReceiptCode)
    assert ("another" in offered(story.screen)) is said_so
    story.feed(AnotherTapped())
    story.at(Idle if said_so else ShowReceiptCode)


def test_so_has_that_of_notes_which_reached_no_bill() -> None:
    story = at_the_note_slot(Story(facts.CASH_RULES))
    resident, machine = Resident(story), Machine(story)
    resident.puts_in(100)
    resident.taps("stop_notes", "stop")
    machine.shuts_the_slot()
    assert Gateway(story).settles_notes().kind == "part_settled"
    resident.taps("another", "print")
    machine.prints(confirmed=False)
    assert {"another", "incomplete"} <= offered(story.screen)
    resident.taps("incomplete", "another")
    story.at(Idle)
