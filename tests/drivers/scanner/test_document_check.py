"""What is said of a photographed paper: drawn ones, whole or cut off, sharp or blurred, dark or glaring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.scanner.document_check import EVERYWHERE, Verdict, judge
from drivers.scanner.document_picture import (
    in_the_dark,
    on_desk,
    out_of_focus,
    pulled_away,
    under_a_lamp,
    with_grain,
    written_page,
)
from drivers.scanner.picture import Grey

PAGE = written_page()
GOOD = on_desk(PAGE)
FRAME = (720, 1280)

few = settings(max_examples=8, deadline=None)
"""A picture takes tens of milliseconds, and each example is drawn anew."""


def verdict(picture: Grey) -> Verdict:
    return judge(picture).verdict


def test_a_page_that_lies_there_whole_is_good() -> None:
    assert verdict(GOOD) is Verdict.GOOD


def test_it_is_told_where_the_page_lies() -> None:
    left, top, right, bottom = judge(GOOD).place
    assert (left, top) == pytest.approx((280 / 1280, 110 / 720), abs=0.01)
    assert (right, bottom) == pytest.approx((1000 / 1280, 610 / 720), abs=0.01)
    assert judge(np.full(FRAME, 80, np.uint8)).place == EVERYWHERE


def test_a_colour_picture_is_judged_as_a_grey_one() -> None:
    assert verdict(np.dstack([GOOD] * 3)) is Verdict.GOOD


@pytest.mark.parametrize("greys", [0, 20, 80, 205, 255])
def test_where_nothing_lies_nothing_is_to_be_seen(greys: int) -> None:
    dark = greys < 70
    assert verdict(np.full(FRAME, greys, np.uint8)) is (Verdict.DARK if dark else Verdict.NOTHING)


def test_the_shadow_of_a_hand_on_the_desk_is_no_paper() -> None:
    desk = np.full(FRAME, 110, np.uint8)
    desk[200:600, 300:900] = 85
    assert verdict(desk) is Verdict.NOTHING


def test_a_small_slip_is_no_paper_that_could_be_read() -> None:
    assert verdict(on_desk(PAGE, size=0.4)) is Verdict.NOTHING


@pytest.mark.parametrize("light", [0.1, 0.2, 0.3])
def test_without_a_lamp_it_is_dark(light: float) -> None:
    assert verdict(in_the_dark(GOOD, light)) is Verdict.DARK


def test_in_an_evenings_light_it_is_good() -> None:
    assert verdict(in_the_dark(GOOD, 0.6)) is Verdict.GOOD


@pytest.mark.parametrize("moved_px", [(300, 0), (-300, 0), (0, 130), (0, -130), (250, 120)])
def test_over_an_edge_of_the_picture_it_is_cut_off(moved_px: tuple[float, float]) -> None:
    assert verdict(on_desk(PAGE, moved_px=moved_px)) is Verdict.CUT_OFF


def test_too_near_to_the_camera_it_is_cut_off() -> None:
    assert verdict(on_desk(PAGE, size=2.0)) is Verdict.CUT_OFF


def test_a_sleeve_over_a_corner_cuts_it_off() -> None:
    covered = GOOD.copy()
    covered[400:, 700:] = 60
    assert verdict(covered) is Verdict.CUT_OFF


def test_a_dog_ear_does_not() -> None:
    page = PAGE.copy()
    for step in range(70):
        page[step, : 70 - step] = 80
    assert verdict(on_desk(page)) is Verdict.GOOD


@pytest.mark.parametrize("radius_px", [40, 90, 160])
def test_a_lamp_on_it_is_glare(radius_px: int) -> None:
    assert verdict(under_a_lamp(GOOD, (640, 300), radius_px)) is Verdict.GLARE


def test_a_lamp_beside_it_is_none() -> None:
    assert verdict(under_a_lamp(GOOD, (120, 80), 40)) is Verdict.GOOD


def test_a_picture_without_an_edge_in_a_direction_is_not_called_sharp() -> None:
    assert verdict(pulled_away(GOOD, 61)) is not Verdict.GOOD


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="8 bit"):
        judge(GOOD.astype(float))  # type: ignore[arg-type]  # what a faulty caller may hand over


# -- properties -------------------------------------------------------------------------------------


@few
@given(
    across=st.integers(-120, 120),
    down=st.integers(-40, 40),
    turned=st.integers(-8, 8),
    size=st.floats(0.85, 1.05),
    page=st.integers(1, 1000),
)
def test_a_good_one_stays_good_where_it_lies_a_little_otherwise(
    across: int, down: int, turned: int, size: float, page: int
) -> None:
    laid = on_desk(written_page(page), moved_px=(across, down), turned_deg=turned, size=size)
    assert verdict(laid) is Verdict.GOOD


@few
@given(greys=st.floats(0, 8), light=st.floats(0.6, 1.1), seed=st.integers(1, 1000))
def test_nor_does_a_cheap_camera_spoil_it(greys: float, light: float, seed: int) -> None:
    assert verdict(with_grain(in_the_dark(GOOD, light), greys, seed)) is Verdict.GOOD


@few
@given(spread=st.floats(1.8, 12), turned=st.integers(-20, 20), page=st.integers(1, 1000))
def test_what_is_out_of_focus_is_never_good(spread: float, turned: int, page: int) -> None:
    laid = on_desk(written_page(page), turned_deg=turned, size=0.9)
    assert verdict(out_of_focus(laid, spread)) is Verdict.BLURRED


@few
@given(length=st.integers(9, 40), angle=st.integers(0, 179), page=st.integers(1, 1000))
def test_nor_what_moves(length: int, angle: int, page: int) -> None:
    assert verdict(pulled_away(on_desk(written_page(page)), length, angle)) is not Verdict.GOOD


@few
@given(across=st.integers(-900, 900), down=st.integers(-600, 600), turned=st.integers(0, 359))
def test_what_is_good_lies_in_the_picture_with_all_its_corners(across: int, down: int, turned: int) -> None:
    seen = judge(on_desk(PAGE, moved_px=(across, down), turned_deg=turned, size=0.8))
    if seen.verdict is Verdict.GOOD:
        assert seen.place.left > 0
        assert seen.place.top > 0
        assert seen.place.right < 1
        assert seen.place.bottom < 1
