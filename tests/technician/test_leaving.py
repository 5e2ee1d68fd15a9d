"""Going: refused while anything is unsafe, done by itself when the technician has gone."""

import pytest

from kiosk.selftest import model
from kiosk.selftest.model import RunEnded
from kiosk.technician import events as t
from kiosk.technician.acts import moment
from kiosk.technician.effects import CancelRun, OpenToResidents, ReadCall, ReturnDevices, WriteEntry
from kiosk.technician.safety import Safety
from kiosk.technician.view import Board, PinEntry
from tests.technician.bench import NIGHT_WALL_S, SAFE, Bench

UNSAFE = {
    "card_inside": (Safety(holding_cards=("id_reader",)), "还有卡在机器里"),
    "note_inside": (Safety(at_rest=True, holding_notes=("note_acceptor",)), "还有纸币"),
    "money_in_flight": (Safety(at_rest=True, money_in_flight=True), "有一笔钱还没有结果"),
}


@pytest.fixture
def inside(inside: Bench) -> Bench:
    """Signed in, and the cabinet's door closed again."""
    inside.feed(t.DoorChanged(is_open=False))
    return inside


@pytest.mark.parametrize("name", UNSAFE)
def test_leaving_is_refused_with_the_reason_while_it_is_unsafe(inside: Bench, name: str) -> None:
    safety, said = UNSAFE[name]
    inside.feed(t.SafetyChanged(safety))
    inside.taps("leave")
    assert said in inside.notice
    assert inside.mode.state == "active"
    assert not inside.asked(ReturnDevices)
    assert WriteEntry("leave_refused", "07", name) in inside.effects
    inside.feed(t.SafetyChanged(SAFE))
    inside.taps("leave")
    assert inside.asked(ReturnDevices)


def test_leaving_is_refused_while_a_test_runs(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.LeaveTapped())
    assert not inside.asked(ReturnDevices)
    assert inside.mode.state == "active"


def test_leaving_is_refused_while_the_box_is_not_counted_and_cash_stays_off(inside: Bench) -> None:
    inside.taps("supplies", "cash_box", "back", "leave")
    assert "清点完才能恢复营业" in inside.notice
    assert inside.mode.cash_stays_off
    assert not inside.asked(ReturnDevices)


def test_the_machine_is_the_residents_again_when_the_devices_are_at_rest(inside: Bench) -> None:
    inside.taps("leave")
    assert inside.mode.state == "exit_pending"
    assert not inside.asked(OpenToResidents)
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"
    assert inside.effects.count(OpenToResidents()) == 1
    assert WriteEntry("left", "07") in inside.effects


def test_a_helpers_call_stands_on_the_board_until_the_technician_leaves(inside: Bench) -> None:
    assert inside.asked(ReadCall)
    assert inside.notice == ""
    inside.feed(t.CallRead(NIGHT_WALL_S))
    called = f"帮办人员叫了师傅 {moment(inside.mode.rules, NIGHT_WALL_S)}"
    assert inside.notice == called
    inside.taps("supplies")
    assert inside.notice == ""
    inside.taps("back", "print")
    inside.feed(t.Printed())
    assert inside.notice == "已打印"
    inside.feed(t.ScreenTouched())
    assert inside.notice == called
    inside.taps("leave")
    inside.feed(t.DevicesBack())
    inside.signs_in()
    assert inside.notice == ""


def test_devices_that_do_not_answer_are_not_waited_for_for_ever(inside: Bench) -> None:
    inside.taps("leave")
    inside.passes(21)
    assert inside.mode.state == "inactive"


def test_a_card_that_turns_up_while_leaving_brings_the_technician_back(inside: Bench) -> None:
    inside.taps("leave")
    inside.feed(t.SafetyChanged(Safety(holding_cards=("card_reader",))))
    assert isinstance(inside.desk, Board)
    assert "还有卡在机器里" in inside.notice
    assert not inside.asked(OpenToResidents)


def test_after_a_quarter_of_an_hour_untouched_it_is_given_back(inside: Bench) -> None:
    inside.passes(890)
    assert "剩余 0:1" in inside.said()
    inside.passes(11)
    assert inside.mode.state == "exit_pending"
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"
    assert WriteEntry("sitting_ended", "07", "untouched") in inside.effects


def test_every_touch_gives_a_quarter_of_an_hour_more(inside: Bench) -> None:
    inside.passes(600)
    inside.feed(t.ScreenTouched())
    assert "剩余 15:00" in inside.said()
    inside.passes(600)
    assert inside.mode.state == "active"


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_unsafe_stays_behind_the_keypad_when_the_technician_has_gone(
    inside: Bench, name: str
) -> None:
    inside.feed(t.SafetyChanged(UNSAFE[name][0]))
    inside.passes(1200)
    assert isinstance(inside.desk, PinEntry)
    assert inside.mode.technician == ""
    assert not inside.button("leave").enabled
    assert not inside.asked(OpenToResidents)
    inside.feed(t.SafetyChanged(SAFE))
    inside.passes(1)
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"


def test_a_forgotten_run_is_broken_off_first(inside: Bench) -> None:
    inside.taps("run_all")
    inside.feed(t.SelfTestTold(model.TestBegan("touch.grid", 0, 6)))
    inside.leaps(901)
    assert isinstance(inside.desk, PinEntry)
    assert inside.asked(CancelRun)
    inside.feed(t.SelfTestTold(RunEnded(cancelled=True)))
    inside.passes(1)
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"


def test_another_technician_may_take_over_at_the_keypad(inside: Bench) -> None:
    inside.feed(t.SafetyChanged(UNSAFE["card_inside"][0]))
    inside.passes(901)
    inside.feed(t.StaffCardShown())
    inside.tries(technician="12")
    assert (inside.mode.state, inside.mode.technician) == ("active", "12")


def test_an_uncounted_box_keeps_cash_off_but_not_the_residents_out(inside: Bench) -> None:
    inside.taps("supplies", "cash_box")
    inside.passes(901)
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"
    assert inside.mode.cash_stays_off


def test_behind_an_open_door_nothing_is_given_back_by_itself(inside: Bench) -> None:
    inside.feed(t.DoorChanged(is_open=True))
    inside.passes(2000)
    assert isinstance(inside.desk, PinEntry)
    inside.feed(t.DoorChanged(is_open=False))
    inside.passes(1)
    inside.feed(t.DevicesBack())
    assert inside.mode.state == "inactive"
