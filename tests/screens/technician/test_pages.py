"""Pages one by one: what is pressed, and what a change draws again."""

from dataclasses import replace as changed

import pytest
from msgspec.structs import replace

from kiosk.technician.view import TechnicianView
from screens.palette import PALETTES, rgb
from tests.screens.bench import Finger
from tests.screens.conftest import PORTRAIT
from tests.screens.technician import samples
from tests.screens.technician.bench import TechnicianBench

PIXEL = {
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "grey": (128, 128, 128),
}


@pytest.mark.parametrize("pattern", ["red", "green", "blue", "white", "black", "grey"])
def test_a_colour_fills_the_display_to_its_corners(technician: TechnicianBench, pattern: str) -> None:
    technician.show(samples.colour(pattern))
    pixels = technician.pixels()
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1), (960, 540)):
        assert tuple(pixels[row, column]) == PIXEL[pattern]


def test_no_spot_is_hidden_by_the_words_of_every_colour(technician: TechnicianBench) -> None:
    bare = None
    for pattern in ("red", "green", "white", "black"):
        shown = (technician.show(samples.colour(pattern)).pixels() == PIXEL[pattern]).all(axis=2)
        bare = shown if bare is None else bare | shown
    assert bare is not None
    assert bare.all()


def test_a_tap_anywhere_on_a_colour_goes_on_once(technician: TechnicianBench) -> None:
    technician.show(samples.colour("red"))
    Finger(5, 1900).lift()
    technician.show(samples.colour("green"))
    Finger(500, 500).lift()
    assert technician.sent == ["colour_next tapped"]
    technician.passes(1)
    Finger(500, 500).lift()
    assert len(technician.sent) == 2


def test_the_pin_is_shown_as_dots(technician: TechnicianBench) -> None:
    def filled(view: TechnicianView) -> int:
        technician.show(view)
        box = technician.host.page.dots.box
        line = technician.pixels()[1920 - int(box.centre[1]), int(box.x) : int(box.right)].astype(int)
        dark = (abs(line - [round(255 * part) for part in rgb(PORTRAIT.palette.ink)]).max(axis=1) < 8).astype(
            int
        )
        return int((dark[1:] > dark[:-1]).sum())

    assert [filled(samples.pin(entered)) for entered in (0, 1, 5, 8)] == [0, 1, 5, 8]


def test_digits_are_typed_quickly_and_twice(technician: TechnicianBench) -> None:
    technician.show(samples.pin(0)).tap("digit_6")
    technician.passes(0.35)
    technician.show(samples.pin(1)).tap("digit_6")
    technician.tap("digit_0")
    assert technician.sent == ["digit_6 tapped", "digit_6 tapped", "digit_0 tapped"]


def test_a_closed_keypad_takes_nothing(technician: TechnicianBench) -> None:
    technician.show(samples.closed()).tap("digit_6")
    assert technician.sent == []


def test_a_row_to_be_filled_in_can_be_chosen_and_others_cannot(technician: TechnicianBench) -> None:
    technician.show(samples.cash_box()).tap("choose_counted_50")
    assert technician.sent == ["choose_counted_50 tapped"]
    with pytest.raises(LookupError, match=r"choose_box.*Form"):
        technician.host.find("choose_box")


def test_a_digit_typed_into_a_form_draws_one_row_again(technician: TechnicianBench) -> None:
    view = samples.cash_box()
    technician.show(view)
    lines = list(technician.host.page.lines)
    before = [list(line.canvas.before.children) for line in lines]
    rows = tuple(replace(row, value="66") if row.chosen else row for row in view.desk.rows)
    technician.show(replace(view, desk=replace(view.desk, rows=rows)))
    assert technician.host.page.lines == lines
    after = [list(line.canvas.before.children) for line in lines]
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    assert [line.value.text for line in lines if line.row.chosen] == ["66"]


def test_a_problem_stands_in_place_of_the_prompt(technician: TechnicianBench) -> None:
    view = samples.cash_box()
    assert technician.show(view).host.page.prompt.text == "张数与机器记的不同:请再数一遍"
    technician.show(replace(view, desk=replace(view.desk, problem=None)))
    assert technician.host.page.prompt.text == "两人在场,逐种面额清点后填写"


def test_waiting_time_that_runs_leaves_the_picture_alone(technician: TechnicianBench) -> None:
    technician.show(samples.guide(left=0.7))
    picture = list(technician.host.page.picture.canvas.children)
    technician.show(samples.guide(left=0.2))
    assert technician.host.page.ring.waiting.fraction == 0.2
    assert list(technician.host.page.picture.canvas.children) == picture


def test_a_press_begun_on_the_step_before_is_void(technician: TechnicianBench) -> None:
    view = samples.guide_asking()
    finger = technician.show(view).press("yes")
    technician.show(replace(view, desk=replace(view.desk, step=2)))
    finger.lift()
    assert technician.sent == []


def test_a_test_is_started_from_its_row(technician: TechnicianBench) -> None:
    technician.show(samples.tests_of_all()).tap("start_eject")
    technician.tap("start_cut")
    technician.tap("page_next")
    assert technician.sent == ["start_eject tapped", "page_next tapped"]


def test_the_frame_gives_way_to_a_whole_display_and_comes_back(technician: TechnicianBench) -> None:
    technician.show(samples.board())
    technician.show(samples.grid())
    with pytest.raises(LookupError):
        technician.host.find("run_all")
    technician.show(samples.board())
    assert technician.host.find("run_all").enabled


def test_another_look_shows_the_same_view(technician: TechnicianBench) -> None:
    technician.show(samples.tests_of_one())
    technician.host.wear(changed(PORTRAIT, palette=PALETTES["black"]))
    assert technician.host.view == samples.tests_of_one()
    assert technician.host.find("start_status").enabled
