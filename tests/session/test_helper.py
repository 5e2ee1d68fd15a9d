"""A helper signs in, is told what to say to the resident, and is gone when the session is (AST-4)."""

from typing import get_args

import pytest

from kiosk.session.effects import CheckHelper, LookUpBills
from kiosk.session.events import (
    HelperCardShown,
    HelperTouched,
    PadCleared,
    PadDigitDeleted,
    PadDigitPressed,
    TechnicianLeft,
    TechnicianTookOver,
    Ticked,
)
from kiosk.session.helper_words import stem
from kiosk.session.journey import _STRETCHES
from kiosk.session.model import OverlayKind, Session
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.show_beside import only_role
from kiosk.session.steps import ChooseFinding, Goodbye, Idle, TakeCard, TypeNumber
from kiosk.session.view import text
from kiosk.texts import load_texts
from tests.session import facts
from tests.session.looking import everything_said, words
from tests.session.staff import NUMBER, PIN, Staff
from tests.session.stories import Gateway, Machine, Resident, Story

SAID_AFTER_PAYING = ("settled", "part_settled", "pending", "not_charged")


@pytest.fixture
def staff(story: Story) -> Staff:
    return Staff(story)


def test_a_number_and_a_pin_are_asked_about_and_forgotten(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    asked = staff.shows_pin()
    assert (asked.number, asked.pin) == (NUMBER, Secret(PIN))
    assert PIN not in repr(story.session) + repr(story.events) + repr(story.effects)
    assert story.session.pad is not None
    assert story.session.pad.digits == Secret("")
    staff.is_checked()
    assert staff.helper.name == staff.shown
    assert "pad_1" not in {button.name for button in staff.panel.buttons}


def test_their_keys_stand_as_the_residents_do(story: Story, staff: Staff, resident: Resident) -> None:
    staff.has_a_display()
    staff.taps("helper_sign_in")
    resident.taps("water", "typed")
    theirs, residents = staff.panel.keypad, view(story.session).keypad
    assert theirs is not None
    assert residents is not None
    assert [(key.label, key.tone) for key in theirs.keys] == [(key.label, key.tone) for key in residents.keys]
    assert [type(key.event) for key in theirs.keys] == [*[PadDigitPressed] * 10, PadCleared, PadDigitDeleted]
    assert [key.name for key in theirs.keys[-3:]] == ["pad_0", "pad_clear", "pad_delete"]


def test_a_pin_is_shown_to_nobody(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    staff.taps("helper_sign_in")
    staff.types(NUMBER + PIN)
    assert words(staff.panel.name) == ""
    assert staff.panel.keypad is not None
    assert staff.panel.keypad.entered == f"{NUMBER} ********"
    assert PIN not in everything_said(view(story.session)) + everything_said(staff.screen)


@pytest.mark.parametrize(
    ("verdict", "left_s", "told"),
    [
        ("wrong", 0.0, "工号或密码不对"),
        ("closed", 30.0, "错得太多,请等 30 秒"),
        ("locked", 0.0, "错得太多,已锁住,请叫技术员"),
        ("broken", 0.0, "现在不能签到,请叫技术员"),
    ],
)
def test_who_is_refused_is_told_why_and_sees_nothing(
    story: Story, staff: Staff, verdict: str, left_s: float, told: str
) -> None:
    staff.has_a_display()
    staff.shows_pin()
    staff.is_checked(verdict, left_s)  # type: ignore[arg-type]  # one of the verdicts
    assert (story.session.helper, staff.told()) == (None, told)
    assert staff.panel.told_tone == "danger"


def test_a_closed_pad_asks_nobody_until_it_opens(story: Story, resident: Resident, staff: Staff) -> None:
    staff.has_a_display()
    staff.shows_pin()
    staff.is_checked("closed", 30.0)
    assert words(staff.button("pad_confirm").reason) == "差 10 位"
    staff.types(NUMBER + PIN)
    assert words(staff.button("pad_confirm").reason) == "请稍等"
    assert not staff.button("pad_confirm").enabled
    resident.waits(31)
    staff.taps("pad_confirm")
    assert len(story.asked(CheckHelper)) == 2


def test_an_answer_for_a_pad_that_was_left_lets_nobody_in(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    staff.shows_pin()
    staff.taps("pad_close")
    staff.is_checked()
    assert story.session.helper is None


def test_half_a_pin_is_not_left_standing(story: Story, resident: Resident, staff: Staff) -> None:
    resident.taps("water")
    story.feed(story.screen.frame.knock)
    staff.types("0720")
    resident.waits(61)
    assert (story.session.pad, only_role(story.session)) == (None, "resident")


# -- by card -----------------------------------------------------------------------------------------


def test_a_helpers_card_comes_back_over_the_step_it_was_put_in_at(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    resident.taps("electricity")
    resident.inserts("ic_card")
    staff.shows_card()
    story.at(TakeCard)
    machine.ejects("ic_card")
    resident.takes_card("ic_card")
    assert story.at(ChooseFinding) == ChooseFinding("electricity")
    assert staff.helper.name == staff.shown
    assert story.asked(LookUpBills) == []


def test_on_the_first_screen_it_does_not_begin_a_session(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    resident.inserts("ic_card")
    staff.shows_card()
    machine.ejects("ic_card")
    resident.takes_card("ic_card")
    story.at(Idle)
    assert staff.helper.name == staff.shown


def test_a_strangers_card_is_a_residents(story: Story, resident: Resident, machine: Machine) -> None:
    """A card of another machine's helper comes as one that no biller knows, and nothing is said of it."""
    resident.inserts("ic_card")
    machine.reads_ic_card()
    assert story.session.helper is None
    assert len(story.asked(LookUpBills)) == 1


# -- what they are told ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_step_lacks_words(language: str) -> None:
    keys = load_texts(language).keys()
    stems = [stem(kind) for kind in _STRETCHES]
    assert {f"helper.where.{each}" for each in stems} <= keys
    said = {f"helper.say.{each}" for each in (*stems, *SAID_AFTER_PAYING)} - {"helper.say.done"}
    assert said <= keys


def test_they_read_where_the_resident_is_how_long_and_what_to_say(
    story: Story, resident: Resident, gateway: Gateway, staff: Staff
) -> None:
    staff.signs_in()
    resident.scans_bill()
    gateway.answers(*facts.ALL_BILLS)
    resident.waits(75)
    panel = staff.panel
    assert words(panel.where) == "居民正在看账单"
    assert (panel.since_s, words(panel.since)) == (75, "在这一步 1 分 15 秒")
    assert words(panel.say) == "“3张单子一共¥238.75,您看对不对?”"
    resident.taps("help")
    assert words(staff.panel.where) == "居民按了找人帮忙"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_question_lacks_words_that_the_panel_has_room_for(language: str) -> None:
    resolve = load_texts(language).resolve
    said = {kind: resolve(text(f"helper.say_over.{kind}")) for kind in get_args(OverlayKind)}
    assert {kind: words for kind, words in said.items() if len(words) > 60} == {}


def test_over_a_question_they_read_what_fits_it(story: Story, resident: Resident, staff: Staff) -> None:
    staff.signs_in()
    resident.taps("water", "exit")
    assert story.question == "不交了吗?"
    assert words(staff.panel.say) == "“您还交吗?不交也不要紧。”"
    resident.taps("stay")
    assert words(staff.panel.say) == "“您带账单了吗?带身份证也行。”"


# -- the end -----------------------------------------------------------------------------------------


def test_nobody_is_hurried_while_a_helper_is_there(story: Story, resident: Resident, staff: Staff) -> None:
    """TIM-7."""
    staff.signs_in()
    resident.taps("water")
    resident.waits(800)
    assert (story.at(ChooseFinding).wish, story.question) == ("water", "")


def test_a_helper_who_is_silent_for_a_quarter_of_an_hour_has_gone(
    story: Story, resident: Resident, staff: Staff
) -> None:
    staff.signs_in()
    resident.taps("water")
    resident.waits(800)
    story.feed(HelperTouched())
    resident.waits(890)
    assert story.session.helper is not None
    resident.waits(12)
    assert story.session.helper is None


def test_with_the_session_the_helper_is_signed_out(story: Story, resident: Resident, staff: Staff) -> None:
    staff.acts()
    resident.taps("water", "exit", "leave")
    story.at(Goodbye)
    assert (story.session.helper, staff.panel.name) == (None, None)


def test_the_first_screen_left_alone_ends_it_too(story: Story, resident: Resident, staff: Staff) -> None:
    staff.signs_in()
    resident.taps("water", "back")
    assert story.session.helper is not None
    resident.waits(181)
    assert story.session.helper is None


def test_a_technician_who_takes_over_finds_no_helper(story: Story, staff: Staff) -> None:
    staff.signs_in()
    story.feed(TechnicianTookOver())
    assert story.session.helper is None
    story.feed(HelperCardShown("07"))
    assert story.session.helper is None


def test_while_a_technician_is_in_nobody_can_sign_in_and_it_says_why(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    story.feed(TechnicianTookOver())
    way_in = staff.button("helper_sign_in")
    assert (way_in.enabled, words(way_in.reason)) == (False, "技术员在用机器")
    story.feed(TechnicianLeft())
    assert staff.button("helper_sign_in").enabled


# -- one display -------------------------------------------------------------------------------------


def test_on_one_display_a_knock_on_the_machines_number_leads_in_and_the_resident_gets_it_back(
    story: Story, resident: Resident, staff: Staff
) -> None:
    assert story.screen.frame.knock is None, "on the first screen it is a technician's"
    resident.taps("electricity", "typed")
    resident.types("3102")
    story.feed(story.screen.frame.knock)
    assert only_role(story.session) == "helper"
    staff.types(NUMBER + PIN)
    staff.taps("pad_confirm")
    staff.is_checked()
    staff.taps("panel_close")
    assert only_role(story.session) == "resident"
    assert story.at(TypeNumber).digits == "3102"
    resident.taps("helper_panel")
    assert only_role(story.session) == "helper"


def test_what_concerns_the_resident_gives_them_their_display_back(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.taps("water")
    story.feed(story.screen.frame.knock)
    machine.ejects("ic_card")
    assert (only_role(story.session), story.question) == ("resident", "卡退出来了")


def test_time_alone_signs_nobody_in(story: Story) -> None:
    before: Session = story.session
    story.feed(Ticked(before.now_s + 4000, before.wall_s + 4000))
    assert story.session.helper is None
