"""Getting in: after the residents, with the second factor first, the PIN checked once, and every try told."""

import pytest

from kiosk.session.secret import Secret
from kiosk.technician import events as t
from kiosk.technician.effects import (
    CheckPin,
    CheckResponse,
    CloseToResidents,
    OpenStaffSlot,
    OpenToResidents,
    TakeOver,
    WriteEntry,
)
from kiosk.technician.lockout import Lockout
from kiosk.technician.safety import Safety
from kiosk.technician.view import Board, PinEntry
from tests.technician.bench import PIN, SAFE, WRONG_PIN, Bench, words


def entries(bench: Bench) -> list[tuple[str, str]]:
    return [(e.kind, e.technician) for e in bench.effects if isinstance(e, WriteEntry)]


def test_nobody_sees_a_keypad_before_it_is_asked_for(bench: Bench) -> None:
    bench.passes(5)
    assert bench.mode.state == "inactive"
    with pytest.raises(AssertionError, match="residents"):
        _ = bench.view


@pytest.mark.parametrize("call", [t.EntryAsked(), t.DoorChanged(is_open=True)], ids=["sign", "door"])
def test_the_keypad_comes_when_nobody_is_served(bench: Bench, call: t.Event) -> None:
    bench.feed(t.SafetyChanged(Safety(at_rest=False)))
    bench.feed(call)
    assert bench.asked(CloseToResidents)
    bench.passes(30)
    assert not bench.asked(TakeOver), "somebody is being served"
    bench.feed(t.SafetyChanged(SAFE))
    bench.passes(2)
    assert bench.asked(TakeOver)
    assert isinstance(bench.desk, PinEntry)


@pytest.mark.parametrize("hindrance", [Safety(at_rest=False), Safety(at_rest=True, money_in_flight=True)])
def test_money_or_a_card_on_its_way_is_waited_for(bench: Bench, hindrance: Safety) -> None:
    bench.feed(t.EntryAsked())
    bench.feed(t.SafetyChanged(hindrance))
    bench.passes(60)
    assert not bench.asked(TakeOver)


def test_a_card_that_slips_in_at_the_last_moment_stops_the_keypad(bench: Bench) -> None:
    bench.feed(t.EntryAsked())
    bench.passes(0.5)
    bench.feed(t.SafetyChanged(Safety(at_rest=False)))
    bench.feed(t.SafetyChanged(SAFE))
    bench.passes(0.5)
    assert not bench.asked(TakeOver), "what comes in shows itself within a second"


def test_number_and_pin_go_to_be_checked_by_themselves(bench: Bench) -> None:
    bench.opens_door()
    bench.types("07" + PIN)
    assert bench.effects[-1] == CheckPin("07", Secret(PIN))
    assert bench.desk.entered == 0, "nothing of it stays on the line"
    assert not bench.button("digit_1").enabled, "one at a time"


def test_what_is_typed_is_in_no_trace_of_the_mode(bench: Bench) -> None:
    bench.opens_door()
    bench.types("07" + PIN[:7])
    assert PIN[:4] not in repr(bench.modes) + repr(bench.effects) + repr(t.DigitPressed(int(PIN[0])))


def test_without_the_second_factor_no_pin_is_even_taken(bench: Bench) -> None:
    bench.feed(t.EntryAsked())
    bench.passes(2)
    bench.types("07" + PIN)
    assert not bench.asked(CheckPin)
    assert "先打开机柜门" in bench.said()
    bench.feed(t.StaffCardShown())
    assert "先打开机柜门" not in bench.said()
    bench.types(PIN)
    assert bench.effects[-1] == CheckPin("07", Secret(PIN))


def test_a_card_shown_counts_for_two_minutes(bench: Bench) -> None:
    bench.feed(t.EntryAsked())
    bench.passes(2)
    bench.feed(t.StaffCardShown())
    for _ in range(3):
        bench.passes(41)
        bench.feed(t.ScreenTouched())
    assert not bench.mode.has_factor


def test_the_card_slot_is_open_at_the_keypad_alone(bench: Bench) -> None:
    bench.signs_in()
    assert bench.asked(OpenStaffSlot) == [OpenStaffSlot(is_open=True), OpenStaffSlot(is_open=False)]


def test_a_wrong_pin_says_how_many_tries_are_left_and_not_what_was_wrong(bench: Bench) -> None:
    bench.opens_door()
    bench.tries(WRONG_PIN)
    assert "编号或密码不对,再错 4 次键盘就关一阵" in bench.said()
    bench.tries(PIN)
    assert isinstance(bench.desk, Board)
    assert entries(bench) == [("called", ""), ("wrong_pin", ""), ("entered", "07")]


def test_after_five_wrong_tries_the_keypad_counts_down(bench: Bench) -> None:
    bench.opens_door()
    for _ in range(5):
        bench.tries(WRONG_PIN)
    assert "还剩 30 秒" in bench.said()
    bench.passes(10)
    assert "还剩 20 秒" in bench.said()
    assert not bench.button("digit_4").enabled
    bench.feed(t.DigitPressed(4))
    assert bench.desk.entered == 0, "nor by any other way"


def test_a_locked_machine_shows_a_challenge_and_takes_the_operators_code(bench: Bench) -> None:
    bench.feed(t.LockoutTold(Lockout(10, 0.0, "04711234")))
    bench.opens_door()
    bench.feed(t.LockoutTold(Lockout(10, 0.0, "04711234")))
    assert "0471 1234" in bench.said()
    bench.types("5509671823")
    assert bench.effects[-1] == CheckResponse(Secret("5509671823"))
    assert "5509671823" not in repr(bench.effects)
    bench.feed(t.ResponseChecked(False, Lockout(10, 60.0, "99887766")))
    assert "还剩 60 秒" in bench.said()
    bench.passes(31)
    bench.feed(t.ScreenTouched())
    bench.passes(31)
    assert "9988 7766" in bench.said()
    bench.types("1234509876")
    bench.feed(t.ResponseChecked(True, Lockout()))
    assert words(bench.desk.prompt) == "请输入两位技术员编号"
    assert [kind for kind, _who in entries(bench)][-2:] == ["wrong_code", "unlocked"]


def test_whoever_goes_away_from_the_keypad_gives_the_machine_back(bench: Bench) -> None:
    bench.feed(t.EntryAsked())
    bench.passes(2)
    bench.types("07")
    bench.taps("leave")
    assert bench.effects.count(OpenToResidents()) == 1
    bench.feed(t.EntryAsked())
    bench.passes(70)
    assert bench.mode.state == "inactive"
    assert bench.effects.count(OpenToResidents()) == 2
    assert entries(bench)[-1] == ("given_up", "")


def test_while_the_door_is_open_the_keypad_stays(bench: Bench) -> None:
    bench.opens_door()
    bench.passes(600)
    assert isinstance(bench.desk, PinEntry)
    bench.feed(t.DoorChanged(is_open=False))
    bench.passes(1)
    assert bench.mode.state == "inactive"


def test_a_session_that_never_ends_is_not_waited_for_for_ever(bench: Bench) -> None:
    bench.feed(t.EntryAsked())
    bench.feed(t.SafetyChanged(Safety(at_rest=False)))
    bench.leaps(901)
    assert bench.mode.state == "inactive"
    assert bench.asked(OpenToResidents)


def test_files_that_cannot_be_used_are_told_in_words(bench: Bench) -> None:
    bench.opens_door()
    bench.types("07" + PIN)
    bench.feed(t.PinChecked("broken", "07", Lockout()))
    assert "密码文件坏了" in bench.said()
    assert bench.mode.technician == ""


def test_an_answer_nobody_waits_for_lets_nobody_in(bench: Bench) -> None:
    bench.feed(t.PinChecked("right", "07", Lockout()))
    assert bench.mode.state == "inactive"
    bench.opens_door()
    bench.feed(t.PinChecked("right", "07", Lockout()))
    assert bench.mode.technician == ""


def test_what_was_typed_can_be_corrected(bench: Bench) -> None:
    bench.opens_door()
    bench.types("079")
    bench.taps("delete", "delete")
    assert words(bench.desk.prompt) == "请输入两位技术员编号"
    bench.types("08" + PIN[:3])
    bench.taps("clear")
    assert bench.desk.entered == 0


def test_an_open_door_is_shown_on_every_page_until_it_is_shut(bench: Bench) -> None:
    bench.opens_door()
    assert words(bench.view.whose).endswith("机柜门开着")
    bench.tries()
    assert words(bench.view.whose).startswith("技术员 07")
    assert words(bench.view.whose).endswith("机柜门开着")
    bench.feed(t.DoorChanged(is_open=False))
    assert "机柜门" not in words(bench.view.whose)
