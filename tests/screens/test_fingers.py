"""What a finger does: taps, slips, trembles, rests; what counts and what does not."""

import pytest
from msgspec.structs import replace as changed

from kiosk.session.view import ScreenView
from screens.palette import rgb
from tests.screens import views_of_finding, views_of_paying
from tests.screens.bench import Bench, Finger
from tests.screens.views_of_paying import LEAVE, STILL_THERE, methods

HOME, CHOICES, KEYPAD = views_of_finding.home(), views_of_finding.choices(), views_of_finding.keypad()


def test_a_tap_sends_the_event_of_the_button(bench: Bench) -> None:
    bench.show(HOME).tap("water")
    assert bench.sent == ["water tapped"]


def test_it_acts_on_release_not_before(bench: Bench) -> None:
    finger = bench.show(HOME).press("water")
    assert bench.sent == []
    finger.lift()
    assert bench.sent == ["water tapped"]


def test_sliding_off_takes_it_back(bench: Bench) -> None:
    finger = bench.show(HOME).press("water")
    finger.slide(5, 5)
    finger.lift()
    assert bench.sent == []


def test_sliding_off_and_back_on_is_meant(bench: Bench) -> None:
    finger = bench.show(HOME).press("water")
    finger.slide(5, 5)
    finger.slide(*bench.middle_of("water"))
    finger.lift()
    assert bench.sent == ["water tapped"]


def test_a_press_shows_at_once(bench: Bench) -> None:
    bench.show(CHOICES)
    at = (bench.host.find("typed").box.right - 40, bench.middle_of("typed")[1])
    before = bench.colour_at(*at)
    finger = bench.press("typed")
    pressed = tuple(round(255 * part) for part in rgb(bench.look.palette.pressed))
    assert bench.colour_at(*at) == pressed != before
    finger.lift()
    assert bench.colour_at(*at) == before


def test_a_disabled_button_sends_nothing(bench: Bench) -> None:
    bench.show(CHOICES).tap("ic_card")
    assert bench.sent == []


def test_a_row_opens_its_bill_and_its_box_takes_it_off(bench: Bench) -> None:
    bench.show(views_of_paying.bills_paged()).tap("bill_water")
    bench.passes(1)
    bench.tap("bill_water_box")
    assert bench.sent == ["bill_water opened", "bill_water tapped"]


def test_a_row_that_cannot_be_changed_has_no_box_but_can_be_read(bench: Bench) -> None:
    bench.show(views_of_paying.bills_paged()).tap("bill_gas")
    assert bench.sent == ["bill_gas opened"]
    with pytest.raises(LookupError, match="bill_gas_box"):
        bench.host.find("bill_gas_box")


def test_the_second_half_of_a_trembling_tap_is_ignored(bench: Bench) -> None:
    bench.show(HOME)
    for seconds in (0.0, 0.3, 0.6):
        bench.passes(seconds)
        bench.tap("water")
    assert bench.sent == ["water tapped", "water tapped"]


def test_it_does_not_press_what_comes_up_under_it(bench: Bench) -> None:
    bench.show(HOME).tap("help")
    bench.show(CHOICES)
    bench.passes(0.4)
    bench.tap("help")
    bench.tap("scan")
    bench.passes(0.4)
    bench.tap("scan")
    assert bench.sent == ["help tapped", "scan tapped"]


def test_two_buttons_of_one_screen_need_no_pause(bench: Bench) -> None:
    bench.show(views_of_paying.bills())
    bench.tap("bill_gas_box")
    bench.tap("bill_water_box")
    assert bench.sent == ["bill_gas tapped", "bill_water tapped"]


def test_the_same_digit_can_be_typed_twice(bench: Bench) -> None:
    bench.show(KEYPAD)
    for seconds in (0.0, 0.2, 0.2):
        bench.passes(seconds)
        bench.tap("digit_6")
    assert bench.sent == ["digit_6 tapped", "digit_6 tapped"]


def test_typing_is_not_held_back_by_what_it_changes(bench: Bench) -> None:
    bench.show(KEYPAD).tap("digit_6")
    bench.show(views_of_finding.keypad("3102 6641 06", 3)).tap("digit_7")
    assert bench.sent == ["digit_6 tapped", "digit_7 tapped"]


def test_the_first_finger_wins(bench: Bench) -> None:
    first = bench.show(HOME).press("water")
    bench.tap("gas")
    first.lift()
    assert bench.sent == ["water tapped"]


def test_a_resting_palm_does_not_lock_the_screen(bench: Bench) -> None:
    bench.show(HOME)
    palm = Finger(10, 10)
    bench.passes(11)
    bench.tap("gas")
    palm.lift()
    assert bench.sent == ["gas tapped"]


def test_a_press_begun_on_another_screen_is_void(bench: Bench) -> None:
    finger = bench.show(HOME).press("help")
    bench.passes(5)
    bench.show(CHOICES)
    finger.lift()
    assert bench.sent == []


def test_what_lies_beneath_a_question_cannot_be_pressed(bench: Bench) -> None:
    beneath = bench.show(methods()).middle_of("back")
    bench.show(changed(methods(), overlay=LEAVE))
    bench.passes(5)
    Finger(*beneath).lift()
    assert bench.sent == []
    bench.tap("stay")
    assert bench.sent == ["stay tapped"]


def test_any_touch_answers_whether_somebody_is_there(bench: Bench) -> None:
    bench.show(changed(methods(), overlay=STILL_THERE))
    Finger(20, 20).lift()
    assert bench.sent == ["stay tapped"]


def test_every_touch_is_told_even_beside_the_buttons(bench: Bench) -> None:
    bench.show(HOME)
    Finger(3, 3).lift()
    assert (bench.touches, bench.sent) == (1, [])


def test_a_new_clock_does_not_disturb_a_finger(bench: Bench) -> None:
    finger = bench.show(HOME).press("water")
    bench.show(_a_minute_later(HOME))
    finger.lift()
    assert bench.sent == ["water tapped"]


def _a_minute_later(view: ScreenView) -> ScreenView:
    return changed(view, frame=changed(view.frame, clock="19:42"))
