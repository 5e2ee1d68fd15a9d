"""Where a helper's part ends: with the session, a display, another helper; and never with money left."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import CallTechnician, PressRedButton, PrintReceipt
from kiosk.session.events import (
    AnotherTapped,
    CardTaken,
    EjectHoldPressed,
    HelperCardShown,
    HelperChecked,
    HelperDisplayChanged,
    HelperPadOpened,
    HelperTouched,
    PadAnswered,
    PanelOpened,
    PaymentFound,
    SoundTapped,
    TechnicianLeft,
    TechnicianTookOver,
)
from kiosk.session.steps import Goodbye, Idle, InsertNotes, ReadingCard, TakeReceipt
from tests.session import facts
from tests.session import prepaid as buying
from tests.session.staff import Staff
from tests.session.stories import Gateway, Machine, Resident, Story

FIRST, SECOND = "26112012345678", "26112012345679"


@pytest.fixture
def staff(story: Story) -> Staff:
    return Staff(story)


def with_notes_inside() -> tuple[Story, Resident, Staff]:
    story = Story(facts.CASH_RULES)
    resident, gateway, machine, staff = Resident(story), Gateway(story), Machine(story), Staff(story)
    machine.takes_cash()
    staff.signs_in()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash()
    resident.puts_in(50)
    return story, resident, staff


def test_notes_are_settled_though_a_helper_never_signed_out() -> None:
    story, resident, _ = with_notes_inside()
    resident.waits(facts.CASH_RULES.timing.note_s + 1)
    assert story.question == "您还在吗?"
    resident.waits(facts.CASH_RULES.timing.still_there_s + 1)
    assert not isinstance(story.session.step, InsertNotes) or story.session.step.finishing


def test_a_helper_who_is_at_it_is_no_reason_to_hurry() -> None:
    story, resident, _ = with_notes_inside()
    for _ in range(10):
        resident.waits(facts.CASH_RULES.timing.note_s - 1)
        story.feed(HelperTouched())
    assert not story.question
    story.at(InsertNotes)


def test_a_copy_bears_no_voucher_which_is_money(story: Story) -> None:
    story = Story(facts.CASH_RULES)
    resident, gateway, machine, staff = Resident(story), Gateway(story), Machine(story), Staff(story)
    machine.takes_cash()
    staff.signs_in()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY, facts.WATER)
    resident.taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash("refused")
    resident.puts_in(100)
    machine.loses("note_acceptor")
    machine.shuts_the_slot()
    gateway.settles_notes(voucher=True)
    resident.taps("print")
    machine.prints()
    own = story.last(PrintReceipt)
    assert any(leg.voucher_no for leg in own.outcome.legs)
    staff.taps("reprint")
    copy = story.last(PrintReceipt)
    assert copy.copy
    assert not any(leg.voucher_no for leg in copy.outcome.legs)


def test_a_copy_bears_no_digits_for_a_meter_which_are_money(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    buying.paid(story)
    buying.tells(story, "token")
    resident.taps("print")
    machine.prints()
    [own] = story.last(PrintReceipt).outcome.legs
    assert own.load is not None
    assert own.load.token == buying.TOKEN
    staff.taps("reprint")
    assert story.last(PrintReceipt).copy
    [copy] = story.last(PrintReceipt).outcome.legs
    assert copy.load == replace(own.load, token="")


def test_a_copy_bears_no_voucher_of_a_load_either(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    buying.paid(story)
    buying.tells(story, "voucher")
    resident.taps("print")
    machine.prints()
    staff.taps("reprint")
    assert all(leg.load and not leg.load.voucher_no for leg in story.last(PrintReceipt).outcome.legs)


def test_whoever_comes_to_the_first_screen_has_asked_nobody_to_press_for_them(
    story: Story, resident: Resident, gateway: Gateway, staff: Staff
) -> None:
    staff.acts()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    story.feed(AnotherTapped())
    resident.taps("no_receipt")
    story.at(Idle)
    assert not staff.helper.acting


def test_a_receipt_that_lies_there_sends_no_helper_away_who_is_at_it(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, staff: Staff
) -> None:
    """A printer without a presenter cannot tell when its paper was taken; a helper looks a payment up."""
    staff.signs_in()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()
    resident.taps("print")
    machine.prints()
    story.at(TakeReceipt)
    for _ in range(4):
        story.passes(facts.RULES.timing.receipt_s - 1)
        story.feed(HelperTouched())
        story.at(TakeReceipt)
    story.passes(facts.RULES.timing.receipt_s + 1)
    story.at(Goodbye)


@pytest.mark.parametrize("there", [True, False])
def test_a_display_that_comes_or_goes_while_a_technician_is_here_is_known_afterwards(
    story: Story, staff: Staff, there: bool
) -> None:
    if not there:
        staff.signs_in()
        staff.taps("swap")
    story.feed(TechnicianTookOver())
    story.feed(HelperDisplayChanged(there))
    story.feed(TechnicianLeft())
    assert story.session.helper_display is there
    assert story.session.resident_at == "first"


def test_a_swap_ends_a_hold_whose_finger_has_lost_its_display(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    story.feed(EjectHoldPressed())
    staff.taps("swap")
    resident.taps("swap_agreed")
    assert story.last(PressRedButton) == PressRedButton(down=False)


def test_an_answer_for_another_serial_number_is_nobodys(story: Story, staff: Staff) -> None:
    staff.signs_in()
    given_up = staff.looks_for(FIRST)
    staff.taps("pad_close")
    staff.looks_for(SECOND)
    late = facts.settled("pay-A", facts.basket(facts.GAS))
    story.feed(PadAnswered(given_up.request, PaymentFound(replace(late, receipt_no=FIRST))))
    assert staff.helper.found is None
    staff.finds(facts.settled("pay-B", facts.basket(facts.GAS)))
    assert staff.helper.found is not None


def test_a_late_nothing_found_is_no_answer_to_a_pin(story: Story, staff: Staff) -> None:
    staff.signs_in()
    staff.looks_for(FIRST)
    staff.taps("pad_close", "helper_leave")
    staff.shows_pin()
    staff.finds_nothing()
    staff.is_checked()
    assert staff.helper.name == "07"


def test_a_late_wrong_is_no_answer_to_the_pin_that_is_asked_about_now(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    given_up = staff.shows_pin()
    staff.taps("pad_close")
    staff.shows_pin()
    story.feed(PadAnswered(given_up.request, HelperChecked("wrong")))
    staff.is_checked()
    assert staff.helper.name == "07"


def test_nothing_goes_from_one_helper_to_the_next(story: Story, staff: Staff) -> None:
    staff.acts()
    story.feed(HelperCardShown("Li"))
    assert (staff.helper.name, staff.helper.acting) == ("Li", False)
    staff.taps("act")
    story.feed(HelperCardShown("Li"))
    assert staff.helper.acting, "the same card again changes nothing"


def test_a_technician_is_called_once(story: Story, staff: Staff) -> None:
    staff.signs_in()
    staff.taps("call_technician", "call_technician")
    staff.technician_is_told()
    staff.taps("call_technician")
    assert len(story.asked(CallTechnician)) == 1


def test_with_one_display_no_panel_comes_over_a_card_that_is_inside(story: Story, resident: Resident) -> None:
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    story.at(ReadingCard)
    assert story.screen.frame.knock is None
    for forged in (HelperPadOpened(), PanelOpened()):
        story.feed(forged)
        assert not story.session.at_panel
    assert story.screen.hold is not None


def test_a_card_that_was_taken_is_not_called_out_after_the_sound_was_set(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water")
    machine.ejects("ic_card")
    assert story.question
    story.feed(SoundTapped())
    story.feed(CardTaken("ic_card"))
    story.feed(SoundTapped())
    assert not story.question
