"""A helper presses for the resident: everything but a payment, until the resident stops it (AST-2, 3)."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.effects import FileRequest, FinishNotes, PressRedButton, StartPayment, WithdrawRequest
from kiosk.session.events import ByHelper, Event, HelperActed, Helping, Touch
from kiosk.session.model import Helper, Session
from kiosk.session.show import view
from kiosk.session.steps import Goodbye, Idle, Paying, TypeNumber
from tests.session import facts
from tests.session.looking import button, words
from tests.session.samples import fingers, reached
from tests.session.samples_helper import helping, of_helpers
from tests.session.staff import Staff
from tests.session.stories import Gateway, Resident, Story
from tests.session.wandering import looked_at, looked_at_closely, walk, walks

SPENDING = (StartPayment, FinishNotes, FileRequest, WithdrawRequest)
CONFIRMING = (
    e.PayTapped,
    e.MethodTapped,
    e.RechargeAgreed,
    e.RequestAgreed,
    e.KeepTapped,
    e.WithdrawalConfirmed,
    e.StopNotesTapped,
    e.StopNotesConfirmed,
    e.SendLoadTapped,
    e.GiveLoadBackTapped,
)


@pytest.fixture
def staff(story: Story) -> Staff:
    return Staff(story)


def acting(session: Session) -> Session:
    """The same with a helper who acts."""
    helper = Helper("07", session.now_s, session.now_s, acting=True)
    return replace(session, helper=helper, helper_display=True, pad=None)


def test_what_they_press_is_pressed_and_the_resident_sees_by_whom(
    story: Story, resident: Resident, staff: Staff
) -> None:
    staff.acts()
    staff.taps("electricity", "typed", "digit_3", "digit_1")
    assert story.at(TypeNumber).digits == "31"
    assert words(story.screen.banner) == "工作人员正在帮您点"
    resident.taps("stop_helper")
    assert not staff.helper.acting
    assert staff.told() == "居民按了“不用帮了”"
    story.feed(HelperActed(e.DigitPressed(7)))
    assert story.at(TypeNumber).digits == "31"
    resident.taps("back")
    assert staff.told() == "", "with the step it is past"


def test_nothing_is_pressed_by_whoever_only_looks_on(story: Story, staff: Staff) -> None:
    staff.signs_in()
    staff.taps("electricity")
    story.feed(HelperActed(e.UtilityTapped("electricity")))
    story.at(Idle)


ON_THEIR_DISPLAY_ALONE = {
    *(e.LanguageTapped, e.ReachTapped, e.RepeatTapped, e.SizeTapped, e.SoundTapped, e.ThemeTapped),
}
"""How the resident's display looks and sounds: the staff's shows it at the usual size."""


def test_what_a_helper_may_press_leaves_out_what_sends_money(story: Story) -> None:
    kinds = {type(event) for event in fingers()}
    left_out = {kind for kind in kinds if not issubclass(kind, ByHelper)}
    assert left_out == {*CONFIRMING, *ON_THEIR_DISPLAY_ALONE, e.EjectHoldPressed, e.EjectHoldReleased}


@looked_at
@given(walks)
def test_nothing_a_helper_sends_confirms_a_payment_or_ends_one_with_notes_inside(number: int) -> None:
    """AST-3: nor wrapped in what they may press, which only a forger could do."""
    forged: list[Event] = [HelperActed(event) for event in fingers() if isinstance(event, CONFIRMING)]  # type: ignore[arg-type]
    for moment in walk(number)[::9]:
        for event in (*helping(), *forged):
            after, effects = journey.step(acting(moment.after), event)
            assert not any(isinstance(effect, SPENDING) for effect in effects)
            assert isinstance(moment.after.step, Paying) or not isinstance(after.step, Paying)


@looked_at_closely
@given(walks)
def test_a_forged_confirmation_changes_nothing_at_all(number: int) -> None:
    for moment in walk(number)[::9]:
        before = acting(moment.after)
        for event in fingers():
            if isinstance(event, CONFIRMING):
                after, _ = journey.step(before, HelperActed(event))  # type: ignore[arg-type]
                assert (after.step, after.overlay) == (before.step, before.overlay)


def test_the_resident_pays_what_a_helper_has_chosen(
    story: Story, resident: Resident, gateway: Gateway, staff: Staff
) -> None:
    staff.acts()
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    pay = staff.button("pay")
    assert (pay.enabled, words(pay.reason)) == (False, "居民按")
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    assert len(story.asked(StartPayment)) == 1


@looked_at_closely
@given(walks)
def test_stopping_works_everywhere_and_under_every_question(number: int) -> None:
    for moment in walk(number)[::5]:
        session = acting(moment.after)
        if isinstance(session.step, Goodbye) or session.technician == "here":
            continue
        stop = view(session).frame.helper
        assert stop is not None
        assert stop.enabled
        assert isinstance(stop.event, Event)
        after, _ = journey.step(session, stop.event)
        assert after.helper is not None
        assert not after.helper.acting


@looked_at
@given(walks)
def test_a_helper_who_acts_has_a_display_and_is_seen(number: int) -> None:
    for moment in walk(number):
        session = moment.after
        if session.helper is not None and session.helper.acting:
            assert session.helper_display
            assert view(session).banner is not None
            assert button(replace(view(session), overlay=None), "stop_helper").enabled


@pytest.mark.parametrize("session", reached(), ids=lambda session: type(session.step).__name__)
def test_signing_in_swapping_and_losing_the_display_lose_nothing(session: Session) -> None:
    """S1: the other display is the resident's, at any step, and nothing they did is gone."""
    if isinstance(session.step, Goodbye) or session.technician == "here":
        return
    after = replace(session, helper_display=True)
    swap = [e.HelperCardShown("07")] if session.slot("ic_card") == "empty" and not _reads(session) else []
    ends = (e.SidesSwapped(), e.SwapAgreed(), e.ActingBegun(), e.HelperDisplayChanged(there=False))
    for event in (*swap, *ends):
        before, (after, effects) = after, journey.step(after, event)
        done = [effect for effect in effects if type(effect).__name__ != "ArmDevices"]
        swapped = after.helper_display and after.resident_at != before.resident_at
        assert done == ([PressRedButton(down=False)] if swapped else [])
    assert after.step == session.step
    assert (after.comfort, after.slots, after.leaf) == (session.comfort, session.slots, session.leaf)
    assert after.resident_at == "first"


def _reads(session: Session) -> bool:
    return type(session.step).__name__ in {"ReadingCard", "InsertCard"}


def test_swapped_displays_are_as_they_were_for_whoever_comes_next(
    story: Story, resident: Resident, staff: Staff
) -> None:
    resident.taps("water")
    staff.signs_in()
    staff.taps("swap")
    resident.taps("swap_agreed")
    assert story.session.resident_at == "second"
    resident.taps("exit", "leave", "finish")
    assert (story.at(Idle), story.session.resident_at) == (Idle(), "first")


# -- what was typed ----------------------------------------------------------------------------------


def typing(story: Story, resident: Resident, staff: Staff) -> None:
    staff.signs_in()
    resident.taps("electricity", "typed")
    resident.types("3102")


def seen(staff: Staff) -> str:
    keypad = staff.screen.keypad
    assert keypad is not None
    return keypad.entered


def test_a_number_is_seen_while_the_resident_holds_and_no_longer(
    story: Story, resident: Resident, staff: Staff
) -> None:
    typing(story, resident, staff)
    assert seen(staff) == "****"
    hold = story.screen.frame.unmask
    assert hold is not None
    story.feed(hold.down_event)
    assert seen(staff) == "3102"
    resident.types("66")
    assert seen(staff) == "3102 66"
    story.feed(hold.up_event)
    assert seen(staff) == "**** **"


@pytest.mark.parametrize("way", ["time", "screen", "question", "sign_out", "swap", "display"])
def test_a_hold_that_nobody_ends_is_ended(story: Story, resident: Resident, staff: Staff, way: str) -> None:
    typing(story, resident, staff)
    story.feed(e.SeeHoldPressed())
    match way:
        case "time":
            resident.waits(31)
        case "screen":
            resident.taps("back")
        case "question":
            resident.taps("help")
        case "sign_out":
            staff.taps("helper_leave")
        case "swap":
            staff.taps("swap")
            resident.taps("swap_agreed")
        case "display":
            staff.has_a_display(there=False)
    helper = story.session.helper
    assert helper is None or helper.sees_since_s is None


@looked_at
@given(walks)
def test_nobody_sees_what_was_typed_without_a_hold(number: int) -> None:
    """AST-4."""
    for moment in walk(number):
        keypad = view(moment.after, "helper").keypad
        sees = moment.after.helper is not None and moment.after.helper.sees_since_s is not None
        assert sees or keypad is None or not any(sign.isdigit() for sign in keypad.entered)


@looked_at
@given(walks)
def test_only_the_residents_own_finger_begins_a_hold(number: int) -> None:
    for moment in walk(number):
        before, after = moment.before.helper, moment.after.helper
        if (
            after is not None
            and after.sees_since_s is not None
            and (before is None or before.sees_since_s is None)
        ):
            assert isinstance(moment.event, e.SeeHoldPressed)


def test_a_recharge_cards_code_is_shown_to_no_helper() -> None:
    for session in reached():
        if type(session.step).__name__ == "TypeRechargeCode":
            held, _ = journey.step(acting(session), e.SeeHoldPressed())
            assert held.helper is not None
            assert held.helper.sees_since_s is None


def test_what_helpers_send_is_no_residents_touch() -> None:
    assert not any(isinstance(event, Touch) for event in helping())
    assert all(isinstance(event, Helping) for event in helping())
    assert not any(isinstance(event, Helping) for event in of_helpers(1))
